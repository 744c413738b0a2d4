import { sql } from 'kysely';
import { kept } from '../../../ledger/query.ts';
import { versionsAt } from '../../../ledger/table.ts';
import type { SubgraphContext } from '../../context.ts';
import { isWhole, projectFigureFreshness } from '../../figure-freshness.ts';
import type { Resolvers } from '../../subgraph.ts';
import { LabourContract } from '../facts.ts';
import { asReferred } from '../references.ts';

interface WorkerMonthKey {
  readonly projectCode: string;
  readonly workerId: string;
  readonly month: string;
}

export const workerMonthResolvers: Resolvers = {
  WorkerMonth: {
    __resolveReference: asReferred,
    isContracted: (key: WorkerMonthKey, _args, context) => isContracted(key, context),
    humanResourcesFreshness: (key: WorkerMonthKey, _args, context) => freshnessOf(key, context),
    areContractsWhole: (key: WorkerMonthKey, _args, context) => areContractsWhole(key, context),
  },
};

const freshnessOf = ({ projectCode, month }: WorkerMonthKey, context: SubgraphContext) =>
  projectFigureFreshness(projectCode, { datasets: ['LABOUR_CONTRACT'], month }, context);

/** The same for all workers of a project's month. */
const areContractsWhole = (key: WorkerMonthKey, context: SubgraphContext): Promise<boolean> =>
  context.once(`whole month ${key.projectCode} ${key.month}`, async () =>
    isWhole(await freshnessOf(key, context), ['LABOUR_CONTRACT'], key.month),
  );

/** One worker's month, asked together with those of the project's other workers. */
function isContracted(
  { projectCode, workerId, month }: WorkerMonthKey,
  context: SubgraphContext,
): Promise<boolean> {
  const table = context.store.table(LabourContract);
  const first = sql`${`${month}-01`}::date`;
  return context
    .loader<string, boolean>(`contracted ${projectCode} ${month}`, async (workers) => {
      const rows = await context.session.rows<{ readonly worker_id: string }>(
        kept(sql`
        select distinct t.worker_id from ${versionsAt(table, context.session.asOf)}
         where t.worker_id = any(${workers as string[]}::uuid[]) and t.project_code = ${projectCode} and not t.withdrawn
           and t.starts_on < ${first} + interval '1 month' and (t.ends_on is null or t.ends_on >= ${first})`),
      );
      const contracted = new Set(rows.map((row) => row.worker_id));
      return workers.map((worker) => contracted.has(worker));
    })
    .load(workerId);
}
