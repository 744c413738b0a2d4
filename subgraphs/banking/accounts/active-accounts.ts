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

/** For which projects an account is stated by several sources (各来源登记的项目): of each word the account's own project first. */
interface Standing {
  /** The word on record, where it is the sender's or nobody has stated the account: what is stated now takes its place. Empty where there is none. */
  own: readonly string[];
  /** Whether nobody else's word is on record. */
  readonly isOwn: boolean;
  /** What other sources state, on record or kept beside it. */
  readonly others: readonly (readonly string[])[];
}

/** The projects for which this very account is stated (已登记专户的项目), noted in the same way. */
export const standingAccount: Reference<{ readonly bankCode: string }, Standing> = {
  name: 'standing-account',
  path: 'accountNumber',
  missing: null,
  asks: 'database',
  key: ({ bankCode }, found) => accountKey({ bankCode, accountIndex: found(blindAccount)! }, ''),
  async find(keys, { sourceSystem }, db) {
    const rows = await db!.rows<StandingRow>(sql`
      select k.place, a.project_code as "projectCode", a.shared_projects as shared, a.source_system as source, true as "isOnRecord"
        from ${accountRows(keys)}
        join banking.special_wage_account a on a.bank_code = k.bank_code and a.account_index = k.account_index
       where not a.withdrawn
      union all
      select k.place, c.project_code, c.shared_projects, c.claimed_by, false
        from ${accountRows(keys)}
        join banking.special_wage_account a on a.bank_code = k.bank_code and a.account_index = k.account_index and not a.withdrawn
        join banking.special_wage_account_claim c on c.bank_code = k.bank_code and c.account_index = k.account_index
       where not c.withdrawn and c.claimed_by <> a.source_system`);
    const words = Map.groupBy(rows, ({ place }) => Number(place) - 1);
    return new Map(
      keys.map((key, at): [string, Standing] => [key, standingOf(words.get(at) ?? [], sourceSystem)]),
    );
  },
};

function standingOf(words: readonly StandingRow[], sourceSystem: string): Standing {
  const served = ({ projectCode, shared }: StandingRow) =>
    servedBy({ projectCode, sharedProjects: sharedOf(shared) });
  const onRecord = words.find((one) => one.isOnRecord);
  const isOwn = onRecord === undefined || onRecord.source === sourceSystem;
  return {
    own: onRecord && isOwn ? served(onRecord) : [],
    isOwn,
    others: words.filter(({ source }) => source !== sourceSystem).map(served),
  };
}

/**
 * Notes for which projects an account is stated. @returns whether it leaves the project for which its source stated it, or another source states
 * it for another project and neither says that the two share it; what is on record stands until the account is recorded for another
 */
export function isOnTwoProjects(values: Served, standing: Standing): boolean {
  const served = servedBy(values);
  const leaves = standing.own.length > 0 && !served.includes(standing.own[0]!);
  const isContradicted = standing.others.some(
    (other) => !served.includes(other[0]!) && !other.includes(values.projectCode),
  );
  if (standing.isOwn) standing.own = served;
  return leaves || isContradicted;
}

interface StandingRow {
  readonly place: bigint;
  readonly projectCode: string;
  readonly shared: unknown;
  readonly source: string;
  readonly isOnRecord: boolean;
}

type Row = Pick<KnownAccount, 'projectCode' | 'bankCode' | 'accountIndex'>;
