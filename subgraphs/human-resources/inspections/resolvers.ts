import { type RawBuilder, sql } from 'kysely';
import { businessDateOf } from '../../../kernel/calendar.ts';
import type { RowOf } from '../../../ledger/fact.ts';
import type { SubgraphContext } from '../../context.ts';
import { recordFields } from '../../fields.ts';
import type { Resolvers } from '../../subgraph.ts';
import { submits } from '../../submission.ts';
import { InspectionCase, Interview, RectificationOrder } from '../facts.ts';
import { between, equal, isOneOf, ofDivision } from '../filters.ts';
import { pairKey, pairsOf } from '../pairs.ts';
import { asReferred, enterpriseOf, projectOf } from '../references.ts';
import { inspectionCases } from './case-dataset.ts';
import { interviews } from './interview-dataset.ts';
import { aboutWarning, warningsOf } from './linked-warnings.ts';
import { rectificationOrders } from './order-dataset.ts';

type Case = RowOf<typeof InspectionCase>;
type Held = RowOf<typeof Interview>;
type Order = RowOf<typeof RectificationOrder>;

const LATEST_CASE = [{ property: 'acceptedOn', descending: true }, { property: 'caseNo' }];
const LATEST_INTERVIEW = [{ property: 'heldOn', descending: true }, { property: 'interviewNo' }];
const LATEST_ORDER = [{ property: 'issuedOn', descending: true }, { property: 'orderNo' }];

/** An interview or order `t` of the case `k.key`; a natural key stays what it is in every version. */
const IN_CASE = sql`(t.project_code, t.case_no) = (
  select c.project_code, c.case_no from human_resources.inspection_case c where c.id = k.key)`;

export const inspectionResolvers: Resolvers = {
  Query: {
    inspectionCase: (_root, { id }, context) => context.one(InspectionCase, 'id', id),
    inspectionCases: (_root, { filter, ...page }, context) =>
      context.store.reader(InspectionCase).page(context.session, {
        ...page,
        where: caseConditions(filter ?? {}),
        orderBy: LATEST_CASE,
      }),
    interview: (_root, { id }, context) => context.one(Interview, 'id', id),
    interviews: (_root, { filter, ...page }, context) =>
      context.store.reader(Interview).page(context.session, {
        ...page,
        where: [...ofParties(filter ?? {}), ...between('held_on', filter?.heldFrom, filter?.heldTo)],
        orderBy: LATEST_INTERVIEW,
      }),
    rectificationOrder: (_root, { id }, context) => context.one(RectificationOrder, 'id', id),
    rectificationOrders: (_root, { filter, ...page }, context) =>
      context.store.reader(RectificationOrder).page(context.session, {
        ...page,
        where: orderConditions(filter ?? {}),
        orderBy: LATEST_ORDER,
      }),
  },
  Mutation: {
    submitInspectionCases: submits(inspectionCases),
    submitInterviews: submits(interviews),
    submitRectificationOrders: submits(rectificationOrders),
  },
  Project: {
    inspectionCases: ({ code }, page, context) =>
      context.pageBelow(InspectionCase, 'projectCode', code, {
        ...page,
        question: 'all',
        orderBy: LATEST_CASE,
      }),
    interviews: ({ code }, page, context) =>
      context.pageBelow(Interview, 'projectCode', code, {
        ...page,
        question: 'all',
        orderBy: LATEST_INTERVIEW,
      }),
    rectificationOrders: ({ code }, page, context) =>
      context.pageBelow(RectificationOrder, 'projectCode', code, {
        ...page,
        question: 'all',
        orderBy: LATEST_ORDER,
      }),
  },
  Enterprise: {
    inspectionCases: ({ creditCode }, page, context) =>
      context.pageBelow(InspectionCase, 'employerCode', creditCode, {
        ...page,
        question: 'all',
        orderBy: LATEST_CASE,
      }),
    interviews: ({ creditCode }, page, context) =>
      context.pageBelow(Interview, 'employerCode', creditCode, {
        ...page,
        question: 'all',
        orderBy: LATEST_INTERVIEW,
      }),
    rectificationOrders: ({ creditCode }, page, context) =>
      context.pageBelow(RectificationOrder, 'employerCode', creditCode, {
        ...page,
        question: 'all',
        orderBy: LATEST_ORDER,
      }),
  },
  EarlyWarning: {
    __resolveReference: asReferred,
    inspectionCases: aboutWarning(InspectionCase, 'case_no', LATEST_CASE),
    interviews: aboutWarning(Interview, 'interview_no', LATEST_INTERVIEW),
    rectificationOrders: aboutWarning(RectificationOrder, 'order_no', LATEST_ORDER),
  },
  InspectionCase: {
    __resolveReference: ({ id }, context) => context.one(InspectionCase, 'id', id),
    project: projectOf,
    employer: (row: Case) => enterpriseOf(row.employerCode),
    owed: (row: Case) => row.owedFen,
    recovered: (row: Case) => row.recoveredFen,
    warnings: warningsOf,
    interviews: (row: Case, page, context) =>
      context.pageBelow(Interview, 'id', row.id, {
        ...page,
        question: 'in a case',
        link: IN_CASE,
        orderBy: LATEST_INTERVIEW,
      }),
    rectificationOrders: (row: Case, page, context) =>
      context.pageBelow(RectificationOrder, 'id', row.id, {
        ...page,
        question: 'in a case',
        link: IN_CASE,
        orderBy: LATEST_ORDER,
      }),
    ...recordFields(InspectionCase),
  },
  Interview: {
    __resolveReference: ({ id }, context) => context.one(Interview, 'id', id),
    project: projectOf,
    employer: (row: Held) => enterpriseOf(row.employerCode),
    inspectionCase: (row: Held, _args, context) => caseOf(row, context),
    warnings: warningsOf,
    ...recordFields(Interview),
  },
  RectificationOrder: {
    __resolveReference: ({ id }, context) => context.one(RectificationOrder, 'id', id),
    project: projectOf,
    employer: (row: Order) => enterpriseOf(row.employerCode),
    amount: (row: Order) => row.amountFen,
    isOverdue: (row: Order, _args, context) =>
      row.isObeyed !== true && row.dueOn < businessDateOf(context.now),
    inspectionCase: (row: Order, _args, context) => caseOf(row, context),
    warnings: warningsOf,
    ...recordFields(RectificationOrder),
  },
};

