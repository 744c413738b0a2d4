import { type RawBuilder, sql } from 'kysely';
import { parseYuan } from '../../../kernel/yuan.ts';
import type { RowOf } from '../../../ledger/fact.ts';
import { reads, shows } from '../../asked-fields.ts';
import { codeName, recordFields } from '../../fields.ts';
import { inReach } from '../../project-scope.ts';
import type { Resolvers } from '../../subgraph.ts';
import type { SubgraphContext } from '../../context.ts';
import { readTheme, type Theme } from '../fields/theme.ts';
import { among, equal, type OfProjects, ofProjects } from '../asked-rows.ts';
import { Enterprise, MigrantWorker, PayrollEntry, PayrollSheet, Project } from '../facts.ts';
import { PayrollConfirmation } from './facts.ts';

type Entry = RowOf<typeof PayrollEntry>;
type Confirmation = RowOf<typeof PayrollConfirmation>;

export const payrollResolvers: Resolvers = {
  Query: {
    payrollSheet: (_root, { id }, context) => context.showOne(PayrollSheet, 'id', id),
    payrollSheets: async (_root, { filter, ...page }, context) =>
      context.showPage(PayrollSheet, {
        ...page,
        where: [
          ...(await ofProjects(filter ?? {}, context, { few: filter?.unitCode != null })),
          ...sheetConditions(filter ?? {}),
        ],
        orderBy: [
          { property: 'payMonth', descending: true },
          { property: 'projectCode' },
          { property: 'sheetNo' },
        ],
      }),
    payrollEntry: (_root, { id }, context) => context.showOne(PayrollEntry, 'id', id),
    payrollConfirmation: (_root, { id }, context) => context.showOne(PayrollConfirmation, 'id', id),
    payrollConfirmations: async (_root, { filter, ...page }, context) =>
      context.showPage(PayrollConfirmation, {
        ...page,
        where: [...(await inReach(context, { worker: true })), ...confirmationConditions(filter)],
        orderBy: [{ property: 'occurredAt', descending: true }],
      }),
  },
  PayrollSheet: {
    __resolveReference: ({ id }, context) => context.showOne(PayrollSheet, 'id', id),
    project: reads(PayrollSheet, ['projectCode'], (row, _args, context) =>
      context.showOne(Project, 'projectCode', row.projectCode),
    ),
    unit: reads(PayrollSheet, ['unitCode'], (row, _args, context) =>
      context.showOne(Enterprise, 'creditCode', row.unitCode),
    ),
    status: reads(PayrollSheet, ['status'], (row) => codeName('payroll-status', row.status)),
    totalPayable: shows(PayrollSheet, 'totalPayableFen'),
    totalActual: shows(PayrollSheet, 'totalActualFen'),
    // A sheet number is unique in its project only, so the page is asked by project and narrowed to the sheet.
    entries: reads(PayrollSheet, ['projectCode', 'sheetNo'], (row, args, context) =>
      context.showPageBelow(PayrollEntry, 'projectCode', row.projectCode, {
        ...args,
        question: row.sheetNo,
        where: [sql`t.sheet_no = ${row.sheetNo}`],
        orderBy: [{ property: 'lineNo' }],
      }),
    ),
    ...recordFields(PayrollSheet),
  },
  SheetPapers: {
    attachments: ({ attachments }: Theme) => attachments ?? [],
  },
  PayrollEntry: {
    __resolveReference: ({ id }, context) => context.showOne(PayrollEntry, 'id', id),
    project: reads(PayrollEntry, ['projectCode'], (row, _args, context) =>
      context.showOne(Project, 'projectCode', row.projectCode),
    ),
    worker: reads(PayrollEntry, ['workerId'], (row, _args, context) =>
      context.showOne(MigrantWorker, 'workerId', row.workerId),
    ),
    payable: shows(PayrollEntry, 'payableFen'),
    actual: shows(PayrollEntry, 'actualFen'),
    particulars: reads(PayrollEntry, ['id', 'particulars'], (row, _args, context) =>
      readTheme(context.open(PayrollEntry, row, 'particulars') as string | null),
    ),
    // A sheet that is stated anew may name somebody else on the line: what another confirmed of it is not this worker's word.
    confirmation: async (row: Entry, _args, context) => {
      const said = await confirmationOf(row, context);
      return said?.workerId === row.workerId ? said : null;
    },
    ...recordFields(PayrollEntry),
  },
  PayrollEntryParticulars: {
    workHours: ({ workHours }: Theme) => (workHours === undefined ? null : Number(workHours)),
    itemsDue: ({ itemsDue }: Theme) => amountsOf(itemsDue),
    deductions: ({ deductions }: Theme) => amountsOf(deductions),
    agreedWage: ({ agreedWage }: Theme) =>
      agreedWage === undefined ? null : parseYuan(agreedWage as string),
    cardBank: ({ cardBankCode }: Theme) => codeName('bank-codes', cardBankCode as string | undefined),
    payingBank: ({ payingBankCode }: Theme) => codeName('bank-codes', payingBankCode as string | undefined),
  },
  MigrantWorker: {
    payrollConfirmations: (row: RowOf<typeof MigrantWorker>, page, context) =>
      context.showPageBelow(PayrollConfirmation, 'workerId', row.workerId, {
        ...page,
        question: 'all',
        orderBy: [{ property: 'occurredAt', descending: true }],
      }),
  },
  PayrollConfirmation: {
    __resolveReference: ({ id }, context) => context.showOne(PayrollConfirmation, 'id', id),
    worker: (row: Confirmation, _args, context) => context.showOne(MigrantWorker, 'workerId', row.workerId),
    confirmedAt: (row: Confirmation) => row.occurredAt,
    confirmed: (row: Confirmation) => row.confirmedFen,
    ...recordFields(PayrollConfirmation),
  },
};

