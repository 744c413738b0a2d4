import { hubCaller } from '../../kernel/caller.ts';
import { type ScopedProject, writeProjectScope } from '../project-scope.ts';
import { releaseAwaiting } from '../held/release.ts';
import type { Resubmit } from '../held/opened-held.ts';
import type { LedgerRoom } from '../submission/room.ts';
import { type ElsewhereStated, followChanges, projectsOf } from './followed-changes.ts';

/** Who owns the projects, and how the graph is asked for them: a room knows no other department (项目归属). */
export interface ProjectOwner extends ElsewhereStated {
  /** The name under which held records wait for a project. */
  readonly awaited: string;
  /** What stands of these projects; one that does not is left out. */
  lookUp(projectCodes: readonly string[]): Promise<readonly ScopedProject[]>;
}

const NAME = 'project-scope';
const CHANGES_A_PAGE = 200;

/**
 * Brings a room's projection of projects (项目范围) up to date: reads the owner's changes over the graph, writes what
 * stands of the projects they name, and releases the records that waited for these. An older version changes nothing.
 * @returns how many changes it read; 0 when it has caught up
 * @throws Fault `UPSTREAM_UNAVAILABLE` when the graph does not answer; nothing is passed over then
 */
export const followProjects = (
  room: LedgerRoom,
  owner: ProjectOwner,
  resubmit: Resubmit,
  first = CHANGES_A_PAGE,
): Promise<number> =>
  followChanges(
    room,
    NAME,
    owner,
    (changes) => bringUpToDate(room, owner, projectsOf(changes), resubmit),
    first,
  );

async function bringUpToDate(
  room: LedgerRoom,
  owner: ProjectOwner,
  changed: readonly string[],
  resubmit: Resubmit,
): Promise<void> {
  if (changed.length === 0) return;
  const projects = await owner.lookUp(changed);
  if (projects.length === 0) return;
  await room.write(hubCaller(NAME), (db) => writeProjectScope(db, room.schema, projects));
  const awaited = projects.map(({ projectCode }) => ({ name: owner.awaited, key: projectCode }));
  await releaseAwaiting(room, awaited, resubmit);
}
