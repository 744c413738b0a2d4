import { hubCaller } from '../../../kernel/caller.ts';
import { faults } from '../../../kernel/faults.ts';
import type { Projection } from '../../../ledger/order/follow-projection.ts';
import { askGraph } from '../../../ledger/submission/references/ask-graph.ts';
import { type WorkerProject, writeWorkerProjects } from './worker-project.ts';

const NAME = 'worker-projects';

const WORKER_PROJECTS = /* GraphQL */ `
  query WorkerProjectsOnRecord($recordIds: [ID!]!) {
    workerProjects(recordIds: $recordIds) {
      recordId
      version
      workerId
      projectCode
      isWithdrawn
    }
  }
`;

/** In which projects workers are or were (务工项目), so that departments are shown the wage cards of those within their reach. */
export const workerProjects: Projection = {
  name: NAME,
  ledger: 'provincial',
  datasets: ['ENGAGEMENT', 'REAL_NAME_REGISTRATION'],
  async bringUpToDate(room, recordIds) {
    const { workerProjects: stated } = await askGraph<Answer>(room, WORKER_PROJECTS, { recordIds });
    // A root that its department could not answer is null; then nothing is known, and not nothing on record.
    if (!stated) throw faults.UPSTREAM_UNAVAILABLE('the projects of workers');
    if (stated.length === 0) return;
    await room.write(hubCaller(NAME), (db) => writeWorkerProjects(db, stated));
  },
};

interface Answer {
  readonly workerProjects: readonly WorkerProject[] | null;
}
