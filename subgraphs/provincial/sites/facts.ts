import { column } from '../../../ledger/column-types.ts';
import { fact } from '../../../ledger/fact.ts';

const schema = 'provincial';

/** 考勤设备. */
export const AttendanceDevice = fact(
  { name: 'AttendanceDevice', schema, table: 'attendance_device', naturalKey: ['projectCode', 'deviceNo'] },
  {
    projectCode: column.code(),
    deviceNo: column.code(),
    serialNo: column.code().nullable(),
    attendType: column.code(),
    installedOn: column.day(),
    removedOn: column.day().nullable(),
  },
);

/** 电子围栏: a circle, or a polygon. */
export const Geofence = fact(
  { name: 'Geofence', schema, table: 'geofence', naturalKey: ['projectCode', 'fenceNo'] },
  {
    projectCode: column.code(),
    fenceNo: column.code(),
    centreLongitude: column.double().nullable(),
    centreLatitude: column.double().nullable(),
    radius: column.integer().nullable(),
    /** "longitude latitude" of each corner, with a comma between them. */
    corners: column.text().nullable(),
    attendType: column.code().nullable(),
    startsOn: column.day(),
    endsOn: column.day().nullable(),
    approvedBy: column.text().nullable(),
  },
);
