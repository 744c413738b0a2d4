-- 规范简称核准: abbreviations that the department in charge of a project has approved for the names of its accounts.
create table provincial.abbreviation_approval (
  id              uuid not null,
  project_code    text collate "C" not null,
  subject         text collate "C" not null check (subject in ('PROJECT', 'GENERAL_CONTRACTOR')),
  abbreviation    text not null,
  contractor_code text collate "C",
  approved_on     date not null,
  authority       text not null,
  check (subject = 'PROJECT' or contractor_code is not null),
  unique (project_code, subject, abbreviation)
);
-- Whoever sees a project sees them, as a bank does: a name is judged by them, and must not look as if there were none.
select hub.make_fact('provincial', 'abbreviation_approval', '{project}', '规范简称核准 abbreviations approved for account names',
  '(select hub.sees_all())
   or exists (select 1 from provincial.project p where p.project_code = abbreviation_approval.project_code)');
