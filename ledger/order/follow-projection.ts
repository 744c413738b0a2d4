import type { LedgerRoom } from '../submission/room.ts';
import { type ChangedElsewhere, followChanges } from './followed-changes.ts';

/** What a room keeps of records that another department states (投影). It says itself what it keeps of them, and where. */
export interface Projection {
  /** Such as `bank-projects`. */
  readonly name: string;
  /** The other department's field of `ledgers`, such as `banking`. */
  readonly ledger: string;
  /** The datasets of its that are followed, each at a position of its own. */
  readonly datasets: readonly string[];
  /** Only records that were stated before are looked up: of what is new nothing is kept. */
  readonly isOfCorrections?: boolean;
  /**
   * Looks up what by now stands of these records, and keeps it. Handed the same records again, or later ones before, it must come to
   * the same.
   * @param changes the changes themselves, in their order
   */
  bringUpToDate(
    room: LedgerRoom,
    recordIds: readonly string[],
    changes: readonly ChangedElsewhere[],
  ): Promise<void>;
}

const CHANGES_A_PAGE = 200;

/**
 * Brings a projection up to date with the other department's changes of one dataset (跟随投影). One that has not begun reads them from
 * the first: what stood before there was a projection is kept by that.
 * @returns how many changes it read; 0 when it has caught up
 * @throws Fault `UPSTREAM_UNAVAILABLE` when the graph does not answer; nothing is passed over then
 */
export const followProjection = (
  room: LedgerRoom,
  projection: Projection,
  dataset: string,
  first = CHANGES_A_PAGE,
): Promise<number> =>
  followChanges(
    room,
    `${projection.name} ${dataset}`,
    { ledger: projection.ledger, dataset },
    async (changes) => {
      const followed = projection.isOfCorrections ? changes.filter(({ version }) => version > 1) : changes;
      if (followed.length === 0) return;
      const recordIds = [...new Set(followed.map(({ recordId }) => recordId))];
      await projection.bringUpToDate(room, recordIds, followed);
    },
    first,
  );
