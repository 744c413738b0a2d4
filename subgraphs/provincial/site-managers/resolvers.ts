import { type RawBuilder, sql } from 'kysely';
import type { RowOf } from '../../../ledger/fact.ts';
import { codeName, recordFields } from '../../fields.ts';
import type { Resolver, Resolvers } from '../../subgraph.ts';
import { Enterprise, MigrantWorker, Project } from '../facts.ts';
import { within } from '../projects/project-filter.ts';
import { SiteManager } from './facts.ts';

type Row = RowOf<typeof SiteManager>;

const BY_UNIT = [{ property: 'unitCode' }, { property: 'post' }, { property: 'enteredOn', descending: true }];

const ofProject: Record<string, Resolver> = {
  siteManagers: (row: RowOf<typeof Project>, { onSiteOn, ...page }, context) =>
    context.pageBelow(SiteManager, 'projectCode', row.projectCode, {
      ...page,
      question: JSON.stringify(['on site', onSiteOn]),
      where: onSiteOn ? [isOnSite(onSiteOn)] : [],
      orderBy: BY_UNIT,
    }),
};

export const siteManagerResolvers: Resolvers = {
  Query: {
    siteManager: (_root, { id }, context) => context.one(SiteManager, 'id', id),
    siteManagers: (_root, { filter, ...page }, context) =>
      context.store.reader(SiteManager).page(context.session, {
        ...page,
        where: conditions(filter ?? {}),
        orderBy: [{ property: 'projectCode' }, ...BY_UNIT],
      }),
  },
  HousingProject: ofProject,
  TransportProject: ofProject,
  WaterProject: ofProject,
  OtherProject: ofProject,
  Enterprise: {
    siteManagers: (row: RowOf<typeof Enterprise>, { onSiteOn, ...page }, context) =>
      context.pageBelow(SiteManager, 'unitCode', row.creditCode, {
        ...page,
        question: JSON.stringify(['on site', onSiteOn]),
        where: onSiteOn ? [isOnSite(onSiteOn)] : [],
        orderBy: [{ property: 'projectCode' }, ...BY_UNIT],
      }),
  },
  SiteManager: {
    __resolveReference: ({ id }, context) => context.one(SiteManager, 'id', id),
    project: (row: Row, _args, context) => context.one(Project, 'projectCode', row.projectCode),
    unit: (row: Row, _args, context) => context.one(Enterprise, 'creditCode', row.unitCode),
    worker: (row: Row, _args, context) => context.one(MigrantWorker, 'workerId', row.workerId),
    phone: (row: Row, _args, context) => context.open(SiteManager, row, 'phone'),
    post: (row: Row) => codeName('management-posts', row.post),
    ...recordFields(SiteManager),
  },
};

interface Filter {
  readonly projectCode?: string | null;
  readonly unitCode?: string | null;
  readonly division?: string | null;
  readonly roles?: readonly string[] | null;
  readonly post?: string | null;
  readonly onSiteOn?: string | null;
}

function conditions(filter: Filter): RawBuilder<unknown>[] {
  const where: RawBuilder<unknown>[] = [];
  if (filter.projectCode != null) where.push(sql`t.project_code = ${filter.projectCode}`);
  if (filter.unitCode != null) where.push(sql`t.unit_code = ${filter.unitCode}`);
  if (filter.division != null)
    where.push(sql`exists (select 1 from provincial.project_scope s
      where s.project_code = t.project_code and ${within('s.division_code', filter.division)})`);
  if (filter.roles != null) where.push(sql`t.role = any(${filter.roles as string[]})`);
  if (filter.post != null) where.push(sql`t.post = ${filter.post}`);
  if (filter.onSiteOn != null) where.push(isOnSite(filter.onSiteOn));
  return where;
}

const isOnSite = (day: string): RawBuilder<unknown> =>
  sql`t.entered_on <= ${day}::date and (t.exited_on is null or t.exited_on >= ${day}::date)`;
