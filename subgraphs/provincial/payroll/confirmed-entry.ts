import { sql } from 'kysely';
import type { Reference } from '../../../ledger/submission/dataset.ts';
import { type AtPlace, byKey, joined, keyRows } from '../references/key-parts.ts';

interface Confirmation {
  readonly projectCode: string | null;
  readonly sheetNo: string | null;
  readonly lineNo: number | null;
}

export interface ConfirmedEntry extends AtPlace {
  readonly workerId: string;
  readonly payMonth: string;
  readonly actualFen: bigint;
}

/** The line of a payroll sheet that a worker confirms (工资支付明细). What it waits for is the sheet, which brings its lines. */
export const confirmedEntry: Reference<Confirmation, ConfirmedEntry> = {
  name: 'payroll-sheet',
  path: 'lineNo',
  missing: 'PAYROLL_ENTRY_UNKNOWN',
  asks: 'database',
  key: ({ projectCode, sheetNo, lineNo }) =>
    joined(projectCode, sheetNo, lineNo === null ? null : String(lineNo)),
  blind: (key) => key.slice(0, key.lastIndexOf(' ')),
  async find(keys, _scene, db) {
    const rows = await db!.rows<ConfirmedEntry>(sql`
      select k.place, e.worker_id as "workerId", e.pay_month as "payMonth", e.actual_fen as "actualFen"
        from ${keyRows(keys, 'project_code', 'sheet_no', 'line_no')}
        join provincial.payroll_entry e
          on e.project_code = k.project_code and e.sheet_no = k.sheet_no and e.line_no = k.line_no
       where not e.withdrawn`);
    return byKey(keys, rows);
  },
};
