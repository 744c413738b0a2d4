import { type RawBuilder, sql } from 'kysely';
import {
  type BusinessDate,
  businessDateOf,
  isCountedProvisionally,
  listedHolidays,
} from '../../../kernel/calendar.ts';
import type { RowOf } from '../../../ledger/fact.ts';
import type { SubgraphContext } from '../../context.ts';
import { recordFields } from '../../fields.ts';
import { openWithin, projectsWithin } from '../../project-scope.ts';
import type { Resolver, Resolvers } from '../../subgraph.ts';
import { Enterprise, MigrantWorker, Project } from '../facts.ts';
import { Organisation } from '../organisations/facts.ts';
import { ArrearsComplaint } from './facts.ts';

type Row = RowOf<typeof ArrearsComplaint>;

const LATEST = [{ property: 'receivedOn', descending: true }, { property: 'complaintNo' }];

const ofProject: Record<string, Resolver> = {
  arrearsComplaints: (row: RowOf<typeof Project>, page, context) =>
    context.pageBelow(ArrearsComplaint, 'projectCode', row.projectCode, {
      ...page,
      question: 'all',
      orderBy: LATEST,
    }),
};

export const complaintResolvers: Resolvers = {
  Query: {
    arrearsComplaint: (_root, { id }, context) => context.one(ArrearsComplaint, 'id', id),
    arrearsComplaints: async (_root, { filter, ...page }, context) =>
      context.store.reader(ArrearsComplaint).page(context.session, {
        ...page,
        where: await conditions(filter ?? {}, context),
        orderBy: LATEST,
      }),
  },
  HousingProject: ofProject,
  TransportProject: ofProject,
  WaterProject: ofProject,
  OtherProject: ofProject,
  Enterprise: {
    arrearsComplaints: (row: RowOf<typeof Enterprise>, page, context) =>
      context.pageBelow(ArrearsComplaint, 'enterpriseCode', row.creditCode, {
        ...page,
        question: 'all',
        orderBy: LATEST,
      }),
  },
  MigrantWorker: {
    arrearsComplaints: (row: RowOf<typeof MigrantWorker>, _args, context) =>
      context.many(ArrearsComplaint, 'workerId', row.workerId, LATEST),
  },
  ArrearsComplaint: {
    __resolveReference: ({ id }, context) => context.one(ArrearsComplaint, 'id', id),
    receivingOrganisation: (row: Row, _args, context) => context.one(Organisation, 'code', row.receivingBody),
    project: (row: Row, _args, context) => context.one(Project, 'projectCode', row.projectCode),
    enterprise: (row: Row, _args, context) =>
      row.enterpriseCode ? context.one(Enterprise, 'creditCode', row.enterpriseCode) : null,
    complainant: (row: Row, _args, context) =>
      row.workerId ? context.one(MigrantWorker, 'workerId', row.workerId) : null,
    complainantId: (row: Row) => row.workerId,
    isLodgedByWorker: (row: Row) => row.lodging != null,
    isTakenUp: (row: Row) => row.lodging !== 'LODGED',
    amount: (row: Row) => row.amountFen,
    isAnswerDueOnProvisional: ({ receivedOn, answerDueOn }: Row) =>
      isCountedProvisionally(receivedOn as BusinessDate, answerDueOn as BusinessDate, listedHolidays),
    isOverdue: (row: Row, _args, context) =>
      row.closedOn == null && row.answerDueOn < businessDateOf(context.now),
    ...recordFields(ArrearsComplaint),
  },
};

interface Filter {
  readonly projectCode?: string | null;
  readonly enterpriseCode?: string | null;
  readonly division?: string | null;
  readonly receivingBody?: string | null;
  readonly isOpen?: boolean | null;
  readonly isOverdue?: boolean | null;
  readonly from?: string | null;
  readonly to?: string | null;
}

async function conditions(filter: Filter, context: SubgraphContext): Promise<RawBuilder<unknown>[]> {
  const today = businessDateOf(context.now);
  const where: RawBuilder<unknown>[] = [];
  if (filter.projectCode != null) where.push(sql`t.project_code = ${filter.projectCode}`);
  if (filter.enterpriseCode != null) where.push(sql`t.enterprise_code = ${filter.enterpriseCode}`);
  if (filter.division != null)
    where.push(
      filter.isOpen
        ? await openWithin(context, filter.division)
        : projectsWithin('provincial', filter.division),
    );
  if (filter.receivingBody != null) where.push(sql`t.receiving_body = ${filter.receivingBody}`);
  if (filter.isOpen != null)
    where.push(filter.isOpen ? sql`t.closed_on is null` : sql`t.closed_on is not null`);
  if (filter.isOverdue != null)
    where.push(
      sql`(t.closed_on is null and t.answer_due_on < ${today}::date) = ${filter.isOverdue}::boolean`,
    );
  if (filter.from != null) where.push(sql`t.received_on >= ${filter.from}::date`);
  if (filter.to != null) where.push(sql`t.received_on <= ${filter.to}::date`);
  return where;
}
