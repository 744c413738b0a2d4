import type { RowOf } from '../../../ledger/fact.ts';
import { conflictsOf, hasConflicts } from '../../conflicts.ts';
import type { SubgraphContext } from '../../context.ts';
import { codeName, recordFields } from '../../fields.ts';
import type { Resolvers } from '../../subgraph.ts';
import { rowsOf } from '../asked-rows.ts';
import { MigrantWorker } from '../facts.ts';
import { readTheme } from '../fields/theme.ts';
import { MigrantWorkerClaim } from './facts.ts';

type Worker = RowOf<typeof MigrantWorker>;
type Claim = RowOf<typeof MigrantWorkerClaim>;

/**
 * What is compared, by the name under which the graph shows it. Phone, address and particulars are sealed, and others of them contradict
 * nothing: they are shown with the claim and make none.
 */
const CLAIMED_FIELDS = {
  name: 'name',
  gender: 'gender',
  bornOn: 'bornOn',
  ethnicGroup: 'ethnicGroup',
  education: 'education',
} as const;

/** Whether any other source states something else of the worker `t` than what is shown. */
export const workerHasConflicts = (context: Pick<SubgraphContext, 'store' | 'session'>) =>
  hasConflicts(MigrantWorker, rowsOf(MigrantWorkerClaim, 'c', context), CLAIMED_FIELDS);

/** What several sources state of one worker (多来源陈述). */
export const workerClaimResolvers: Resolvers = {
  MigrantWorker: {
    conflicts: async (row: Worker, _args, context) =>
      conflictsOf(
        row,
        await context.many(MigrantWorkerClaim, 'workerId', row.workerId, [{ property: 'claimedBy' }]),
        CLAIMED_FIELDS,
      ),
  },
  MigrantWorkerClaim: {
    // Counted by whoever lists the claims, against the record that is shown.
    differsIn: (claim: { differsIn: readonly string[] }) => claim.differsIn,
    ethnicGroup: (row: Claim) => codeName('ethnic-groups', row.ethnicGroup),
    education: (row: Claim) => codeName('education-levels', row.education),
    phone: (row: Claim, _args, context) => context.open(MigrantWorkerClaim, row, 'phone'),
    homeAddress: (row: Claim, _args, context) => context.open(MigrantWorkerClaim, row, 'homeAddress'),
    particulars: (row: Claim, _args, context) =>
      readTheme(context.open(MigrantWorkerClaim, row, 'particulars') as string | null),
    ...recordFields(MigrantWorkerClaim),
  },
};
