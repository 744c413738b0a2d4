import { badParameters } from './answers.ts';
import type { Business } from './business.ts';
import { ask, type Desk } from './desk.ts';

/** A page as the interface answers it (分页): `pageIndex` counts from 0. */
export interface Page {
  readonly pageIndex: number;
  readonly pageSize: number;
  readonly pageCount: number;
  readonly totalCount: number;
  readonly rows: readonly unknown[];
}

export interface AskedPage {
  readonly index: number;
  readonly size: number;
}

const MOST_ROWS = 50;

/** @throws RealNameRefusal for a page that cannot be */
export function askedPage(business: Business): AskedPage {
  const read = (name: string, fallback: number, least: number, most: number) => {
    const text = business.text(name);
    const number = text === '' ? fallback : Number(text);
    if (/^\d{0,6}$/.test(text) && number >= least && number <= most) return number;
    throw badParameters(
      `[${name}] 应为 ${least} 到 ${most} 的整数`,
      `${name} is a whole number from ${least} to ${most}`,
    );
  };
  return { index: read('pageIndex', 0, 0, 999_999), size: read('pageSize', MOST_ROWS, 1, MOST_ROWS) };
}

/** One page of a list that is there whole. */
export function pageOf<Node>(all: readonly Node[], page: AskedPage, row: (node: Node) => unknown): Page {
  const from = page.index * page.size;
  return pageWith(page, all.length, all.slice(from, from + page.size).map(row));
}

export function pageWith({ index, size }: AskedPage, totalCount: number, rows: readonly unknown[]): Page {
  return { pageIndex: index, pageSize: size, pageCount: Math.ceil(totalCount / size), totalCount, rows };
}

export interface Connection<Node> {
  readonly totalCount: number;
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** A list of the graph that is read by cursors: its document takes `$first` and `$after`. */
export interface Listing<Node> {
  readonly document: string;
  readonly variables: Record<string, unknown>;
  /** Null when what the list hangs on is not there. */
  readonly at: (data: Record<string, unknown>) => Connection<Node> | null;
}

/** What a connection's document asks for beside its nodes. */
export const PAGING = 'totalCount pageInfo { hasNextPage endCursor }';

const STRIDE = 200;
/** The interface knows pages by number, the graph by cursor: what lies before is walked over, so it is bounded. */
const FARTHEST = 20_000;

/** One page, by number, of a list that is read by cursors. */
export async function pageByCursor<Node>(
  desk: Desk,
  listing: Listing<Node>,
  page: AskedPage,
  row: (node: Node) => unknown,
): Promise<Page> {
  const from = page.index * page.size;
  const until = from + page.size;
  if (until > FARTHEST) throw tooFar();
  let seen = 0;
  let total = 0;
  const rows: unknown[] = [];
  for await (const part of parts(desk, listing, until)) {
    total = part.totalCount;
    for (const node of part.nodes) if (seen++ >= from && rows.length < page.size) rows.push(row(node));
    if (seen >= until) break;
  }
  return pageWith(page, total, rows);
}

/**
 * Everything of such a list that is wanted.
 * @param wanted `STOP` ends the walk: nothing behind this node is wanted
 */
export async function everyNode<Node>(
  desk: Desk,
  listing: Listing<Node>,
  wanted: (node: Node) => boolean | 'STOP',
): Promise<Node[]> {
  const found: Node[] = [];
  let seen = 0;
  for await (const { nodes } of parts(desk, listing, STRIDE)) {
    for (const node of nodes) {
      const is = wanted(node);
      if (is === 'STOP') return found;
      if (is) found.push(node);
    }
    seen += nodes.length;
    if (seen >= FARTHEST) throw tooFar();
  }
  return found;
}

async function* parts<Node>(
  desk: Desk,
  { document, variables, at }: Listing<Node>,
  until: number,
): AsyncGenerator<Connection<Node>> {
  let after: string | null = null;
  for (let left = until; ; left -= STRIDE) {
    const first = Math.min(STRIDE, Math.max(left, 50));
    const found: Connection<Node> | null = at(await ask(desk, document, { ...variables, first, after }));
    if (!found) return;
    yield found;
    if (!found.pageInfo.hasNextPage) return;
    after = found.pageInfo.endCursor;
  }
}

const tooFar = () =>
  badParameters('查询范围过大,请缩小条件', 'the list is too long to be walked: ask for less');
