import {
  code,
  day,
  documentNo,
  namesNobody,
  notInFuture,
  oneOf,
  projectCode,
  required,
  text,
} from '../../../ledger/submission/fields/index.ts';
import type { Moment } from '../../../ledger/submission/dataset.ts';
import type { Report } from '../../../ledger/submission/report.ts';

/** What good and bad records (良好、不良记录) of enterprises and of persons have in common. */
export const conductFields = {
  kind: required(oneOf(['GOOD', 'BAD'])),
  recordNo: required(documentNo({ max: 50 })),
  level: code('bad-record-levels'),
  decidedOn: required(day()),
  authority: required(text({ max: 200 })),
  reason: required(text({ max: 500 })),
  projectCode: projectCode(),
};

interface Conduct {
  readonly kind: string;
  readonly level: string | null;
  readonly decidedOn: string;
  readonly reason: string;
}

/** A decision has been made, and only what is held against somebody has a level (不良行为等级). */
export function checkConduct(
  { kind, level, decidedOn, reason }: Conduct,
  report: Report,
  moment: Moment,
): void {
  notInFuture(report, 'decidedOn', decidedOn, moment);
  namesNobody(report, { reason }, moment);
  if (kind === 'GOOD' && level !== null) report.reject('LEVEL_OF_GOOD_RECORD', { path: 'level' });
}
