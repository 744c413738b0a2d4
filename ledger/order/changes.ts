import { BadInput } from '../../kernel/refusals.ts';
import type { Querier } from '../query.ts';
import type { LedgerRoom } from '../submission/room.ts';
import { checkDataset } from '../submission-queries/named-dataset.ts';
import { type Change, changesFrom } from './change.ts';
import { type ChangePlace, changeCursor, changePlace } from './change-cursor.ts';

export type { Change };

export interface ChangeRequest {
  readonly after?: string | null;
  readonly first?: number | null;
  /** Only changes of this dataset. */
  readonly dataset?: string | null;
}

/** One page of the changes (变更), in the shape that the standard's `ChangeConnection` is resolved from. */
export interface ChangePage {
  readonly nodes: readonly Change[];
  readonly edges: readonly { readonly node: Change; readonly cursor: string }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    /** Always there, so that a reader who has caught up goes on from here. */
    readonly endCursor: string;
  };
}

export const DEFAULT_CHANGES = 50;
export const MOST_CHANGES = 1_000;

// A caller to whom most submissions show nothing gets a short page rather than a long wait.
const SUBMISSIONS_A_PAGE = 500;
const FEW_SUBMISSIONS = 3;
const MANY_SUBMISSIONS = 50;

/**
 * What became or changed facts, in the one order of the room (变更流). Whoever has read up to a cursor has missed nothing
 * before it, whatever was written at the same time.
 * @param db under the row scope of the caller
 * @throws BadInput for a page size, a cursor or a dataset that is none
 */
export async function changes(
  db: Querier,
  room: Pick<LedgerRoom, 'schema' | 'datasets'>,
  { after, first, dataset = null }: ChangeRequest,
): Promise<ChangePage> {
  const size = sizeOf(first);
  checkDataset(dataset, room, ['dataset']);
  const found: Change[] = [];
  let place = after ? changePlace(after) : START;
  let isEnd = false;
  // A few at first: a long submission may fill the page alone.
  let step = FEW_SUBMISSIONS;
  for (let read = 0; read < SUBMISSIONS_A_PAGE && found.length <= size && !isEnd; ) {
    const part = await changesFrom(db, room, place, step, size + 1 - found.length, dataset);
    found.push(...part.changes);
    read += part.submissions;
    isEnd = part.isEnd;
    place = part.next;
    step = Math.min(step * 2, MANY_SUBMISSIONS);
  }
  const nodes = found.slice(0, size);
  const edges = nodes.map((node) => ({ node, cursor: changeCursor(behind(node)) }));
  const more = found.length > size;
  return {
    nodes,
    edges,
    pageInfo: {
      hasNextPage: more || !isEnd,
      hasPreviousPage: Boolean(after),
      startCursor: edges[0]?.cursor ?? null,
      endCursor: more ? edges.at(-1)!.cursor : changeCursor(place),
    },
  };
}

const START: ChangePlace = { position: 0, index: 0 };

const behind = ({ position, index }: Change): ChangePlace => ({ position, index: index + 1 });

function sizeOf(first: number | null | undefined): number {
  const size = first ?? DEFAULT_CHANGES;
  if (Number.isInteger(size) && size >= 1 && size <= MOST_CHANGES) return size;
  throw new BadInput('PAGE_SIZE_INVALID', `"first" is ${size}`, {
    path: ['first'],
    expected: `a whole number from 1 to ${MOST_CHANGES}`,
    came: String(size),
    remedy: `leave it out for ${DEFAULT_CHANGES} changes, and go on with "after"`,
  });
}
