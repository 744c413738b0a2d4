-- 已撤回项目: the few projects whose filing was taken back, which figures leave out (docs/decisions/0060).
create index project_withdrawn on provincial.project (project_code) where withdrawn;
