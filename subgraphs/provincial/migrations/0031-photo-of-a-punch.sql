-- 考勤照片摘要: the SM3 digest of the photo that was taken with a punch (603号 interface §6.8 image), 32 bytes. Null where none was stated, as of
-- all punches before. Without a default or a check, so that no month is read or written anew: 20 million rows a month stand here.
alter table provincial.attendance_record add column photo bytea;
alter table provincial.attendance_record_history add column photo bytea;
