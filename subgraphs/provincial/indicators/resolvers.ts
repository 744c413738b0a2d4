import { sql } from 'kysely';
import { divisionSpan } from '../../../kernel/identifiers/division-code.ts';
import { ratioOf } from '../../../kernel/yuan.ts';
import { versionsAt } from '../../../ledger/table.ts';
import { divisionFigureFreshness } from '../../figure-freshness.ts';
import type { Resolvers } from '../../subgraph.ts';
import { IndicatorBase, Project } from '../facts.ts';
import { refuseOutside } from './jurisdiction.ts';
import { statusCode } from '../projects/construction-status.ts';

interface Rate {
  readonly division_code: string;
  readonly division_name: string;
  readonly base: number;
  readonly stated_on: string;
  readonly included: bigint;
}

const PLACES = 4;

export const indicatorResolvers: Resolvers = {
  Query: {
    // The published base counts housing and municipal projects under construction, so the numerator does too.
    inclusionRates: async (_root, { province }, { session, store, caller }) => {
      refuseOutside(caller, province, 'HOUSING');
      const { lo, hi } = divisionSpan(province);
      const rows = await session.rows<Rate>(sql`
        select b.division_code, b.division_name, b.base, b.stated_on,
               (select count(*) from ${versionsAt(store.table(Project), session.asOf)}
                 where t.sector = 'HOUSING' and t.construction_status = ${statusCode('UNDER_CONSTRUCTION')}
                   and t.division_code like left(b.division_code, 4) || '%' and not t.withdrawn) as included
          from (select distinct on (t.division_code) t.* from ${versionsAt(store.table(IndicatorBase), session.asOf)}
                 where t.division_code >= ${lo} and t.division_code < ${hi} and not t.withdrawn
                 order by t.division_code, t.stated_on desc) b
         order by b.division_code`);
      return rows.map((row) => ({
        divisionCode: row.division_code,
        divisionName: row.division_name,
        base: row.base,
        statedOn: row.stated_on,
        included: Number(row.included),
        outsideBase: Math.max(0, Number(row.included) - row.base),
        rate: row.base === 0 ? null : ratioOf(row.included, BigInt(row.base), PLACES),
      }));
    },
  },
  InclusionRate: {
    freshness: ({ divisionCode }: { readonly divisionCode: string }, _args, context) =>
      divisionFigureFreshness(divisionCode, { datasets: ['PROJECT'] }, context),
  },
};
