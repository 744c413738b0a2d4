import { sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Reference } from '../../../ledger/submission/dataset.ts';
import { payrollEntry } from './payroll-entry.ts';

export interface Attempt {
  readonly result: string;
  /** The month that the line was for when this was first stated. */
  readonly payMonth: string;
}

interface AttemptRow extends Attempt {
  readonly entry: string;
  readonly attempt: number;
}

/**
 * The attempts to pay a line that are on record already, by their numbers, with what became of them (已有代发记录). What a call
 * states is noted as it is checked, in its order: its records are told what they would be in calls of their own.
 */
export const attempts: Reference<object, Map<number, Attempt>> = {
  name: 'attempts',
  path: 'attempt',
  missing: null,
  asks: 'database',
  key: (_values, found) => found(payrollEntry)!.id,
  async find(entries, _scene, db) {
    const rows = await db!.rows<AttemptRow>(sql`
      select d.payroll_entry_id as entry, d.attempt, d.result, d.pay_month as "payMonth" from banking.disbursement d
       where d.payroll_entry_id = any(${arrayLiteral(entries)}::uuid[]) and not d.withdrawn`);
    const known = new Map(entries.map((entry) => [entry, new Map<number, Attempt>()]));
    for (const { entry, attempt, ...made } of rows) known.get(entry)?.set(attempt, made);
    return known;
  },
};
