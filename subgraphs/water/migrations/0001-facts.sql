-- The water sub-platform (水利通): water works, construction permits and the water department's reviews.
-- Each table states its own content and natural key; hub.make_fact adds the record (architecture §8.1).

grant usage on schema water to hub_app;
select hub.make_project_scope('water');

create table water.water_works (
  id           uuid not null,
  project_code text collate "C" not null,
  works_no     text collate "C" not null,
  kind         text not null check (kind in ('RESERVOIR', 'DYKE', 'IRRIGATION', 'PUMPING', 'HYDROPOWER', 'OTHER')),
  name         text not null,
  section      text,
  design_level text,
  cost_fen     bigint,
  unique (project_code, works_no)
);
select hub.make_fact('water', 'water_works', '{project}', '水利工程 water works of a project');

create table water.construction_permit (
  id                uuid not null,
  permit_no         text collate "C" not null unique,
  project_code      text collate "C" not null,
  issued_on         date not null,
  issuing_authority text not null,
  works_kind        text not null,
  cost_fen          bigint
);
create index construction_permit_project on water.construction_permit (project_code);
select hub.make_fact('water', 'construction_permit', '{project}', '施工许可证 construction permits');

create table water.sector_review (
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
select hub.make_fact('water', 'sector_review', '{project}', '校核 reviews of a project by its industry department');
