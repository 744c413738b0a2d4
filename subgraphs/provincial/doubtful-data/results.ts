import { sql } from 'kysely';
import { BadInput } from '../../../kernel/refusals.ts';
import type { Querier } from '../../../ledger/query.ts';
import type { Evidence } from './case-moves.ts';

export interface ResultsAsked {
  readonly source?: string | null;
  readonly after?: string | null;
  readonly first: number;
}

/**
 * Conclusions in an order that only grows (核实结果): by transaction, and only of transactions below the oldest that is
 * still open, so that none can appear before a place that was handed out already.
 */
export async function conclusions(querier: Querier, { source, after, first }: ResultsAsked) {
  const [xid, id] = after ? placeOf(after) : START;
  const rows = await querier.rows<Row>(sql`
    select m.xid::text as xid, m.id, m.case_id, m.result, m.reason, m.evidence, m.assignee, m.at, m.hash,
           c.source, c.external_no, c.batch_no, c.kind_code
      from provincial.doubtful_data_move m join provincial.doubtful_data_case c on c.id = m.case_id
     where m.event = 'CONCLUDE_VERIFICATION' and (m.xid, m.id) > (${xid}::text::xid8, ${id}::uuid)
       and m.xid < pg_snapshot_xmin(pg_current_snapshot())
       and (${source ?? null}::text is null or c.source = ${source ?? null}) and not c.withdrawn
     order by m.xid, m.id limit ${first + 1}`);
  const page = rows.slice(0, first);
  const last = page.at(-1);
  return {
    results: page.map(resultOf),
    nextCursor: last ? cursorAt(last.xid, last.id) : (after ?? cursorAt(...START)),
    hasMore: rows.length > first,
  };
}

interface Row {
  readonly xid: string;
  readonly id: string;
  readonly case_id: string;
  readonly result: string;
  readonly reason: string;
  readonly evidence: readonly Evidence[];
  readonly assignee: string;
  readonly at: Date;
  readonly hash: Buffer;
  readonly source: string;
  readonly external_no: string;
  readonly batch_no: string | null;
  readonly kind_code: string;
}

const resultOf = (row: Row) => ({
  id: row.id,
  caseId: row.case_id,
  source: row.source,
  externalNo: row.external_no,
  batchNo: row.batch_no,
  kindCode: row.kind_code,
  result: row.result,
  reason: row.reason,
  evidence: row.evidence,
  assignee: row.assignee,
  concludedAt: row.at,
  hash: row.hash.toString('hex'),
});

const LIST = 'doubtful-results';
const START = ['0', '00000000-0000-0000-0000-000000000000'] as const;

const cursorAt = (xid: string, id: string): string =>
  Buffer.from(JSON.stringify([LIST, xid, id])).toString('base64url');

function placeOf(cursor: string): readonly [xid: string, id: string] {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const [, xid, id] = /^\["doubtful-results","(\d{1,19})","([0-9a-f-]{36})"\]$/.exec(text) ?? [];
  if (xid !== undefined && id !== undefined && UUID.test(id) && BigInt(xid) <= LARGEST) return [xid, id];
  throw new BadInput('CURSOR_INVALID', 'the cursor is not one of this list', {
    path: ['after'],
    expected: 'a cursor that this list returned',
    remedy: 'start again without "after"',
  });
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const LARGEST = 2n ** 63n - 1n;
