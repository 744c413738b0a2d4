-- What one source system has filed, in the order in which lists of projects are told.
create index project_of_source on provincial.project (source_system, division_code, project_code);
