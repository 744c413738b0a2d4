import type { RowOf } from '../../../ledger/fact.ts';
import type { SubgraphContext } from '../../context.ts';
import { Project } from '../facts.ts';
import { statusOf } from '../projects/construction-status.ts';
import { StatusChangeDecision } from './facts.ts';

/** A time during which a project stood in one status (施工状态时段), by when the hub knew of it. */
export interface StatusPeriod {
  readonly status: string;
  readonly since: Date;
  readonly until: Date | null;
  readonly decision: RowOf<typeof StatusChangeDecision> | null;
}

/** The statuses in which a project has stood, the first first: versions in which the status stays the same are one. */
export async function statusHistory(
  row: RowOf<typeof Project>,
  context: SubgraphContext,
): Promise<StatusPeriod[]> {
  const [versions, decisions] = await Promise.all([
    context
      .loader<string, RowOf<typeof Project>[]>('versions of projects for their status', async (ids) => {
        const found = Map.groupBy(
          await context.store.reader(Project).versions(context.session, ids),
          ({ id }) => id,
        );
        return ids.map((id) => (found.get(id) ?? []).toReversed());
      })
      .load(row.id),
    context.many(StatusChangeDecision, 'projectCode', row.projectCode),
  ]);
  const { asOf } = context.session;
  const periods: StatusPeriod[] = [];
  for (const one of versions) {
    if (asOf !== null && one.recordedAt > asOf) break;
    const status = statusOf(one.constructionStatus);
    const last = periods.at(-1);
    if (last?.status === status) continue;
    if (last) periods[periods.length - 1] = { ...last, until: one.recordedAt };
    const decision = decisions.find(({ projectVersion }) => projectVersion === one.version) ?? null;
    periods.push({ status, since: one.recordedAt, until: null, decision });
  }
  return periods;
}

/** Whether the status shown came by a change that a filing alone made (未经审批的变更); the first status is no change. */
export async function isStatusUnapproved(
  row: RowOf<typeof Project>,
  context: SubgraphContext,
): Promise<boolean> {
  const periods = await statusHistory(row, context);
  return periods.length > 1 && periods.at(-1)!.decision === null;
}
