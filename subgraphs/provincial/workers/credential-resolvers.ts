import { type RawBuilder, sql } from 'kysely';
import { businessDateOf } from '../../../kernel/calendar.ts';
import type { RowOf } from '../../../ledger/fact.ts';
import { reads } from '../../asked-fields.ts';
import type { SubgraphContext } from '../../context.ts';
import { codeName, recordFields } from '../../fields.ts';
import { projectFigureFreshness } from '../../figure-freshness.ts';
import type { Resolvers } from '../../subgraph.ts';
import { engagedIn } from '../asked-rows.ts';
import { Engagement, MigrantWorker, Project } from '../facts.ts';
import { WorkerConductRecord, WorkerCredential } from './facts.ts';
import { lastExitOf, ROSTERS, type SiteMonth, type SiteRecord, siteRecords } from './site-record.ts';

type Credential = RowOf<typeof WorkerCredential>;
type Conduct = RowOf<typeof WorkerConductRecord>;

const LATEST = [{ property: 'decidedOn', descending: true }, { property: 'recordNo' }];

const holderOf = (row: { workerId: string }, _args: unknown, context: SubgraphContext) =>
  context.showOne(MigrantWorker, 'workerId', row.workerId);

/** What workers have proved, and what is on record for or against them (资格证书、个人记录). */
export const credentialResolvers: Resolvers = {
  Query: {
    workerCredential: (_root, { id }, context) => context.showOne(WorkerCredential, 'id', id),
    workerCredentials: (_root, { filter, ...page }, context) =>
      context.showPage(WorkerCredential, {
        ...page,
        where: credentialConditions(filter ?? {}, context),
        orderBy: [{ property: 'kind' }, { property: 'workerId' }],
      }),
    workerConductRecord: (_root, { id }, context) => context.showOne(WorkerConductRecord, 'id', id),
    workerConductRecords: (_root, { filter, ...page }, context) =>
      context.showPage(WorkerConductRecord, {
        ...page,
        where: recordConditions(filter ?? {}),
        orderBy: LATEST,
      }),
  },
  MigrantWorker: {
    siteRecords: reads(MigrantWorker, ['workerId'], (row, months, context) =>
      siteRecords(row.workerId, months, context),
    ),
    credentials: reads(MigrantWorker, ['workerId'], (row, _args, context) =>
      context.showMany(WorkerCredential, 'workerId', row.workerId, [
        { property: 'issuedOn', descending: true },
        { property: 'kind' },
      ]),
    ),
    conductRecords: reads(MigrantWorker, ['workerId'], async (row, { kind }, context) => {
      const all = await context.many(WorkerConductRecord, 'workerId', row.workerId, LATEST);
      return kind ? all.filter((one) => one.kind === kind) : all;
    }),
  },
  WorkerSiteRecord: {
    project: (record: SiteRecord, _args, context) =>
      context.showOne(Project, 'projectCode', record.projectCode),
    firstEnteredOn: ({ engagements }: SiteRecord) => engagements.at(-1)?.enteredOn ?? null,
    lastExitedOn: ({ engagements }: SiteRecord) => lastExitOf(engagements),
    freshness: ({ projectCode }: SiteRecord, _args, context) =>
      projectFigureFreshness(projectCode, { datasets: [ROSTERS, 'ATTENDANCE', 'PAYROLL_SHEET'] }, context),
  },
  WorkerSiteMonth: {
    freshness: ({ projectCode, month }: SiteMonth, _args, context) =>
      projectFigureFreshness(projectCode, { datasets: ['ATTENDANCE', 'PAYROLL_SHEET'], month }, context),
  },
  WorkerCredential: {
    __resolveReference: ({ id }, context) => context.showOne(WorkerCredential, 'id', id),
    worker: holderOf,
    kind: (row: Credential) => codeName('person-credential-types', row.kind),
    level: (row: Credential) => codeName('credential-levels', row.level),
    status: (row: Credential) => codeName('credential-status', row.status),
    credentialNumber: (row: Credential, _args, context) =>
      context.open(WorkerCredential, row, 'credentialNumber'),
    isValid: (row: Credential, _args, context) =>
      (row.status ?? VALID) === VALID && (row.validTo ?? '9999-12-31') >= businessDateOf(context.now),
    ...recordFields(WorkerCredential),
  },
  WorkerConductRecord: {
    __resolveReference: ({ id }, context) => context.showOne(WorkerConductRecord, 'id', id),
    worker: holderOf,
    level: (row: Conduct) => codeName('bad-record-levels', row.level),
    project: (row: Conduct, _args, context) =>
      row.projectCode ? context.showOne(Project, 'projectCode', row.projectCode) : null,
    ...recordFields(WorkerConductRecord),
  },
};

/** Dictionary credential-status: valid (有效). */
const VALID = '1';

interface CredentialFilter {
  readonly kind?: string | null;
  readonly projectCode?: string | null;
  readonly endsBy?: string | null;
}

function credentialConditions(
  { kind, projectCode, endsBy }: CredentialFilter,
  context: SubgraphContext,
): RawBuilder<unknown>[] {
  const where = engagedIn(projectCode, Engagement, context);
  if (kind != null) where.push(sql`t.kind = ${kind}`);
  if (endsBy != null) where.push(sql`t.valid_to <= ${endsBy}::date`);
  return where;
}

interface RecordFilter {
  readonly kind?: string | null;
  readonly projectCode?: string | null;
  readonly from?: string | null;
  readonly to?: string | null;
}

function recordConditions({ kind, projectCode, from, to }: RecordFilter): RawBuilder<unknown>[] {
  const where: RawBuilder<unknown>[] = [];
  if (kind != null) where.push(sql`t.kind = ${kind}`);
  if (projectCode != null) where.push(sql`t.project_code = ${projectCode}`);
  if (from != null) where.push(sql`t.decided_on >= ${from}::date`);
  if (to != null) where.push(sql`t.decided_on <= ${to}::date`);
  return where;
}
