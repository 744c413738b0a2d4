import { sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Reference } from '../../../ledger/submission/dataset.ts';
import { payrollEntry } from './payroll-entry.ts';

interface Attempt {
  readonly entry: string;
  readonly attempt: number;
  readonly result: string;
}

/**
 * The attempts to pay a line that are on record already, by their numbers, with what became of them (已有代发记录). What a call
 * states is noted as it is checked, in its order: its records are told what they would be in calls of their own.
 */
export const attempts: Reference<object, Map<number, string>> = {
  name: 'attempts',
  path: 'attempt',
  missing: null,
  asks: 'database',
  key: (_values, found) => found(payrollEntry)!.id,
  async find(entries, _scene, db) {
    const rows = await db!.rows<Attempt>(sql`
      select d.payroll_entry_id as entry, d.attempt, d.result from banking.disbursement d
       where d.payroll_entry_id = any(${arrayLiteral(entries)}::uuid[]) and not d.withdrawn`);
    const known = new Map(entries.map((entry) => [entry, new Map<number, string>()]));
    for (const { entry, attempt, result } of rows) known.get(entry)?.set(attempt, result);
    return known;
  },
};
