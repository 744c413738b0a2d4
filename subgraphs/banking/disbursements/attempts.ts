import { sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Reference } from '../../../ledger/submission/dataset.ts';
import { payrollEntry } from './payroll-entry.ts';

interface Attempt {
  readonly entry: string;
  readonly attempt: number;
  readonly result: string;
}

/** The attempts to pay a line that are on record already (已有代发记录). */
export const attempts: Reference<object, readonly Attempt[]> = {
  name: 'attempts',
  path: 'attempt',
  missing: null,
  asks: 'database',
  key: (_values, found) => found(payrollEntry)!.id,
  async find(entries, _scene, db) {
    const rows = await db!.rows<Attempt>(sql`
      select d.payroll_entry_id as entry, d.attempt, d.result from banking.disbursement d
       where d.payroll_entry_id = any(${arrayLiteral(entries)}::uuid[]) and not d.withdrawn`);
    return Map.groupBy(rows, ({ entry }) => entry);
  },
};
