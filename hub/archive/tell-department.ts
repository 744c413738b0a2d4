import { type Client, escapeIdentifier as name } from 'pg';
import type { MonthlyTable } from './monthly-table.ts';

/** What a department may want to do with a month of its own, as functions of its schema taking table and month. */
type Occasion = 'month_put_away' | 'month_put_back';

/** Lets the department that a month is of do what follows, in the transaction in hand: tallies, projections. */
export async function tellDepartment(
  client: Client,
  { schema, table }: Pick<MonthlyTable, 'schema' | 'table'>,
  occasion: Occasion,
  month: string,
): Promise<void> {
  const call = `${name(schema)}.${occasion}`;
  const { rows } = await client.query<{ there: boolean }>('select to_regprocedure($1) is not null as there', [
    `${call}(text, date)`,
  ]);
  if (rows[0]!.there) await client.query(`select ${call}($1, $2)`, [table, `${month}-01`]);
}
