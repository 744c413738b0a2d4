import type { Resubmit } from '../held/opened-held.ts';
import { releaseWithin } from '../held/release.ts';
import type { LedgerRoom } from '../submission/room.ts';
import { type ElsewhereStated, followChanges, projectsOf } from './followed-changes.ts';

/** What held records of a room wait for that another department states (跨部门等待). */
export interface AwaitedElsewhere extends ElsewhereStated {
  /** The name under which they wait. */
  readonly awaited: string;
}

/** What the datasets of a room may have to wait for elsewhere, each once; projects have a follower of their own. */
export function awaitedElsewhere({ datasets }: Pick<LedgerRoom, 'datasets'>): readonly AwaitedElsewhere[] {
  const found = new Map<string, AwaitedElsewhere>();
  for (const { references } of datasets)
    for (const { name, comesWith } of references)
      if (comesWith) found.set(name, { ...comesWith, awaited: name });
  return [...found.values()];
}

const CHANGES_A_PAGE = 200;

/**
 * Releases records that waited for what another department has stated meanwhile (跨部门放行): of each project that its changes
 * name, all that wait for such a thing are judged again. What comes between a record's look-up and its being held is found by
 * the release of the room itself, which judges new held records once more.
 * @returns how many changes it read; 0 when it has caught up
 * @throws Fault `UPSTREAM_UNAVAILABLE` when the graph does not answer; nothing is passed over then
 */
export const followAwaited = (
  room: LedgerRoom,
  awaited: AwaitedElsewhere,
  resubmit: Resubmit,
  first = CHANGES_A_PAGE,
): Promise<number> =>
  followChanges(
    room,
    `awaited ${awaited.dataset}`,
    awaited,
    (changes) => releaseWithin(room, awaited.awaited, projectsOf(changes), resubmit),
    first,
  );
