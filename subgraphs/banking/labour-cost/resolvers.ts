import { type RawBuilder, sql } from 'kysely';
import type { YearMonth } from '../../../kernel/calendar.ts';
import { EVERYWHERE } from '../../../kernel/identifiers/division-code.ts';
import type { RowOf } from '../../../ledger/fact.ts';
import type { SubgraphContext } from '../../context.ts';
import { recordFields } from '../../fields.ts';
import { divisionFigureFreshness, projectFigureFreshness } from '../../figure-freshness.ts';
import { numberOfProject } from '../../province-parameters.ts';
import type { Resolvers } from '../../subgraph.ts';
import { submits } from '../../submission.ts';
import { ofWholeProjects } from '../../whole-projects.ts';
import { accountOf } from '../accounts/account-of.ts';
import { askedMonth } from '../asked-month.ts';
import { among, between, type OfProjects, ofProjects } from '../asked-rows.ts';
import { LabourCostTransfer } from '../facts.ts';
import { related } from '../flows/resolvers.ts';
import { projectOf } from '../references.ts';
import { labourCostTransfers } from './dataset.ts';
import { labourCostPeriod } from './period.ts';
import { type DivisionLabourCost, labourCostByDivision } from './ranking.ts';
import { ofDivisionMonth, ofProjectMonth, oneTransfer } from './asked-transfers.ts';
import { bookingOfTransfer } from './booking-of-transfer.ts';
import { inDoubtOf } from './in-doubt.ts';
import { undoneOfTransfers } from './undone.ts';
import { isLate, monthLabourCost } from '../rules/month-labour-cost.ts';
import { transferDifferences } from '../rules/transfer-differences.ts';

type Transfer = RowOf<typeof LabourCostTransfer>;

const LATEST = [{ property: 'transferredOn', descending: true }, { property: 'flowSerial' }];

interface Filter extends OfProjects {
  readonly forMonth?: string | null;
  readonly from?: string | null;
  readonly to?: string | null;
  readonly payerCode?: string | null;
}

export const labourCostResolvers: Resolvers = {
  Query: {
    labourCostTransfer: (_root, { id }, context) => context.one(LabourCostTransfer, 'id', id),
    labourCostTransfers: (_root, { filter, ...page }, context) =>
      context.store.reader(LabourCostTransfer).page(context.session, {
        ...page,
        where: conditions(filter ?? {}),
        orderBy: LATEST,
      }),
    labourCostByDivision: ofWholeProjects((_root, { division, month }, context) =>
      labourCostByDivision(division ?? EVERYWHERE, askedMonth(month, context), context),
    ),
  },
  Mutation: { submitLabourCostTransfers: submits(labourCostTransfers) },
  Enterprise: {
    labourCostTransfers: ({ creditCode }, page, context) =>
      context.pageBelow(LabourCostTransfer, 'payerCode', creditCode, {
        ...page,
        question: 'paid',
        orderBy: LATEST,
      }),
  },
  Project: {
    labourCost: ofWholeProjects(async ({ code }, args, context) => {
      const month = askedMonth(args.month, context);
      const [arrivals, day] = await Promise.all([
        transfersFor(month, code, context),
        dueDay(code, month, context),
      ]);
      return { projectCode: code, ...monthLabourCost(month, arrivals, day) };
    }),
    labourCostPeriod: ofWholeProjects(({ code }, _args, context) => labourCostPeriod(code, context)),
    labourCostTransfers: ({ code }, { month }, context) =>
      month
        ? transfersFor(month, code, context)
        : context.many(LabourCostTransfer, 'projectCode', code, LATEST),
  },
  LabourCostTransfer: {
    __resolveReference: ({ id }, context) => context.one(LabourCostTransfer, 'id', id),
    project: projectOf,
    account: (row: Transfer, _args, context) => accountOf(row, context),
    flow: async (row: Transfer, _args, context) => flowOf(row, context),
    amount: (row: Transfer) => row.amountFen,
    undone: (row: Transfer, _args, context) => undoneOfTransfers(oneTransfer(row), context),
    differences: async (row: Transfer, _args, context) => {
      const booking = await bookingOfTransfer(row, context);
      return booking && transferDifferences(row, booking);
    },
    payer: (row: Transfer) => (row.payerCode ? { creditCode: row.payerCode } : null),
    isLate: async (row: Transfer, _args, context) =>
      isLate(row, await dueDay(row.projectCode, row.forMonth, context)),
    ...recordFields(LabourCostTransfer),
  },
  DivisionLabourCost: {
    undone: (row: DivisionLabourCost, _args, context) => undoneOfTransfers(ofDivisionMonth(row), context),
    inDoubt: (row: DivisionLabourCost, _args, context) => inDoubtOf(ofDivisionMonth(row), context),
    freshness: ({ division, month }: DivisionLabourCost, _args, context) =>
      divisionFigureFreshness(division, { datasets: ['LABOUR_COST_TRANSFER'], month }, context),
  },
  MonthLabourCost: {
    undone: ({ projectCode, month }: OfMonth, _args, context) =>
      undoneOfTransfers(ofProjectMonth(projectCode, month), context),
    inDoubt: ({ projectCode, month }: OfMonth, _args, context) =>
      inDoubtOf(ofProjectMonth(projectCode, month), context),
    freshness: ({ projectCode, month }: OfMonth, _args, context) =>
      projectFigureFreshness(projectCode, { datasets: ['LABOUR_COST_TRANSFER'], month }, context),
  },
};

/** The booking of a transfer (到账流水); null while it is not on record. */
const flowOf = async (row: Transfer, context: SubgraphContext) =>
  (await related('serial_no', row, row.flowNo, context))[0] ?? null;

interface OfMonth {
  readonly projectCode: string;
  readonly month: YearMonth;
}

/** The day of the month that the project's province sets, by what held on the month's first day. */
const dueDay = (projectCode: string, month: string, context: SubgraphContext): Promise<number | null> =>
  numberOfProject(projectCode, 'LABOUR_COST_DAY_OF_MONTH', `${month}-01`, context);

const conditions = ({ forMonth, from, to, payerCode, ...projects }: Filter): RawBuilder<unknown>[] => [
  ...ofProjects(projects),
  ...among('for_month', forMonth ? [forMonth] : null),
  ...among('payer_code', payerCode ? [payerCode] : null),
  ...between('transferred_on', from, to),
];

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
