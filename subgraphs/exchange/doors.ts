import type { Jobs } from '../../kernel/jobs.ts';
import type { Store } from '../store.ts';
import { ClientRegistry } from './clients.ts';
import { exchangeDatabase } from './database.ts';
import { EarlyWarningBatchStore } from './early-warning-batches.ts';
import { FieldUsageStore } from './field-usage.ts';
import { RealNameCallStore } from './real-name/calls.ts';
import { StoredImages } from './real-name/images.ts';
import { ProjectCodeStore, TeamNumberStore } from './real-name/issued-numbers.ts';
import { pruneNonces } from './real-name/nonces.ts';

export interface DoorStoreParts {
  readonly jobs: Jobs;
  /** Calls of the 603号 interface that may wait at once, over all processes. */
  readonly mostWaiting: number;
  /** Whether a project has this code already. */
  readonly isProjectCodeTaken: (code: string) => Promise<boolean>;
  /** Whether a crew of any project has this number already. */
  readonly isCrewNumberTaken: (crewNo: string) => Promise<boolean>;
}

/** What the doors keep (接口存储), over the store of the exchange. */
export interface DoorStores {
  readonly clients: ClientRegistry;
  readonly calls: RealNameCallStore;
  readonly teamNumbers: TeamNumberStore;
  readonly projectCodes: ProjectCodeStore;
  readonly images: StoredImages;
  /** Batches of the early-warning exchange with their answers. */
  readonly batches: EarlyWarningBatchStore;
  /** Who asks for which fields. */
  readonly fieldUsage: FieldUsageStore;
  /** Forgets at most so many nonces past their time. @returns how many */
  pruneNonces(most: number): Promise<number>;
}

export function doorStores(
  store: Store,
  { jobs, mostWaiting, isProjectCodeTaken, isCrewNumberTaken }: DoorStoreParts,
): DoorStores {
  const db = exchangeDatabase(store.pool);
  const { sealer, clock } = store;
  return {
    clients: new ClientRegistry(db, sealer, clock),
    calls: new RealNameCallStore({ db, sealer, clock, jobs, mostWaiting }),
    teamNumbers: new TeamNumberStore(db, isCrewNumberTaken),
    projectCodes: new ProjectCodeStore(db, isProjectCodeTaken),
    images: new StoredImages(db, sealer, clock),
    batches: new EarlyWarningBatchStore(db, clock),
    fieldUsage: new FieldUsageStore(db),
    pruneNonces: (most) => pruneNonces(db, clock.now(), most),
  };
}
