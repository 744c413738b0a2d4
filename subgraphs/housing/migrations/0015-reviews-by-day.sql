-- Reviews (校核) in the order of the days of their decisions; one that is pending by the day it was asked for. Neither the one day nor
-- the other orders them all, so that the day that counts stands beside both.
alter table housing.sector_review add column acted_on date;
alter table housing.sector_review_history add column acted_on date;
update housing.sector_review set acted_on = coalesce(reviewed_on, (occurred_at at time zone 'Asia/Shanghai')::date);
update housing.sector_review_history set acted_on = coalesce(reviewed_on, (occurred_at at time zone 'Asia/Shanghai')::date);
alter table housing.sector_review alter column acted_on set not null;
alter table housing.sector_review_history alter column acted_on set not null;
