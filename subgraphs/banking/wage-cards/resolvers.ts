import { type RawBuilder, sql } from 'kysely';
import { fits } from '../../../ledger/fits.ts';
import { anew } from '../../../ledger/query.ts';
import { reads } from '../../asked-fields.ts';
import type { SubgraphContext } from '../../context.ts';
import { codeName, recordFields } from '../../fields.ts';
import { projectsInReach, seesEveryProject } from '../../project-scope.ts';
import type { Resolvers } from '../../subgraph.ts';
import { submits } from '../../submission.ts';
import { among, between } from '../asked-rows.ts';
import { WageCard } from '../facts.ts';
import { asReferred, workerOf } from '../references.ts';
import { wageCards } from './dataset.ts';

interface Filter {
  readonly workerId?: string | null;
  readonly bankCode?: string | null;
  readonly statuses?: readonly string[] | null;
  readonly issuedFrom?: string | null;
  readonly issuedTo?: string | null;
}

export const wageCardResolvers: Resolvers = {
  Query: {
    wageCard: (_root, { id }, context) => context.showOne(WageCard, 'id', id),
    wageCards: async (_root, { filter, ...page }, context) => {
      const asked = conditions(filter ?? {});
      const reach = await reachOf(context);
      return context.showPage(WageCard, {
        ...page,
        where: [...inReach(reach), ...asked],
        orderBy: [{ property: 'workerId' }],
        counted: reach.codes && asked.length === 0 && !context.session.asOf ? byWorkers(reach.codes) : null,
      });
    },
  },
  Mutation: { submitWageCards: submits(wageCards) },
  MigrantWorker: {
    __resolveReference: asReferred,
    wageCard: ({ id }, _args, context) => context.showOne(WageCard, 'workerId', id),
  },
  WageCard: {
    __resolveReference: ({ id }, context) => context.showOne(WageCard, 'id', id),
    worker: workerOf,
    bank: reads(WageCard, ['bankCode'], (row) => codeName('bank-codes', row.bankCode)),
    cardNumber: reads(WageCard, ['id', 'cardNumber'], (row, _args, context) =>
      context.open(WageCard, row, 'cardNumber'),
    ),
    ...recordFields(WageCard),
  },
};

const conditions = ({
  workerId,
  bankCode,
  statuses,
  issuedFrom,
  issuedTo,
}: Filter): RawBuilder<unknown>[] => [
  ...(workerId == null ? [] : [fits(workerId, 'uuid') ? sql`t.worker_id = ${workerId}::uuid` : sql`false`]),
  ...among('bank_code', bankCode == null ? null : [bankCode]),
  ...among('status', statuses),
  ...between('issued_on', issuedFrom, issuedTo),
];

/** What row scope leaves anyway (decision 0058): rows by a column of the card, or those of workers of these projects. */
interface Reach {
  readonly rows?: RawBuilder<unknown>;
  readonly codes?: readonly string[] | null;
}

async function reachOf(context: SubgraphContext): Promise<Reach> {
  const { kind, worker, bank } = context.caller;
  if (kind === 'HUB') return {};
  if (kind === 'WORKER_APP') return { rows: worker ? sql`t.worker_id = ${worker}::uuid` : sql`false` };
  if (kind === 'BANK') return { rows: bank ? sql`t.bank_code = ${bank}` : sql`false` };
  if (kind === 'ENTERPRISE' || kind === 'VENDOR') return { rows: sql`false` };
  return (await seesEveryProject(context)) ? {} : { codes: await projectsInReach(context) };
}

/** As a condition of an index: millions of cards would be looked through for one's own, or for those of a county's workers. */
const inReach = ({ rows, codes }: Reach): RawBuilder<unknown>[] => [
  ...(rows ? [rows] : []),
  ...(codes ? [anew(sql`t.worker_id in (${workersOf(codes)})`)] : []),
];

/**
 * The cards of these projects' workers, for their number: each worker's card is looked up under row scope, one after the other and no
 * more of them than are counted. Left to the planner, row scope is asked of cards first, most of them in vain.
 */
const byWorkers = (codes: readonly string[]): RawBuilder<unknown> =>
  anew(sql`
    select 1 from (select distinct k.worker_id from (${workersOf(codes)}) k) k cross join lateral (
      select from banking.wage_card t where t.worker_id = k.worker_id and not t.withdrawn offset 0) card`);

const workersOf = (codes: readonly string[]): RawBuilder<unknown> => sql`
  select w.worker_id from banking.worker_project w where w.project_code = any(${codes}::text[]) and not w.withdrawn`;
