import { sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Reference } from '../../../ledger/submission/dataset.ts';
import { takeTurns } from '../../../ledger/turns.ts';
import { blindAccount } from '../blind-numbers.ts';
import { accountRows } from './account-rows.ts';
import { accountKey, type KnownAccount } from './known-account.ts';
import { type SharedProject, sharedOf } from './shared-projects.ts';

interface Served {
  readonly projectCode: string;
  readonly sharedProjects: readonly SharedProject[];
}

/** The accounts in use by the projects that they serve, an account by bank and number. */
export type ActiveAccounts = ReadonlyMap<string, Set<string>>;

/** The project for which an account is stated, and those that share it (所服务项目). */
export const servedBy = ({ projectCode, sharedProjects }: Served): string[] => [
  projectCode,
  ...sharedProjects.map((one) => one.projectCode),
];

/**
 * The accounts in use of the projects that a stated account serves (在用专户). What a call states is noted as it is checked, in its order:
 * its records are told what they would be in calls of their own. Calls at one instant take turns by their projects and accounts.
 */
export const activeAccounts: Reference<Served & { readonly bankCode: string }, ActiveAccounts> = {
  name: 'active-accounts',
  path: 'projectCode',
  missing: null,
  asks: 'database',
  key: (values, found) =>
    [...servedBy(values), accountKey({ ...values, accountIndex: found(blindAccount)! })].join(' '),
  async find(keys, _scene, db) {
    const codes = [...new Set(keys.flatMap((key) => key.split(' ').slice(0, -2)))];
    const accounts = keys.map((key) => key.split(' ').slice(-2).join(' '));
    await takeTurns(db!, [...codes.map((code) => `accounts of ${code}`), ...accounts], 'ALONE');
    const named = sql`${arrayLiteral(codes)}::text[]`;
    const rows = await db!.rows<Row>(sql`
      select a.project_code as "projectCode", a.bank_code as "bankCode", a.account_index as "accountIndex"
        from banking.special_wage_account a
       where a.project_code = any(${named}) and a.status = 'ACTIVE' and not a.withdrawn
      union all
      select p ->> 'projectCode', a.bank_code, a.account_index
        from banking.special_wage_account a, jsonb_array_elements(a.shared_projects) p
       where a.shared_projects is not null and p ->> 'projectCode' = any(${named}) and a.status = 'ACTIVE' and not a.withdrawn`);
    const active = new Map(codes.map((code) => [code, new Set<string>()]));
    for (const row of rows) active.get(row.projectCode)!.add(accountKey(row));
    return new Map(keys.map((key) => [key, active]));
  },
};

/** The projects for which an account stands, its own first, as far as they are known. */
interface Standing {
  projects: readonly string[];
}

/** The projects for which this very account stands on record (已登记专户的项目), noted in the same way. */
export const standingAccount: Reference<{ readonly bankCode: string }, Standing> = {
  name: 'standing-account',
  path: 'accountNumber',
  missing: null,
  asks: 'database',
  key: ({ bankCode }, found) => accountKey({ bankCode, accountIndex: found(blindAccount)! }, ''),
  async find(keys, _scene, db) {
    const rows = await db!.rows<StandingRow>(sql`
      select k.place, a.project_code as code, a.shared_projects as shared from ${accountRows(keys)}
        join banking.special_wage_account a on a.bank_code = k.bank_code and a.account_index = k.account_index
       where not a.withdrawn`);
    const known = new Map(keys.map((key): [string, Standing] => [key, { projects: [] }]));
    for (const { place, code, shared } of rows)
      known.get(keys[Number(place) - 1]!)!.projects = servedBy({
        projectCode: code,
        sharedProjects: sharedOf(shared),
      });
    return known;
  },
};

/**
 * Notes for which projects an account is stated. @returns whether it stands for another project that is not said to share it; the first
 * stands until the account is recorded for another
 */
export function movesAccount(values: Served, standing: Standing): boolean {
  const [before] = standing.projects;
  const moves =
    before !== undefined &&
    !servedBy(values).includes(before) &&
    !standing.projects.includes(values.projectCode);
  standing.projects = servedBy(values);
  return moves;
}

interface StandingRow {
  readonly place: bigint;
  readonly code: string;
  readonly shared: unknown;
}

type Row = Pick<KnownAccount, 'projectCode' | 'bankCode' | 'accountIndex'>;
