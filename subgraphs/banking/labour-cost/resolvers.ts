import { sql } from 'kysely';
import type { YearMonth } from '../../../kernel/calendar.ts';
import type { RowOf } from '../../../ledger/fact.ts';
import type { SubgraphContext } from '../../context.ts';
import { recordFields } from '../../fields.ts';
import type { Resolvers } from '../../subgraph.ts';
import { accountOf } from '../accounts/account-of.ts';
import { askedMonth } from '../asked-month.ts';
import { LabourCostTransfer } from '../facts.ts';
import { projectOf } from '../references.ts';
import { monthLabourCost } from '../rules/month-labour-cost.ts';

type Transfer = RowOf<typeof LabourCostTransfer>;

const LATEST = [{ property: 'transferredOn', descending: true }, { property: 'flowSerial' }];

export const labourCostResolvers: Resolvers = {
  Project: {
    labourCost: async ({ code }, args, context) => {
      const month = askedMonth(args.month, context);
      return monthLabourCost(month, await transfersFor(month, code, context));
    },
    labourCostTransfers: ({ code }, { month }, context) =>
      month
        ? transfersFor(month, code, context)
        : context.many(LabourCostTransfer, 'projectCode', code, LATEST),
  },
  LabourCostTransfer: {
    __resolveReference: ({ id }, context) => context.one(LabourCostTransfer, 'id', id),
    project: projectOf,
    account: (row: Transfer, _args, context) => accountOf(row, context),
    amount: (row: Transfer) => row.amountFen,
    payer: (row: Transfer) => (row.payerCode ? { creditCode: row.payerCode } : null),
    provenance: recordFields(LabourCostTransfer).provenance,
  },
};

/** One project's transfers for one month, asked together with its siblings'. */
const transfersFor = (month: YearMonth, code: string, context: SubgraphContext): Promise<Transfer[]> =>
  context
    .loader<string, Transfer[]>(`labour cost for ${month}`, async (codes) => {
      const byCode = await context.store
        .reader(LabourCostTransfer)
        .byKeys(context.session, 'projectCode', codes, {
          where: [sql`t.for_month = ${month}`],
          orderBy: LATEST,
        });
      return codes.map((one) => byCode.get(one) ?? []);
    })
    .load(code);
