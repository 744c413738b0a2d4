import { hubCaller } from '../../../../kernel/caller.ts';
import { writeWithdrawnProjects } from '../../../../subgraphs/banking/withdrawn-projects/withdrawn-project.ts';
import { Session } from '../../../../subgraphs/session.ts';
import type { Department } from '../../support/department.ts';

/** What banking keeps of a project that the provincial hub took back, or has on record again. */
export const tellProject = (
  { store }: Department,
  projectCode: string,
  version: number,
  isWithdrawn: boolean,
  recordedAt = '2026-02-20T09:00:00+08:00',
): Promise<void> =>
  new Session(store.pool, hubCaller('tests'), null).write((db) =>
    writeWithdrawnProjects(db, [{ projectCode, version, recordedAt, isWithdrawn }]),
  );
