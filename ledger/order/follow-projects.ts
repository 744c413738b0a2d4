import { hubCaller } from '../../kernel/caller.ts';
import { faults } from '../../kernel/faults.ts';
import { type ScopedProject, writeProjectScope } from '../project-scope.ts';
import { releaseAwaiting } from '../held/release.ts';
import type { Resubmit } from '../held/opened-held.ts';
import { askGraph } from '../submission/references/ask-graph.ts';
import type { LedgerRoom } from '../submission/room.ts';
import { changeCursor, changePlace } from './change-cursor.ts';
import { moveTo, positionOf } from './follow.ts';

/** Who owns the projects, and how the graph is asked for them: a room knows no other department (项目归属). */
export interface ProjectOwner {
  /** The owner's field of `ledgers`, such as `provincial`. */
  readonly ledger: string;
  /** The owner's dataset of projects. */
  readonly dataset: string;
  /** The name under which held records wait for a project. */
  readonly awaited: string;
  /** What stands of these projects; one that does not is left out. */
  lookUp(projectCodes: readonly string[]): Promise<readonly ScopedProject[]>;
}

const NAME = 'project-scope';
const CHANGES_A_PAGE = 200;

/**
 * Brings a room's projection of projects (项目范围) up to date: reads the owner's changes over the graph, writes what
 * stands of the projects they name, and releases the records that waited for these. Killed in between, it reads the
 * last submission again; an older version changes nothing.
 * @returns how many changes it read; 0 when it has caught up
 * @throws Fault `UPSTREAM_UNAVAILABLE` when the graph does not answer; nothing is passed over then
 */
export async function followProjects(
  room: LedgerRoom,
  owner: ProjectOwner,
  resubmit: Resubmit,
  first = CHANGES_A_PAGE,
): Promise<number> {
  let position = await positionOf(room, NAME);
  let after = changeCursor({ position, index: 0 });
  for (let read = 0; ; ) {
    const page = await changedProjects(room, owner, after, first);
    if (page.codes.length > 0) await bringUpToDate(room, owner, page.codes, resubmit);
    read += page.codes.length;
    // The position alone is kept: within a long submission it is the cursor in hand that goes on.
    const { position: reached } = changePlace(page.endCursor);
    if (reached !== position) await moveTo(room, NAME, position, reached);
    position = reached;
    after = page.endCursor;
    if (!page.hasNextPage) return read;
  }
}

async function bringUpToDate(
  room: LedgerRoom,
  owner: ProjectOwner,
  changed: readonly string[],
  resubmit: Resubmit,
): Promise<void> {
  const projects = await owner.lookUp([...new Set(changed)]);
  if (projects.length === 0) return;
  await room.write(hubCaller(NAME), (db) => writeProjectScope(db, room.schema, projects));
  const awaited = projects.map(({ projectCode }) => ({ name: owner.awaited, key: projectCode }));
  await releaseAwaiting(room, awaited, resubmit);
}

interface ChangedProjects {
  readonly codes: readonly string[];
  readonly endCursor: string;
  readonly hasNextPage: boolean;
}

async function changedProjects(
  room: LedgerRoom,
  { ledger, dataset }: ProjectOwner,
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
