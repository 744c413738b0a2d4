import { faults } from '../../kernel/faults.ts';
import type { Change } from './change.ts';
import { askGraph } from '../submission/references/ask-graph.ts';
import type { LedgerRoom } from '../submission/room.ts';
import { changeCursor, changePlace } from './change-cursor.ts';
import { moveTo, positionOf } from './follow.ts';

/** A dataset of another department, by its field of `ledgers` and its name. */
export interface ElsewhereStated {
  /** Such as `provincial`. */
  readonly ledger: string;
  /** Such as `PAYROLL_SHEET`. */
  readonly dataset: string;
}

/** What a change of another department is about. */
export interface ChangedElsewhere {
  readonly recordId: string;
  /** The version that it made, from 1. */
  readonly version: number;
  readonly projectCode: string | null;
  readonly outcome: Change['outcome'];
  /** When the other department recorded it. */
  readonly recordedAt: string;
}

/**
 * Follows another department's changes over the graph (跨部门跟随), as far as they go by now, and hands them over page by page.
 * Killed in between, it reads the last submission again: what is done with it must bear that.
 * @param name of the follower, under which its position is kept
 * @returns how many changes it read; 0 when it has caught up
 * @throws Fault `UPSTREAM_UNAVAILABLE` when the graph does not answer; nothing is passed over then
 */
export async function followChanges(
  room: LedgerRoom,
  name: string,
  followed: ElsewhereStated,
  handle: (changes: readonly ChangedElsewhere[]) => Promise<void>,
  first: number,
): Promise<number> {
  let position = await positionOf(room, name);
  let after = changeCursor({ position, index: 0 });
  for (let read = 0; ; ) {
    const page = await someChanges(room, followed, after, first);
    if (page.nodes.length > 0) await handle(page.nodes);
    read += page.nodes.length;
    // The position alone is kept: within a long submission it is the cursor in hand that goes on.
    const { endCursor, hasNextPage } = page.pageInfo;
    const { position: reached } = changePlace(endCursor);
    if (reached !== position) await moveTo(room, name, position, reached);
    position = reached;
    after = endCursor;
    if (!hasNextPage) return read;
  }
}

/** The projects that changes name, each once. */
export const projectsOf = (changes: readonly ChangedElsewhere[]): string[] => [
  ...new Set(changes.flatMap(({ projectCode }) => projectCode ?? [])),
];

async function someChanges(
  room: LedgerRoom,
  { ledger, dataset }: ElsewhereStated,
  after: string,
  first: number,
): Promise<ChangesPage> {
  const document = `query ChangesElsewhere($after: Cursor!, $first: Int!, $dataset: String!) {
    ledgers { ${ledger} { changes(after: $after, first: $first, dataset: $dataset) {
      nodes { recordId version projectCode outcome recordedAt } pageInfo { endCursor hasNextPage } } } }
  }`;
  const { ledgers } = await askGraph<ChangesAnswer>(room, document, { after, first, dataset });
  const page = ledgers?.[ledger]?.changes;
  if (!page) throw faults.UPSTREAM_UNAVAILABLE(`the ledger of ${ledger}`);
  return page;
}

interface ChangesAnswer {
  readonly ledgers: Readonly<Record<string, { readonly changes: ChangesPage } | null>> | null;
}

interface ChangesPage {
  readonly nodes: readonly ChangedElsewhere[];
  readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
}
