import { businessDateOf, yearMonthOf } from '../../../kernel/calendar.ts';
import { dataset } from '../../../ledger/submission/dataset.ts';
import { CLOCK_TOLERANCE_MS } from '../../../ledger/submission/envelope.ts';
import {
  checkIdentity,
  code,
  digest,
  identifier,
  identityFields,
  instant,
  oneOf,
  projectCode,
  required,
  timely,
} from '../../../ledger/submission/fields/index.ts';
import { checkPosition, latitude, longitude } from '../fields/position.ts';
import { crewNo } from '../projects/crew-submission.ts';
import { crew } from '../references/parties.ts';
import { type Period, periods } from '../references/periods.ts';
import { project } from '../references/project.ts';
import { samePerson, worker } from '../references/worker.ts';
import { checkMeans, labelOf } from './check-means.ts';
import { AttendanceRecord } from './facts.ts';
import { siteMeans } from '../sites/site-means.ts';

/**
 * Modelled: no document states how late a record may come. A gate that has lost its line for a night is not late; an
 * instant before the year 2000 comes from a clock that was never set.
 */
const TIMELINESS = {
  ahead: CLOCK_TOLERANCE_MS,
  late: 24 * 3_600_000,
  earliest: new Date('2000-01-01T00:00:00+08:00'),
};

const fields = {
  projectCode: required(projectCode()),
  crewNo: crewNo(),
  ...identityFields,
  occurredAt: required(instant()),
  direction: required(oneOf(['IN', 'OUT'])),
  attendType: code('attendance-types'),
  deviceNo: identifier({ max: 50, characters: 'NAMED', takesNumbers: true }),
  longitude: longitude(),
  latitude: latitude(),
  photo: digest(),
};

/** 考勤记录. */
export const attendanceSubmission = dataset<typeof fields>({
  name: 'ATTENDANCE',
  operation: 'submitAttendance',
  scopes: ['attendance:submit'],
  fact: AttendanceRecord,
  fields,
  check(values, report, moment) {
    checkIdentity(values, report);
    checkPosition(report, ['longitude', 'latitude'], values.longitude, values.latitude);
    const at = values.occurredAt;
    if (at >= TIMELINESS.earliest && yearMonthOf(at) < moment.limits.earliestMonth)
      report.reject('MONTH_NOT_OPEN', {
        path: 'occurredAt',
        expected: `a month from ${moment.limits.earliestMonth} on`,
      });
    else timely(report, 'occurredAt', at, moment, TIMELINESS);
  },
  references: [project, crew, samePerson, worker, periods, siteMeans],
  checkFound(punch, found, report) {
    const known = found(periods);
    if (known === null || !isEngaged(known, punch.crewNo, businessDateOf(punch.occurredAt)))
      report.warn('NOT_ENGAGED_HERE');
    checkMeans(punch, found(siteMeans), report);
  },
  write: (punch, found) => ({
    content: {
      projectCode: punch.projectCode,
      workerId: found(worker)!,
      crewNo: punch.crewNo,
      direction: punch.direction,
      attendType: punch.attendType,
      deviceNo: punch.deviceNo,
      longitude: punch.longitude,
      latitude: punch.latitude,
      fenceCheck: labelOf(punch, found(siteMeans)),
      photo: punch.photo === null ? null : Buffer.from(punch.photo, 'hex'),
    },
    occurredAt: punch.occurredAt,
  }),
  heldBy: ['projectCode', 'workerId', 'documentType', 'documentNumber', 'occurredAt', 'direction'],
  deviceOf: ({ deviceNo }) => deviceNo,
});

/** Whether one of the worker's periods in the project covers the day, in this crew where the record names one. */
const isEngaged = (known: readonly Period[], crewNo: string | null, day: string): boolean =>
  known.some(
    (one) =>
      (crewNo === null || one.crewNo === crewNo) &&
      one.enteredOn <= day &&
      (one.exitedOn === null || day <= one.exitedOn),
  );
