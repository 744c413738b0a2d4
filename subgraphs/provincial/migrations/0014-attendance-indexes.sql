-- Fewer pages of a month that a punch touches (decision 0035). The natural key by project and instant lists a project's punches as well,
-- and what one site sends lies side by side in it; in the order of its workers each punch lay on a page of its own.
select hub.replace_month_index('provincial', 'attendance_record', 'attendance_record_key', true,
  'project_code, occurred_at, worker_id, direction',
  '{attendance_record_project_code_worker_id_occurred_at_direct_key,attendance_record_time}',
  -- so that a month of a project is counted from the index alone; it lies in what would be left empty
  'withdrawn');
