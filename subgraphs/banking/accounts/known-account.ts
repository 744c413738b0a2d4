import { sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Awaited, Reference, Scene } from '../../../ledger/submission/dataset.ts';
import { withinReach } from '../../../ledger/submission/reach.ts';
import type { Report } from '../../../ledger/submission/report.ts';
import type { Querier } from '../../../ledger/query.ts';
import type { LedgerRoom } from '../../../ledger/submission/room.ts';
import { accountIndex } from '../account-number.ts';
import { isWithdrawn } from '../withdrawn-projects/withdrawn-project.ts';
import { sharedOf } from './shared-projects.ts';

/** How a record names a special wage account: by bank and number. */
export interface OnAccount {
  readonly bankCode: string;
  readonly accountNumber: string;
}

/** The account as it stands when a record about it is judged. */
export interface KnownAccount {
  readonly bankCode: string;
  readonly accountIndex: Buffer;
  readonly projectCode: string;
  /** Where its project stands, whose province's rules hold. */
  readonly divisionCode: string;
  readonly openedOn: string | null;
  readonly closedOn: string | null;
  /** As it is stored (shared-projects.ts). */
  readonly shared: unknown;
  /** Its project was taken back, and is not on record (已撤回项目). */
  readonly isOfWithdrawnProject: boolean;
}

/**
 * The special wage account a record is about (专户), of a project within the reach of who states it. A record about one
 * that nobody has stated waits for it: what project it belongs to is not known before.
 */
export const knownAccount: Reference<OnAccount, KnownAccount> = {
  name: 'account',
  path: 'accountNumber',
  missing: 'ACCOUNT_UNKNOWN',
  asks: 'database',
  key: ({ bankCode, accountNumber }) => `${bankCode} ${accountNumber}`,
  blind: (key, room) => {
    const { bankCode, accountNumber } = parts(key);
    return accountKey({ bankCode, accountIndex: indexOf(accountNumber, room) });
  },
  find: (keys, scene, db) => accountsOf(keys, scene, db!, false),
  findGone: (keys, scene, db) => accountsOf(keys, scene, db, true),
};

async function accountsOf(
  keys: readonly string[],
  { room, caller }: Scene,
  db: Querier,
  isGone: boolean,
): Promise<Map<string, KnownAccount>> {
  const named = keys.map(parts);
  const rows = await db.rows<KnownAccount & { readonly place: bigint }>(sql`
    select k.place, a.bank_code as "bankCode", a.account_index as "accountIndex", a.project_code as "projectCode",
           s.division_code as "divisionCode",
           a.opened_on as "openedOn", a.closed_on as "closedOn", a.shared_projects as shared,
           ${isWithdrawn('a.project_code')} as "isOfWithdrawnProject"
      from unnest(${arrayLiteral(named.map(({ bankCode }) => bankCode))}::text[],
                  ${arrayLiteral(named.map(({ accountNumber }) => indexOf(accountNumber, room)))}::bytea[])
           with ordinality as k (bank_code, account_index, place)
      join banking.special_wage_account a using (bank_code, account_index)
      join banking.project_scope s on s.project_code = a.project_code
     where ${isGone ? sql`true` : sql`not a.withdrawn`} and ${withinReach(caller, 's')}`);
  return new Map(rows.map(({ place, ...account }) => [keys[Number(place) - 1]!, account]));
}

/** An account becoming known, for the records that wait for it. */
export const releasesAccount = (content: Readonly<Record<string, unknown>>): readonly Awaited[] => [
  { name: knownAccount.name, key: accountKey(content as unknown as KnownAccount) },
];

/** Bank and blind index in one word; what else is known of one booking or day of the account follows it. */
export const accountKey = (
  { bankCode, accountIndex: index }: Pick<KnownAccount, 'bankCode' | 'accountIndex'>,
  ...more: readonly string[]
): string => [bankCode, index.toString('hex'), ...more].join(' ');

/** Whether the account serves the project, as its own or as one that shares it (共用专户). */
export const serves = (
  { projectCode, shared }: Pick<KnownAccount, 'projectCode' | 'shared'>,
  code: string,
): boolean => projectCode === code || sharedOf(shared).some((one) => one.projectCode === code);

/**
 * The project that a record on the account is for (所属项目): the account's own, or one that shares it where the record says so. Another
 * one is refused.
 */
export function projectServed(
  { projectCode: stated }: { readonly projectCode: string | null },
  account: KnownAccount,
  report?: Report,
): string {
  if (stated !== null && !serves(account, stated))
    report?.reject('ACCOUNT_OF_ANOTHER_PROJECT', { path: 'projectCode' });
  return stated ?? account.projectCode;
}

/** Whether the account was kept on that day, as far as its opening and closing are known. */
export const isOpenOn = (
  { openedOn, closedOn }: Pick<KnownAccount, 'openedOn' | 'closedOn'>,
  day: string,
): boolean => (openedOn === null || day >= openedOn) && (closedOn === null || day <= closedOn);

const indexOf = (number: string, room: LedgerRoom): Buffer => accountIndex(room.sealer, number);

const parts = (key: string): OnAccount => {
  const space = key.indexOf(' ');
  return { bankCode: key.slice(0, space), accountNumber: key.slice(space + 1) };
};
