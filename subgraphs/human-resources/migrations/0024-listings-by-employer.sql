-- An entry in the list of discredited employers (失信名单) is known by the employer and the number of the decision: departments number
-- their decisions each for itself. Records stay what they are, since a number was one entry alone before. Entries are looked for by the
-- order they rest on, too.
alter table human_resources.discredited_listing
  drop constraint discredited_listing_listing_no_key,
  add unique (credit_code, listing_no);
drop index human_resources.discredited_listing_enterprise;
create index discredited_listing_order on human_resources.discredited_listing (order_no);
create index rectification_order_no on human_resources.rectification_order (order_no);
