-- A project has one code, whichever of several calls at once asks for it first: who it is stands under a unique key, as with teams.
create table hub.project_code_of (
  -- SM3 over what tells a client's project from another (name, general contractor, division, category)
  identity bytea primary key check (length(identity) = 32),
  code     text collate "C" not null unique
);
comment on table hub.project_code_of is 'registry: 项目编码 by the identity of its project; replaced where the project of that code has become another one';
select hub.protect('hub', 'project_code_of', '(select hub.is_writer())', false);
