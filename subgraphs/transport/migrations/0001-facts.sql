-- The transport sub-platform (交建通): contract sections, construction permits and the transport department's reviews.
-- Each table states its own content and natural key; hub.make_fact adds the record (architecture §8.1).

grant usage on schema transport to hub_app;
select hub.make_project_scope('transport');

create table transport.contract_section (
  id              uuid not null,
  project_code    text collate "C" not null,
  section_no      text collate "C" not null,
  name            text not null,
  route_name      text,
  is_waterway     boolean not null,
  starts_chainage text,
  ends_chainage   text,
  length_m        integer check (length_m >= 0),
  cost_fen        bigint,
  unique (project_code, section_no)
);
select hub.make_fact('transport', 'contract_section', '{project}', '合同段 contract sections of a project');

create table transport.construction_permit (
  id                uuid not null,
  permit_no         text collate "C" not null unique,
  project_code      text collate "C" not null,
  issued_on         date not null,
  issuing_authority text not null,
  works_kind        text not null,
  cost_fen          bigint
);
create index construction_permit_project on transport.construction_permit (project_code);
select hub.make_fact('transport', 'construction_permit', '{project}', '施工许可证 construction permits');

create table transport.sector_review (
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
select hub.make_fact('transport', 'sector_review', '{project}', '校核 reviews of a project by its industry department');
