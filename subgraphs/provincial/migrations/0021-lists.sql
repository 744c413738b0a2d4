-- Lists over all projects: an index each where none led through the list in its order, or to a unit's part of it. Made while intake waits:
-- some seconds for a province's engagements.
create index engagement_latest on provincial.engagement (entered_on desc, id);
-- A past day leaves few of a roster; without it all would be looked at.
create index real_name_registration_day on provincial.real_name_registration (registered_on);
create index crew_unit on provincial.crew (unit_code);
create index payroll_sheet_latest on provincial.payroll_sheet (pay_month desc, project_code, sheet_no, id);
create index payroll_sheet_unit on provincial.payroll_sheet (unit_code, pay_month);