/** The case of an interview or an order: its number is unique in its project. */
async function caseOf(
  { projectCode, caseNo }: { readonly projectCode: string; readonly caseNo: string | null | undefined },
  context: SubgraphContext,
): Promise<Case | null> {
  if (!caseNo) return null;
  return context
    .loader<string, Case | null>('inspection cases by number', async (keys) => {
      const rows = await context.store
        .reader(InspectionCase)
        .select(context.session, [sql`(t.project_code, t.case_no) in ${pairsOf(keys)}`]);
      const byKey = new Map(rows.map((row) => [pairKey(row.projectCode, row.caseNo), row]));
      return keys.map((key) => byKey.get(key) ?? null);
    })
    .load(pairKey(projectCode, caseNo));
}

interface Parties {
  readonly projectCode?: string | null;
  readonly employer?: string | null;
  readonly division?: string | null;
}

interface CaseFilter extends Parties {
  readonly kinds?: readonly string[] | null;
  readonly isClosed?: boolean | null;
  readonly acceptedFrom?: string | null;
  readonly acceptedTo?: string | null;
}

interface OrderFilter extends Parties {
  readonly kinds?: readonly string[] | null;
  readonly isObeyed?: boolean | null;
  readonly dueFrom?: string | null;
  readonly dueTo?: string | null;
}

const ofParties = ({ projectCode, employer, division }: Parties): RawBuilder<unknown>[] => [
  ...equal('project_code', projectCode),
  ...equal('employer_code', employer),
  ...ofDivision(division),
];

const caseConditions = (filter: CaseFilter): RawBuilder<unknown>[] => [
  ...ofParties(filter),
  ...isOneOf('kind', filter.kinds),
  ...between('accepted_on', filter.acceptedFrom, filter.acceptedTo),
  ...(filter.isClosed == null ? [] : [sql`(t.closed_on is not null) = ${filter.isClosed}`]),
];

const orderConditions = (filter: OrderFilter): RawBuilder<unknown>[] => [
  ...ofParties(filter),
  ...isOneOf('kind', filter.kinds),
  ...between('due_on', filter.dueFrom, filter.dueTo),
  ...(filter.isObeyed == null ? [] : [sql`t.is_obeyed = ${filter.isObeyed}`]),
];
