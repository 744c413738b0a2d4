import { type RawBuilder, sql } from 'kysely';
import {
  type BusinessDate,
  businessDateOf,
  isCountedProvisionally,
  listedHolidays,
} from '../../../kernel/calendar.ts';
import type { RowOf } from '../../../ledger/fact.ts';
import { reads, shows } from '../../asked-fields.ts';
import type { SubgraphContext } from '../../context.ts';
import { recordFields } from '../../fields.ts';
import { openWithin, projectsWithin } from '../../project-scope.ts';
import type { Resolver, Resolvers } from '../../subgraph.ts';
import { Enterprise, MigrantWorker, Project } from '../facts.ts';
import { Organisation } from '../organisations/facts.ts';
import { ArrearsComplaint } from './facts.ts';


const LATEST = [{ property: 'receivedOn', descending: true }, { property: 'complaintNo' }];

const ofProject: Record<string, Resolver> = {
  arrearsComplaints: (row: RowOf<typeof Project>, page, context) =>
    context.showPageBelow(ArrearsComplaint, 'projectCode', row.projectCode, {
      ...page,
      question: 'all',
      orderBy: LATEST,
    }),
};

export const complaintResolvers: Resolvers = {
  Query: {
    arrearsComplaint: (_root, { id }, context) => context.showOne(ArrearsComplaint, 'id', id),
    arrearsComplaints: async (_root, { filter, ...page }, context) =>
      context.showPage(ArrearsComplaint, {
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
      context.showPageBelow(ArrearsComplaint, 'enterpriseCode', row.creditCode, {
        ...page,
        question: 'all',
        orderBy: LATEST,
      }),
  },
  MigrantWorker: {
    arrearsComplaints: (row: RowOf<typeof MigrantWorker>, _args, context) =>
      context.showMany(ArrearsComplaint, 'workerId', row.workerId, LATEST),
  },
  ArrearsComplaint: {
    __resolveReference: ({ id }, context) => context.showOne(ArrearsComplaint, 'id', id),
    receivingOrganisation: reads(ArrearsComplaint, ['receivingBody'], (row, _args, context) =>
      context.showOne(Organisation, 'code', row.receivingBody),
    ),
    project: reads(ArrearsComplaint, ['projectCode'], (row, _args, context) =>
      context.showOne(Project, 'projectCode', row.projectCode),
    ),
    enterprise: reads(ArrearsComplaint, ['enterpriseCode'], (row, _args, context) =>
      row.enterpriseCode ? context.showOne(Enterprise, 'creditCode', row.enterpriseCode) : null,
    ),
    complainant: reads(ArrearsComplaint, ['workerId'], (row, _args, context) =>
      row.workerId ? context.showOne(MigrantWorker, 'workerId', row.workerId) : null,
    ),
    complainantId: shows(ArrearsComplaint, 'workerId'),
    isLodgedByWorker: reads(ArrearsComplaint, ['lodging'], (row) => row.lodging != null),
    isTakenUp: reads(ArrearsComplaint, ['lodging'], (row) => row.lodging !== 'LODGED'),
    amount: shows(ArrearsComplaint, 'amountFen'),
    isAnswerDueOnProvisional: reads(
      ArrearsComplaint,
      ['receivedOn', 'answerDueOn'],
      ({ receivedOn, answerDueOn }) =>
        isCountedProvisionally(receivedOn as BusinessDate, answerDueOn as BusinessDate, listedHolidays),
    ),
    isOverdue: reads(
      ArrearsComplaint,
      ['closedOn', 'answerDueOn'],
      (row, _args, context) => row.closedOn == null && row.answerDueOn < businessDateOf(context.now),
    ),
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
