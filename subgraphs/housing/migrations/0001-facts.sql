-- The housing sub-platform (桂建通): construction permits and the housing department's reviews.
-- Each table states its own content and natural key; hub.make_fact adds the record (architecture §8.1).

grant usage on schema housing to hub_app;
select hub.make_project_scope('housing');

create table housing.construction_permit (
  id                uuid not null,
  permit_no         text collate "C" not null unique,
  project_code      text collate "C" not null,
  issued_on         date not null,
  issuing_authority text not null,
  works_kind        text not null,
  cost_fen          bigint,
  floor_area_m2     integer check (floor_area_m2 >= 0)
);
create index construction_permit_project on housing.construction_permit (project_code);
select hub.make_fact('housing', 'construction_permit', '{project}', '施工许可证 construction permits');

create table housing.sector_review (
  id           uuid not null,
  project_code text collate "C" not null,
  review_no    text collate "C" not null,
  aspect       text not null check (aspect in ('FILING', 'STATUS_CHANGE', 'ATTENDANCE')),
  result       text not null check (result in ('PASSED', 'RETURNED', 'PENDING')),
  reviewed_on  date,
  reviewer     text not null,
  opinion      text,
  check (result = 'PENDING' or reviewed_on is not null),
  unique (project_code, review_no)
);
select hub.make_fact('housing', 'sector_review', '{project}', '校核 reviews of a project by its industry department');
