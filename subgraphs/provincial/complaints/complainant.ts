import { sql } from 'kysely';
import { addDays, type BusinessDate } from '../../../kernel/calendar.ts';
import type { Found, Reference } from '../../../ledger/submission/dataset.ts';
import type { IdentityValues } from '../../../ledger/submission/fields/index.ts';
import { type AtPlace, joined, keyRows } from '../references/key-parts.ts';
import { onceHere } from '../references/once-here.ts';
import { identity, worker } from '../references/worker.ts';
import { daysOf, projectDivision } from './project-division.ts';

interface Complaint extends IdentityValues {
  readonly receivingBody: string;
  readonly complaintNo: string;
  readonly projectCode: string;
  readonly receivedOn: string;
  readonly closedOn: string | null;
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

/** The days on which the complaints of one person about one project were closed, null while open; by body and number. */
export type Complaints = Map<string, string | null>;

/**
 * The complaints of the same person about the same project (同一人同一项目的投诉). What a call states is noted as it is checked, in its
 * order: its records are told what they would be in calls of their own.
 */
export const complaintsHere: Reference<Complaint, Complaints> = {
  name: 'complaints-here',
  path: 'complaintNo',
  missing: null,
  asks: 'database',
  key: ({ projectCode }, found) =>
    found(projectDivision) === null ? null : joined(projectCode, complainantOf(found)),
  async find(keys, _scene, db) {
    const rows = await db!.rows<AtPlace & { body: string; no: string; closedOn: string | null }>(sql`
      select k.place, c.receiving_body as body, c.complaint_no as no, c.closed_on as "closedOn"
        from ${keyRows(keys, 'project_code', 'worker_id')}
        join provincial.arrears_complaint c on c.worker_id = k.worker_id and c.project_code = k.project_code
       where not c.withdrawn`);
    const known = new Map(keys.map((key): [string, Complaints] => [key, new Map()]));
    for (const { place, body, no, closedOn } of rows)
      known.get(keys[Number(place) - 1]!)!.set(`${body} ${no}`, closedOn);
    return known;
  },
};

/**
 * Notes a complaint. @returns whether there is another, still open or closed of late (重复投诉): within the days of parameter
 * COMPLAINT_REPEATED_WITHIN_DAYS. TS-04, modelled.
 */
export function isRepeated(complaint: Complaint, found: Found, today: BusinessDate): boolean {
  const known = found(complaintsHere);
  if (known === null) return false;
  const own = `${complaint.receivingBody} ${complaint.complaintNo}`;
  const days = daysOf('COMPLAINT_REPEATED_WITHIN_DAYS', complaint.receivedOn, found);
  const since = addDays(today, -days);
  known.set(own, complaint.closedOn);
  return [...known].some(([name, closedOn]) => name !== own && (closedOn === null || closedOn >= since));
}
