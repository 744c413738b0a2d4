import { dataset } from '../../../ledger/submission/dataset.ts';
import {
  code,
  day,
  identifier,
  notInFuture,
  notReversed,
  projectCode,
  required,
} from '../../../ledger/submission/fields/index.ts';
import { project } from '../references/project.ts';
import { devicesInUse, isElsewhere } from './device-elsewhere.ts';
import { AttendanceDevice } from './facts.ts';

/** 考勤设备. A device that is still on record at another site is told of: one of the two is wrong. */
export const deviceSubmission = dataset({
  name: 'ATTENDANCE_DEVICE',
  operation: 'submitAttendanceDevices',
  scopes: ['attendance:submit', 'project:submit'],
  fact: AttendanceDevice,
  fields: {
    projectCode: required(projectCode()),
    deviceNo: required(identifier({ max: 50, characters: 'NAMED', takesNumbers: true })),
    serialNo: identifier({ max: 64, takesNumbers: true }),
    attendType: required(code('attendance-types')),
    installedOn: required(day()),
    removedOn: day(),
  },
  check({ installedOn, removedOn }, report, moment) {
    notInFuture(report, 'installedOn', installedOn, moment);
    notInFuture(report, 'removedOn', removedOn, moment);
    notReversed(report, 'removedOn', installedOn, removedOn);
  },
  references: [project, devicesInUse],
  checkFound(values, found, report) {
    const inUse = found(devicesInUse);
    if (inUse !== null && isElsewhere(values, inUse)) report.warn('DEVICE_AT_TWO_SITES');
  },
  write: (values, _found, { sentAt }) => ({ content: { ...values }, occurredAt: sentAt }),
  heldBy: ['projectCode', 'deviceNo'],
  deviceOf: ({ deviceNo }) => deviceNo,
});