/** Items as they were stored, their amounts as money again. */
const amountsOf = (items: unknown) =>
  ((items ?? []) as readonly { name: string; amount: string }[]).map(({ name, amount }) => ({
    name,
    amount: parseYuan(amount),
  }));

/** The confirmation of a line, looked up for all lines of the answer by their projects and sheets at once. */
function confirmationOf(row: Entry, context: SubgraphContext): Promise<Confirmation | null> {
  return context
    .loader<string, Confirmation | null>('confirmations of lines', async (keys) => {
      const rows = await context.store
        .reader(PayrollConfirmation)
        .select(context.session, [
          sql`(t.project_code, t.sheet_no, t.line_no) in (select * from ${keyParts(keys)})`,
        ]);
      const byLine = new Map(rows.map((one) => [lineKey(one), one]));
      return keys.map((key) => byLine.get(key) ?? null);
    })
    .load(lineKey(row));
}

// None of the three has a blank in it: their fields take none.
const lineKey = (row: Pick<Entry, 'projectCode' | 'sheetNo' | 'lineNo'>): string =>
  [row.projectCode, row.sheetNo, row.lineNo].join(' ');

function keyParts(keys: readonly string[]) {
  const parts = keys.map((key) => key.split(' '));
  const [codes, sheets, lines] = [0, 1, 2].map((at) => parts.map((one) => one[at]!));
  return sql`unnest(${codes}::text[], ${sheets}::text[], ${lines}::integer[])`;
}

interface SheetFilter extends OfProjects {
  readonly month?: string | null;
  readonly unitCode?: string | null;
  readonly crewNo?: string | null;
  readonly statuses?: readonly string[] | null;
}

const sheetConditions = ({ month, unitCode, crewNo, statuses }: SheetFilter): RawBuilder<unknown>[] => [
  ...equal('pay_month', month),
  ...equal('unit_code', unitCode),
  ...equal('crew_no', crewNo),
  ...among('status', statuses),
];

interface ConfirmationFilter {
  readonly projectCode?: string | null;
  readonly sheetNo?: string | null;
  readonly channels?: readonly string[] | null;
}

const confirmationConditions = (filter: ConfirmationFilter | null | undefined) => [
  ...(filter?.projectCode != null ? [sql`t.project_code = ${filter.projectCode}`] : []),
  ...(filter?.sheetNo != null ? [sql`t.sheet_no = ${filter.sheetNo}`] : []),
  ...(filter?.channels != null ? [sql`t.channel = any(${filter.channels as string[]})`] : []),
];
