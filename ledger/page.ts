import type { RawBuilder } from 'kysely';
import { BadInput } from '../kernel/refusals.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { Column, Table } from './table.ts';
import type { Total } from './total.ts';

export interface OrderBy {
  readonly property: string;
  readonly descending?: boolean;
  /** A text of at most 18 digits, ordered by the number that it is: 9 before 10. */
  readonly byNumber?: boolean;
}

export interface PageRequest {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
  readonly where?: readonly RawBuilder<unknown>[];
  readonly orderBy: readonly OrderBy[];
  /** What is read of each row, and what the order needs (`Table.some`); left out, the whole row. */
  readonly columns?: readonly Column[] | null;
  /** One index leads through the list in its order, and its conditions leave most rows in: its plan is kept (`kept` of query.ts). */
  readonly isOfOneIndex?: boolean;
  /** The rows of the whole list as a statement for its total, where that is counted sooner than what the page is cut from. */
  readonly counted?: RawBuilder<unknown> | null;
}

/** One page of a list, in the shape the Relay connection of the SDL is resolved from. */
export interface Page<Row> {
  readonly nodes: readonly Row[];
  readonly edges: readonly { readonly node: Row; readonly cursor: string }[];
  readonly pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
  /** Counted when asked for, and once however often. */
  readonly total: () => Promise<Total>;
}

/** How many edges a page holds when the caller says neither; the same figure stands in the SDL of PageInfo. */
const DEFAULT_PAGE = 50;

/** How one page is walked: forwards from `after`, or backwards from `before` in the opposite order. */
export interface Walk {
  /** The list's name: a cursor of another list is refused. */
  readonly list: string;
  readonly order: readonly OrderBy[];
  readonly size: number;
  readonly from: readonly unknown[] | null;
  readonly backwards: boolean;
}

/** What a list is called, and the types of what it is ordered by. */
export interface Listed {
  readonly fact: Pick<Table['fact'], 'name'>;
  column(property: string): Table['columns'][number];
}

export function walkOf(table: Listed, { first, after, last, before, orderBy }: PageRequest): Walk {
  const backwards = last != null || before != null;
  if (backwards && (first != null || after != null)) throw bothWaysRefused();
  const size = (backwards ? last : first) ?? DEFAULT_PAGE;
  if (!Number.isInteger(size) || size < 1) throw pageSizeRefused(backwards ? 'last' : 'first', size);
  const asked = [...orderBy, { property: 'id' }];
  const order = backwards ? asked.map((one) => ({ ...one, descending: !one.descending })) : asked;
  const cursor = backwards ? before : after;
  const columns = asked.map((one) => table.column(one.property));
  const list = `${table.fact.name} ${orderBy.map((one) => `${one.property}${one.descending ? '-' : '+'}`).join('')}`;
  return { list, order, size, backwards, from: cursor ? decodeCursor(cursor, list, columns) : null };
}

/** @param count the whole list's total; not asked where the page is the whole list */
export function pageOf<Row>(rows: readonly Row[], walk: Walk, count: () => Promise<Total>): Page<Row> {
  const nodes = rows.slice(0, walk.size);
  if (walk.backwards) nodes.reverse();
  const more = rows.length > walk.size;
  const cursorOf = (row: Row) =>
    encodeCursor(
      walk.list,
      walk.order.map((one) => (row as Record<string, unknown>)[one.property] ?? null),
    );
  const [first, last] = [nodes[0], nodes.at(-1)];
  const startCursor = first === undefined ? null : cursorOf(first);
  const endCursor = last === undefined ? null : cursorOf(last);
  const came = walk.from !== null;
  const pageInfo = walk.backwards
    ? { hasNextPage: came, hasPreviousPage: more, startCursor, endCursor }
    : { hasNextPage: more, hasPreviousPage: came, startCursor, endCursor };
  let counted: Promise<Total> | undefined;
  const total = () => {
    counted ??= came || more ? count() : Promise.resolve({ count: nodes.length, isEstimate: false });
    return counted;
  };
  return {
    nodes,
    // Most ask for the nodes, and who does pays for no cursors.
    get edges() {
      return nodes.map((node) => ({ node, cursor: cursorOf(node) }));
    },
    pageInfo,
    total,
  };
}

const pageSizeRefused = (argument: string, size: number) =>
  new BadInput('PAGE_SIZE_INVALID', `"${argument}" is ${size}`, {
    path: [argument],
    expected: 'a whole number of at least 1',
    came: String(size),
    remedy: `leave it out for ${DEFAULT_PAGE} rows, and go on with "after"`,
  });

const bothWaysRefused = () =>
  new BadInput('PAGE_DIRECTION_INVALID', 'the page is asked for in both directions', {
    path: ['first'],
    expected: '"first" with "after", or "last" with "before"',
    remedy: 'leave one pair out',
  });
