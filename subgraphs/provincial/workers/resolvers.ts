import { sql } from 'kysely';
import { BadInput } from '../../../kernel/refusals.ts';
import type { RowOf } from '../../../ledger/fact.ts';
import { kept } from '../../../ledger/query.ts';
import { reads, shows } from '../../asked-fields.ts';
import type { SubgraphContext } from '../../context.ts';
import { codeName, recordFields } from '../../fields.ts';
import type { Resolvers } from '../../subgraph.ts';
import { refuseArchived } from '../attendance/archived.ts';
import { readTheme, type Theme } from '../fields/theme.ts';
import { inSpan } from '../attendance/month-attendance.ts';
import { AttendanceRecord, Engagement, MigrantWorker, PayrollEntry, RealNameRegistration } from '../facts.ts';
import { ensureWorkers, type IdentityDocument, knownWorkers } from './identity-registry.ts';
import { workersInReach } from './workers-in-reach.ts';

type Worker = RowOf<typeof MigrantWorker>;

const IDENTITIES_PER_CALL = 5_000;

interface IdentityRow {
  readonly id: string;
  readonly worker_id: string;
  readonly document_type: string;
  readonly number_sealed: Buffer;
}

/** The identity document in force for a worker, opened only when asked for. */
const documentOf = (
  worker: Pick<Worker, 'workerId'>,
  context: SubgraphContext,
): Promise<IdentityRow | null> =>
  context
    .loader<string, IdentityRow | null>('identity documents', async (ids) => {
      const rows = await context.session.rows<IdentityRow>(
        kept(sql`
        select id, worker_id, document_type, number_sealed from provincial.worker_identity
         where worker_id = any(${ids as string[]}::uuid[]) and merged_into is null order by registered_at desc`),
      );
      return ids.map((id) => rows.find((row) => row.worker_id === id) ?? null);
    })
    .load(worker.workerId);

export const workerResolvers: Resolvers = {
  WorkerParticulars: {
    politicalStatus: (items: Theme) =>
      codeName('political-status', items.politicalStatus as string | undefined),
    maritalStatus: (items: Theme) => codeName('marital-status', items.maritalStatus as string | undefined),
  },
  Query: {
    migrantWorker: (_root, { id }, context) => context.showOne(MigrantWorker, 'workerId', id),
    migrantWorkers: (_root, { filter, ...page }, context) => workersInReach(filter ?? {}, page, context),
  },
  Mutation: {
    ensureWorkers: (
      _root,
      { identities, knownOnly }: { identities: readonly IdentityDocument[]; knownOnly: boolean },
      { session, store },
    ) => {
      if (identities.length > IDENTITIES_PER_CALL) throw tooMany(identities.length);
      const workersOf = knownOnly ? knownWorkers : ensureWorkers;
      return session.write((db) => workersOf(store, db, identities));
    },
  },
  MigrantWorker: {
    __resolveReference: ({ id }, context) => context.showOne(MigrantWorker, 'workerId', id),
    id: shows(MigrantWorker, 'workerId'),
    ethnicGroup: reads(MigrantWorker, ['ethnicGroup'], (row) => codeName('ethnic-groups', row.ethnicGroup)),
    education: reads(MigrantWorker, ['education'], (row) => codeName('education-levels', row.education)),
    documentType: reads(MigrantWorker, ['workerId'], async (row, _args, context) =>
      codeName('id-cert-types', (await documentOf(row, context))?.document_type),
    ),
    documentNumber: reads(MigrantWorker, ['workerId'], async (row, _args, context) => {
      const document = await documentOf(row, context);
      if (!document) return null;
      const place = { dataset: 'worker_identity', column: 'number_sealed', recordId: document.id };
      return context.store.sealer.open(document.number_sealed, place);
    }),
    phone: reads(MigrantWorker, ['id', 'phone'], (row, _args, context) =>
      context.open(MigrantWorker, row, 'phone'),
    ),
    homeAddress: reads(MigrantWorker, ['id', 'homeAddress'], (row, _args, context) =>
      context.open(MigrantWorker, row, 'homeAddress'),
    ),
    particulars: reads(MigrantWorker, ['id', 'particulars'], (row, _args, context) =>
      readTheme(context.open(MigrantWorker, row, 'particulars') as string | null),
    ),
    realNameRegistrations: reads(MigrantWorker, ['workerId'], (row, _args, context) =>
      context.showMany(RealNameRegistration, 'workerId', row.workerId, [
        { property: 'projectCode' },
        { property: 'crewNo' },
      ]),
    ),
    engagements: reads(MigrantWorker, ['workerId'], (row, _args, context) =>
      context.showMany(Engagement, 'workerId', row.workerId, [{ property: 'enteredOn', descending: true }]),
    ),
    attendanceRecords: reads(MigrantWorker, ['workerId'], async (row, args, context) => {
      const { month, question, where } = inSpan(args, context);
      await refuseArchived(context, month);
      return context.showPageBelow(AttendanceRecord, 'workerId', row.workerId, {
        ...args,
        question,
        where,
        orderBy: [{ property: 'occurredAt', descending: true }],
      });
    }),
    payrollEntries: reads(MigrantWorker, ['workerId'], (row, _args, context) =>
      context.showMany(PayrollEntry, 'workerId', row.workerId, [
        { property: 'payMonth', descending: true },
        { property: 'projectCode' },
        { property: 'sheetNo' },
        { property: 'lineNo' },
      ]),
    ),
    ...recordFields(MigrantWorker),
  },
};

const tooMany = (count: number) =>
  new BadInput('TOO_MANY_RECORDS', 'too many identities in one call', {
    path: ['identities'],
    expected: `at most ${IDENTITIES_PER_CALL}`,
    came: String(count),
    remedy: 'send them in several calls; the call may be repeated without harm',
  });
