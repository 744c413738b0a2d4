import { sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Reference } from '../../../ledger/submission/dataset.ts';
import { blindAccount } from '../blind-numbers.ts';
import { accountRows } from './account-rows.ts';
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

/** The project for which an account stands, as far as it is known. */
interface Standing {
  project: string | null;
}

/** The project for which this very account stands on record (已登记专户的项目), noted in the same way. */
export const standingAccount: Reference<{ readonly bankCode: string }, Standing> = {
  name: 'standing-account',
  path: 'accountNumber',
  missing: null,
  asks: 'database',
  key: ({ bankCode }, found) => accountKey({ bankCode, accountIndex: found(blindAccount)! }, ''),
  async find(keys, _scene, db) {
    const rows = await db!.rows<{ readonly place: bigint; readonly code: string }>(sql`
      select k.place, a.project_code as code from ${accountRows(keys)}
        join banking.special_wage_account a on a.bank_code = k.bank_code and a.account_index = k.account_index
       where not a.withdrawn`);
    const known = new Map(keys.map((key): [string, Standing] => [key, { project: null }]));
    for (const { place, code } of rows) known.get(keys[Number(place) - 1]!)!.project = code;
    return known;
  },
};

type Row = Pick<KnownAccount, 'projectCode' | 'bankCode' | 'accountIndex'>;
