import { type RawBuilder, sql } from 'kysely';
import type { RowOf } from '../../../ledger/fact.ts';
import type { SubgraphContext } from '../../context.ts';
import { SpecialWageAccount } from '../facts.ts';

type Account = RowOf<typeof SpecialWageAccount>;

/** What flows and transfers carry of their account. */
export interface AccountKey {
  readonly bankCode: string;
  readonly accountIndex: Buffer;
}

/** The account of a flow or transfer: a bank and a blind index, since the number itself is sealed. */
export const accountOf = (row: AccountKey, context: SubgraphContext): Promise<Account | null> =>
  context
    .loader<string, Account | null>('accounts by number', async (keys) => {
      const [banks, indexes] = [0, 1].map((place) => keys.map((key) => key.split(' ')[place]!));
      const accounts = await context.store
        .reader(SpecialWageAccount)
        .select(context.session, [
          sql`t.bank_code = any(${banks}::text[]) and t.account_index = any(${indexes}::bytea[])`,
        ]);
      const byKey = new Map(accounts.map((account) => [keyOf(account), account]));
      return keys.map((key) => byKey.get(key) ?? null);
    })
    .load(keyOf(row));

const keyOf = ({ bankCode, accountIndex }: AccountKey): string =>
  `${bankCode} \\x${accountIndex.toString('hex')}`;

/** Rows `t` of one account. */
export const onAccount = ({ bankCode, accountIndex }: AccountKey): RawBuilder<unknown> =>
  sql`t.bank_code = ${bankCode} and t.account_index = ${accountIndex}`;
