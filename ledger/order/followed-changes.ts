import { faults } from '../../kernel/faults.ts';
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

/**
 * Follows another department's changes over the graph (跨部门跟随), as far as they go by now, and hands over the projects that each
 * page of them names. Killed in between, it reads the last submission again: what is done with it must bear that.
 * @param name of the follower, under which its position is kept
 * @returns how many changes of projects it read; 0 when it has caught up
 * @throws Fault `UPSTREAM_UNAVAILABLE` when the graph does not answer; nothing is passed over then
 */
export async function followChanges(
  room: LedgerRoom,
  name: string,
  followed: ElsewhereStated,
  handle: (projectCodes: readonly string[]) => Promise<void>,
  first: number,
): Promise<number> {
  let position = await positionOf(room, name);
  let after = changeCursor({ position, index: 0 });
  for (let read = 0; ; ) {
    const page = await changedProjects(room, followed, after, first);
    if (page.codes.length > 0) await handle([...new Set(page.codes)]);
    read += page.codes.length;
    // The position alone is kept: within a long submission it is the cursor in hand that goes on.
    const { position: reached } = changePlace(page.endCursor);
    if (reached !== position) await moveTo(room, name, position, reached);
    position = reached;
    after = page.endCursor;
    if (!page.hasNextPage) return read;
  }
}

interface ChangedProjects {
  readonly codes: readonly string[];
  readonly endCursor: string;
  readonly hasNextPage: boolean;
}

async function changedProjects(
  room: LedgerRoom,
  { ledger, dataset }: ElsewhereStated,
  after: string,
  first: number,
): Promise<ChangedProjects> {
  const document = `query ProjectChanges($after: Cursor!, $first: Int!, $dataset: String!) {
    ledgers { ${ledger} { changes(after: $after, first: $first, dataset: $dataset) {
      nodes { projectCode } pageInfo { endCursor hasNextPage } } } }
  }`;
  const { ledgers } = await askGraph<ChangesAnswer>(room, document, { after, first, dataset });
  const page = ledgers?.[ledger]?.changes;
  if (!page) throw faults.UPSTREAM_UNAVAILABLE(`the ledger of ${ledger}`);
  return { codes: page.nodes.flatMap(({ projectCode }) => projectCode ?? []), ...page.pageInfo };
}

interface ChangesAnswer {
  readonly ledgers: Readonly<Record<string, { readonly changes: ChangesPage } | null>> | null;
}

interface ChangesPage {
  readonly nodes: readonly { readonly projectCode: string | null }[];
  readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
}
