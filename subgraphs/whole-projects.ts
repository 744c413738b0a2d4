import type { Caller, CallerKind } from '../kernel/caller.ts';
import { BadInput } from '../kernel/refusals.ts';
import type { SourcesRoom } from '../ledger/submission-queries/project-sources.ts';
import type { SubgraphContext } from './context.ts';
import type { Resolver } from './subgraph.ts';

/** Whose row scope shows own rows of a project and not the project's (docs/decisions/0004): a sum over them is none of the project. */
const OF_OWN_ROWS: ReadonlySet<CallerKind> = new Set(['BANK', 'GUARANTOR', 'VENDOR', 'WORKER_APP']);

/** Whether what the caller sees of a project is all that there is of it. */
export const seesWholeProjects = ({ kind }: Pick<Caller, 'kind'>): boolean => !OF_OWN_ROWS.has(kind);

/** A figure of whole projects, null to whoever sees own rows alone: nothing would be told as zero, and a part as the whole. */
export const ofWholeProjects =
  (figure: Resolver): Resolver =>
  (of, args, context, info) =>
    seesWholeProjects(context.caller) ? figure(of, args, context, info) : null;

/** The same where the graph has promised a value. @throws BadInput `FIGURES_WITHHELD` */
export function refuseOwnRows({ caller }: { readonly caller: Pick<Caller, 'kind'> }): void {
  if (seesWholeProjects(caller)) return;
  throw new BadInput(
    'FIGURES_WITHHELD',
    'the caller sees own rows of the project, which are not its figures',
    {
      expected: 'a caller who sees the whole project',
      remedy: 'ask for the rows instead, which are the caller’s own',
    },
  );
}

/** Where freshness of projects is asked for: a worker, who reads own rows of projects out of reach, is told of these too. */
export const sourcesRoom = ({ store, caller }: Pick<SubgraphContext, 'store' | 'caller'>): SourcesRoom => ({
  schema: store.databaseSchema,
  isPastRowScope: caller.kind === 'WORKER_APP',
});
