import { column } from '../../../ledger/column-types.ts';
import { fact } from '../../../ledger/fact.ts';

/** 考勤记录: one punch, with where the worker stood, if that was stated. */
export const AttendanceRecord = fact(
  {
    name: 'AttendanceRecord',
    schema: 'provincial',
    table: 'attendance_record',
    naturalKey: ['projectCode', 'workerId', 'occurredAt', 'direction'],
    monthly: true,
  },
  {
    projectCode: column.code(),
    workerId: column.uuid(),
    crewNo: column.code().nullable(),
    direction: column.code(),
    attendType: column.code().nullable(),
    deviceNo: column.code().nullable(),
    longitude: column.double().nullable(),
    latitude: column.double().nullable(),
    /** INSIDE or OUTSIDE of the project's fences; null where none was in force, or no position was stated. */
    fenceCheck: column.code().nullable(),
    /** The digest's 32 bytes, half of what its text would take. */
    photo: column.bytes().nullable(),
  },
);
