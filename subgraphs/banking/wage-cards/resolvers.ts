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
    wageCards: async (_root, { filter, ...page }, context) =>
      context.showPage(WageCard, {
        ...page,
        where: [...(await cardsInReach(context)), ...conditions(filter ?? {})],
        orderBy: [{ property: 'workerId' }],
      }),
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

/**
 * What row scope leaves anyway (decision 0058), as a condition of an index: millions of cards would be looked through for one's own, or for
 * those of a county's workers.
 */
async function cardsInReach(context: SubgraphContext): Promise<RawBuilder<unknown>[]> {
  const { kind, worker, bank } = context.caller;
  if (kind === 'HUB') return [];
  if (kind === 'WORKER_APP') return [worker ? sql`t.worker_id = ${worker}::uuid` : sql`false`];
  if (kind === 'BANK') return [bank ? sql`t.bank_code = ${bank}` : sql`false`];
  if (kind === 'ENTERPRISE' || kind === 'VENDOR') return [sql`false`];
  if (await seesEveryProject(context)) return [];
  const codes = await projectsInReach(context);
  if (!codes) return [];
  return [
    anew(sql`t.worker_id in (
      select w.worker_id from banking.worker_project w where w.project_code = any(${codes}::text[]) and not w.withdrawn)`),
  ];
}
