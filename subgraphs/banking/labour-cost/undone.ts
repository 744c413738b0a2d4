import { type RawBuilder, sql } from 'kysely';
import type { YearMonth } from '../../../kernel/calendar.ts';
import type { RowOf } from '../../../ledger/fact.ts';
import { versionsAt } from '../../../ledger/table.ts';
import type { SubgraphContext } from '../../context.ts';
import { LabourCostTransfer } from '../facts.ts';
import { flowsAsked, undoneOf } from '../flows/undone.ts';
import { type DivisionLabourCost, partOf, under } from './ranking.ts';

type Transfer = RowOf<typeof LabourCostTransfer>;

/** What of the booking of a transfer has been undone (已退汇、冲正金额), in fen. */
export const undoneOfTransfer = ({ id }: Transfer, context: SubgraphContext): Promise<bigint> =>
  undone('of transfers', id, context, (ids) =>
    transfers(sql`t.id`, sql`t.id = any(${ids as string[]}::uuid[])`, context),
  );

/** The same of all transfers for a project's month. */
export const undoneOfMonth = (
  projectCode: string,
  month: YearMonth,
  context: SubgraphContext,
): Promise<bigint> =>
  undone(`for ${month}`, projectCode, context, (codes) =>
    transfers(
      sql`t.project_code`,
      sql`t.project_code = any(${codes as string[]}::text[]) and t.for_month = ${month}`,
      context,
    ),
  );

/** The same of a month's ranking, all its divisions at once. */
export const undoneInDivision = (
  { division, askedDivision, month }: DivisionLabourCost,
  context: SubgraphContext,
): Promise<bigint> =>
  undone(`below ${askedDivision} for ${month}`, division, context, () =>
    transfers(
      partOf(askedDivision, 's.division_code'),
      sql`t.for_month = ${month} and ${under(askedDivision, 's.division_code')}`,
      context,
      sql`join banking.project_scope s using (project_code)`,
    ),
  );

const undone = (
  question: string,
  name: string,
  context: SubgraphContext,
  named: (names: readonly string[]) => RawBuilder<unknown>,
): Promise<bigint> =>
  context
    .loader<string, bigint>(`undone ${question}`, async (names) => {
      const rows = await context.session.rows<{ name: string; fen: string }>(
        undoneOf(named(names), flowsAsked(context)),
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
  select ${name}::text as name, t.bank_code, t.account_index, t.flow_no as number
    from ${versionsAt(store.table(LabourCostTransfer), session.asOf)} ${join} where not t.withdrawn and ${where}`;
