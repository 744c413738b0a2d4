import { hubCaller } from '../../../kernel/caller.ts';
import type { Projection } from '../../../ledger/order/follow-projection.ts';
import { askGraph, partsOf } from '../../../ledger/submission/references/ask-graph.ts';
import type { LedgerRoom } from '../../../ledger/submission/room.ts';
import { type LineMonth, writeLineMonths } from './line-month.ts';

const NAME = 'line-months';

/** Sheets that are asked for at the same time. */
const AT_ONCE = 4;

/**
 * Which month the lines of corrected payroll sheets are for (明细月份), so that payments count to it. A sheet that is new has no
 * payments. Of a sheet or line that was taken back nothing is known any more, and payments stay with the month it was for last.
 */
export const lineMonths: Projection = {
  name: NAME,
  ledger: 'provincial',
  datasets: ['PAYROLL_SHEET'],
  isOfCorrections: true,
  async bringUpToDate(room, recordIds) {
    for (const some of partsOf(recordIds, AT_ONCE)) {
      const lines = await Promise.all(some.map((id) => correctedLines(room, id)));
      await room.write(hubCaller(NAME), (db) => writeLineMonths(db, lines.flat()));
    }
  },
};

const LINES = /* GraphQL */ `
  query MonthsOfLines($id: ID!, $after: Cursor) {
    payrollSheet(id: $id) {
      entries(after: $after) {
        nodes {
          id
          payMonth
          backPayMonth
          provenance {
            version
            recordedAt
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`;

interface Answer {
  readonly payrollSheet: {
    readonly entries: {
      readonly nodes: readonly {
        readonly id: string;
        readonly payMonth: string;
        readonly backPayMonth: string | null;
        readonly provenance: { readonly version: number; readonly recordedAt: string };
      }[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    };
  } | null;
}

/** A line that was stated once only is as the payment found it. */
async function correctedLines(room: LedgerRoom, id: string): Promise<LineMonth[]> {
  const lines: LineMonth[] = [];
  let after: string | null = null;
  do {
    const answer: Answer = await askGraph<Answer>(room, LINES, { id, after });
    if (!answer.payrollSheet) break;
    const { nodes, pageInfo } = answer.payrollSheet.entries;
    for (const { id: entryId, payMonth, backPayMonth, provenance } of nodes)
      if (provenance.version > 1) lines.push({ entryId, ...provenance, month: backPayMonth ?? payMonth });
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  return lines;
}
