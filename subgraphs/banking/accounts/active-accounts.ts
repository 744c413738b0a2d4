import { sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Reference } from '../../../ledger/submission/dataset.ts';
import { accountKey, type KnownAccount } from './known-account.ts';

/**
 * The accounts in use of a project, by bank and number (在用专户). What a call states is noted as it is checked, in its order: its
 * records are told what they would be in calls of their own.
 */
export const activeAccounts: Reference<{ readonly projectCode: string }, Set<string>> = {
  name: 'active-accounts',
  path: 'projectCode',
  missing: null,
  asks: 'database',
  key: ({ projectCode }) => projectCode,
  async find(codes, _scene, db) {
    const rows = await db!.rows<Row>(sql`
      select a.project_code as "projectCode", a.bank_code as "bankCode", a.account_index as "accountIndex"
        from banking.special_wage_account a
       where a.project_code = any(${arrayLiteral(codes)}::text[]) and a.status = 'ACTIVE' and not a.withdrawn`);
    const active = new Map(codes.map((code) => [code, new Set<string>()]));
    for (const row of rows) active.get(row.projectCode)!.add(accountKey(row));
    return active;
  },
};

type Row = Pick<KnownAccount, 'projectCode' | 'bankCode' | 'accountIndex'>;
