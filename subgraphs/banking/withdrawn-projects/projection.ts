import { hubCaller } from '../../../kernel/caller.ts';
import { releaseAwaiting } from '../../../ledger/held/release.ts';
import type { Projection } from '../../../ledger/order/follow-projection.ts';
import { resubmit } from '../../../ledger/submission/resubmit.ts';
import { PROJECT_OF_ACCOUNT } from './project-on-file.ts';
import { writeWithdrawnProjects } from './withdrawn-project.ts';

const NAME = 'withdrawn-projects';

/** Which projects are withdrawn (已撤回项目), by the changes themselves: of what was taken back nothing can be looked up. */
export const withdrawnProjects: Projection = {
  name: NAME,
  ledger: 'provincial',
  datasets: ['PROJECT'],
  isOfCorrections: true,
  async bringUpToDate(room, _recordIds, changes) {
    // What is kept beside the project shown is no version of it.
    const versions = changes.flatMap(({ projectCode, outcome, ...change }) =>
      projectCode === null || outcome === 'CLAIM_KEPT' || outcome === 'CLAIM_WITHDRAWN'
        ? []
        : [{ ...change, projectCode, isWithdrawn: outcome === 'WITHDRAWN' }],
    );
    await room.write(hubCaller(NAME), (db) => writeWithdrawnProjects(db, versions));
    // Whatever was filed: killed after it wrote, it would not know again what had been withdrawn.
    const filed = new Set(versions.flatMap((one) => (one.isWithdrawn ? [] : one.projectCode)));
    const awaited = [...filed].map((key) => ({ name: PROJECT_OF_ACCOUNT, key }));
    await releaseAwaiting(room, awaited, resubmit);
  },
};
