import { sql } from 'kysely';
import { type BusinessDate, dayEdges } from '../../../kernel/calendar.ts';
import { fits } from '../../../ledger/fits.ts';
import type { Page } from '../../../ledger/page.ts';
import type { Querier } from '../../../ledger/query.ts';
import {
  type LedgerList,
  ledgerPage,
  type Paging,
  stated,
} from '../../../ledger/submission-queries/ledger-list.ts';

/** One look-up of a worker by number, as it was put on record. */
export interface WorkerLookup {
  readonly id: string;
  readonly lookedUpAt: Date;
  readonly organisation: string;
  readonly person: string | null;
  readonly basis: string;
  readonly caseNo: string;
  readonly documentType: string;
  readonly workerId: string | null;
}

export interface WorkerLookupFilter {
  readonly organisation?: string | null;
  readonly person?: string | null;
  readonly caseNo?: string | null;
  readonly workerId?: string | null;
  readonly isFound?: boolean | null;
  readonly from?: BusinessDate | null;
  readonly to?: BusinessDate | null;
}

/** One page of the look-ups (证件号查询记录), the latest first. */
export function workerLookups(
  db: Querier,
  filter: WorkerLookupFilter,
  paging: Paging,
): Promise<Page<WorkerLookup>> {
  const { organisation, person, caseNo, workerId, isFound, from, to } = filter;
  return ledgerPage(db, LOOKUPS, paging, [
    ...stated(organisation, (value) => sql`t.organisation = ${value}`),
    ...stated(person, (value) => sql`t.person = ${value}`),
    ...stated(caseNo, (value) => sql`t.case_no = ${value}`),
    // An id of another form is nobody's.
    ...stated(workerId, (value) => (fits(value, 'uuid') ? sql`t.worker_id = ${value}::uuid` : sql`false`)),
    ...stated(isFound, (value) => sql`(t.worker_id is not null) = ${value}::boolean`),
    ...stated(from, (value) => sql`t.looked_up_at >= ${dayEdges(value).from}`),
    ...stated(to, (value) => sql`t.looked_up_at < ${dayEdges(value).to}`),
  ]);
}

const LOOKUPS: LedgerList<WorkerLookup> = {
  name: 'WorkerLookup',
  from: sql`provincial.worker_lookup as t`,
  columns: sql`t.id, t.looked_up_at as "lookedUpAt", t.organisation, t.person, t.basis, t.case_no as "caseNo",
    t.document_type as "documentType", t.worker_id as "workerId"`,
  instant: { property: 'lookedUpAt', column: 'looked_up_at' },
  key: 'id',
};
