import { type RawBuilder, sql } from 'kysely';
import type { YearMonth } from '../../../kernel/calendar.ts';
import type { RowOf } from '../../../ledger/fact.ts';
import { versionsAt } from '../../../ledger/table.ts';
import type { SubgraphContext } from '../../context.ts';
import { LabourCostTransfer } from '../facts.ts';
import { isWithdrawn } from '../withdrawn-projects/withdrawn-project.ts';
import { type DivisionLabourCost, partOf, under } from './ranking.ts';

/** Transfers of labour cost whose money is added up under a name, asked together with its siblings'. */
export interface AskedTransfers {
  readonly question: string;
  readonly name: string;
  /** Rows by `name`, with `id`, `bank_code`, `account_index`, `flow_no`, `amount_fen`, `transferred_on` and `project_code`. */
  readonly named: (names: readonly string[], context: SubgraphContext) => RawBuilder<unknown>;
}

export const oneTransfer = ({ id }: RowOf<typeof LabourCostTransfer>): AskedTransfers => ({
  question: 'of transfers',
  name: id,
  named: (ids, context) => transfers(sql`t.id`, sql`t.id = any(${ids as string[]}::uuid[])`, context),
});

/** All transfers for a project's month. */
export const ofProjectMonth = (projectCode: string, month: YearMonth): AskedTransfers => ({
  question: `for ${month}`,
  name: projectCode,
  named: (codes, context) =>
    transfers(
      sql`t.project_code`,
      sql`t.project_code = any(${codes as string[]}::text[]) and t.for_month = ${month}`,
      context,
    ),
});

/** The same of a month's ranking, all its divisions at once. */
export const ofDivisionMonth = ({ division, askedDivision, month }: DivisionLabourCost): AskedTransfers => ({
  question: `below ${askedDivision} for ${month}`,
  name: division,
  named: (_divisions, context) =>
    transfers(
      partOf(askedDivision, 's.division_code'),
      sql`t.for_month = ${month} and ${under(askedDivision, 's.division_code')}
        and not ${isWithdrawn('s.project_code', context.session.asOf)}`,
      context,
      sql`join banking.project_scope s using (project_code)`,
    ),
});

/**
 * A sum over what is asked, in fen; 0 where there is nothing.
 * @param sum from rows `n` of the transfers, names with `fen` as text
 */
export const sumOf = (
  what: string,
  { question, name, named }: AskedTransfers,
  context: SubgraphContext,
  sum: RawBuilder<unknown>,
): Promise<bigint> =>
  context
    .loader<string, bigint>(`${what} ${question}`, async (names) => {
      const rows = await context.session.rows<{ name: string; fen: string }>(
        sql`with n as materialized (${named(names, context)}) ${sum}`,
      );
      const fen = new Map(rows.map((row) => [row.name, BigInt(row.fen)]));
      return names.map((one) => fen.get(one) ?? 0n);
    })
    .load(name);

const transfers = (
  name: RawBuilder<unknown>,
  where: RawBuilder<unknown>,
  { session, store }: SubgraphContext,
  join: RawBuilder<unknown> = sql``,
): RawBuilder<unknown> => sql`
  select ${name}::text as name, t.id, t.bank_code, t.account_index, t.flow_no, t.amount_fen, t.transferred_on,
         t.project_code
    from ${versionsAt(store.table(LabourCostTransfer), session.asOf)} ${join} where not t.withdrawn and ${where}`;
