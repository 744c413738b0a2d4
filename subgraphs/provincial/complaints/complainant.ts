import { sql } from 'kysely';
import type { Found, Reference } from '../../../ledger/submission/dataset.ts';
import type { IdentityValues } from '../../../ledger/submission/fields/index.ts';
import { type AtPlace, byKey, joined, keyRows } from '../references/key-parts.ts';
import { onceHere } from '../references/once-here.ts';
import { identity, worker } from '../references/worker.ts';
import { daysOf, projectDivision } from './project-division.ts';

interface Complaint extends IdentityValues {
  readonly receivingBody: string;
  readonly complaintNo: string;
  readonly projectCode: string;
  readonly receivedOn: string;
}

/** Who complains, by id (投诉人); whoever is named by a document is registered instead, and nothing waits for that person. */
export const knownComplainant: Reference<IdentityValues, string> = {
  ...worker,
  path: 'workerId',
  key: ({ workerId, documentNumber }) => (documentNumber === null ? workerId : null),
};

export const complainantOf = (found: Found): string | null =>
  found(identity)?.workerId ?? found(knownComplainant);

/** Whether who complains was ever on record in the project (曾在本项目). */
export const complainantHere: typeof onceHere = {
  ...onceHere,
  key: ({ projectCode }, found) => joined(projectCode, complainantOf(found)),
};

/**
 * Another complaint of the same person about the same project (重复投诉), still open or closed of late: within the days of parameter
 * COMPLAINT_REPEATED_WITHIN_DAYS. TS-04, modelled.
 */
export const otherComplaint: Reference<Complaint, AtPlace> = {
  name: 'other-complaint',
  path: 'complaintNo',
  missing: null,
  asks: 'database',
  key({ projectCode, receivingBody, complaintNo, receivedOn }, found) {
    if (found(projectDivision) === null) return null;
    const days = String(daysOf('COMPLAINT_REPEATED_WITHIN_DAYS', receivedOn, found));
    return joined(projectCode, complainantOf(found), receivingBody, complaintNo, days);
  },
  async find(keys, { moment }, db) {
    const rows = await db!.rows<AtPlace>(sql`
      select k.place from ${keyRows(keys, 'project_code', 'worker_id', 'receiving_body', 'complaint_no', 'days')}
       where exists (select from provincial.arrears_complaint c
                      where c.worker_id = k.worker_id and c.project_code = k.project_code and not c.withdrawn
                        and (c.receiving_body, c.complaint_no) <> (k.receiving_body, k.complaint_no)
                        and (c.closed_on is null or c.closed_on >= ${moment.today}::date - k.days::int))`);
    return byKey(keys, rows);
  },
};
