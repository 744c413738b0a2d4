import { sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Reference } from '../../../ledger/submission/dataset.ts';
import { takeTurnsOfEach, type TurnMode } from '../../../ledger/turns.ts';
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

interface Stated {
  readonly projectCode: string;
  readonly attempt: number | null;
}

/** The number of an attempt; the first where none is stated. */
export const attemptOf = ({ attempt }: Pick<Stated, 'attempt'>): number => attempt ?? FIRST;

export const FIRST = 1;

/**
 * The attempts to pay a line that are on record already, by their numbers, with what became of them (已有代发记录). What a call
 * states is noted as it is checked, in its order: its records are told what they would be in calls of their own. Calls at one instant
 * take turns by their projects: first attempts of one line are one payment, and do not wait for each other.
 */
export const attempts: Reference<Stated, Map<number, Attempt>> = {
  name: 'attempts',
  path: 'attempt',
  missing: null,
  asks: 'database',
  key: (values, found) => {
    const mode: TurnMode = attemptOf(values) === FIRST ? 'BESIDE' : 'ALONE';
    return [found(payrollEntry)!.id, values.projectCode, mode].join(' ');
  },
  async find(keys, _scene, db) {
    const named = keys.map((key) => key.split(' ') as [entry: string, project: string, mode: TurnMode]);
    await takeTurnsOfEach(
      db!,
      named.map(([, project, mode]) => [`payments of ${project}`, mode]),
    );
    const entries = [...new Set(named.map(([entry]) => entry))];
    const rows = await db!.rows<AttemptRow>(sql`
      select d.payroll_entry_id as entry, d.attempt, d.result, d.pay_month as "payMonth" from banking.disbursement d
       where d.payroll_entry_id = any(${arrayLiteral(entries)}::uuid[]) and not d.withdrawn`);
    const known = new Map(entries.map((entry) => [entry, new Map<number, Attempt>()]));
    for (const { entry, attempt, ...made } of rows) known.get(entry)?.set(attempt, made);
    return new Map(keys.map((key, at) => [key, known.get(named[at]![0])!]));
  },
};
