import { sql } from 'kysely';
import { parseYuan } from '../../../kernel/yuan.ts';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Querier } from '../../../ledger/query.ts';
import type { Reference } from '../../../ledger/submission/dataset.ts';
import { askGraph, partsOf } from '../../../ledger/submission/references/ask-graph.ts';
import type { LedgerRoom } from '../../../ledger/submission/room.ts';

/** How a bank names a line of a payroll sheet: as the sheet does, since it does not know the hub's ids. */
export interface OnSheet {
  readonly projectCode: string;
  readonly sheetNo: string;
  readonly lineNo: number;
}

/** The line as the provincial hub has it. */
export interface KnownEntry {
  readonly id: string;
  readonly workerId: string | null;
  /** The month the wages are for: of back pay the month made up for. */
  readonly payMonth: string;
  /** Fen. */
  readonly actual: bigint;
}

/**
 * The line of a payroll sheet that a payment is for (工资支付明细), asked of the graph, since sheets are the provincial
 * hub's. One that is not on record holds the payment until its sheet comes, or its deadline; of one that was taken back the payments
 * that stand for it still tell.
 */
export const payrollEntry: Reference<OnSheet, KnownEntry> = {
  name: 'payroll-entry',
  path: 'sheetNo',
  missing: 'PAYROLL_ENTRY_UNKNOWN',
  asks: 'graph',
  comesWith: { ledger: 'provincial', dataset: 'PAYROLL_SHEET' },
  key: ({ projectCode, sheetNo, lineNo }) => [projectCode, sheetNo, lineNo].join(' '),
  async find(keys, { room }) {
    const lines = Map.groupBy(keys, (key) => key.slice(0, key.lastIndexOf(' ')));
    const sheets = await sheetIds(room, [...new Set(keys.map((key) => key.split(' ')[0]!))]);
    const wanted = [...lines].flatMap(([sheet, own]) => {
      const id = sheets.get(sheet);
      return id === undefined ? [] : [{ id, sheet, last: Math.max(...own.map(lineOf)) }];
    });
    const found = new Map<string, KnownEntry>();
    for (const some of partsOf(wanted, AT_ONCE))
      for (const entries of await Promise.all(some.map((one) => entriesOf(room, one))))
        for (const [key, entry] of entries) found.set(key, entry);
    return found;
  },
  findGone: (keys, _scene, db) => entriesPaid(keys, db),
};

interface PaidEntry extends KnownEntry {
  readonly key: string;
}

/** The lines that payments on record are for, as the latest of them says. */
async function entriesPaid(keys: readonly string[], db: Querier): Promise<Map<string, KnownEntry>> {
  const named = keys.map((key) => key.split(' ') as [project: string, sheet: string, line: string]);
  const projects = [...new Set(named.map(([project]) => project))];
  const rows = await db.rows<PaidEntry>(sql`
    select d.project_code || ' ' || d.sheet_no || ' ' || d.line_no as key, d.payroll_entry_id as id, d.worker_id as "workerId",
           d.pay_month as "payMonth", d.amount_fen as actual
      from banking.disbursement d
     where d.project_code = any(${arrayLiteral(projects)}::text[]) and not d.withdrawn
       and (d.project_code, d.sheet_no, d.line_no) in (select * from unnest(
         ${arrayLiteral(named.map(([project]) => project))}::text[], ${arrayLiteral(named.map(([, sheet]) => sheet))}::text[],
         ${arrayLiteral(named.map(([, , line]) => line))}::integer[]))
     order by d.recorded_at, d.id`);
  return new Map(rows.map(({ key, ...entry }) => [key, entry]));
}

const lineOf = (key: string): number => Number(key.slice(key.lastIndexOf(' ') + 1));

/** Sheets that are asked for at the same time. */
const AT_ONCE = 4;
/** As many as a list holds when nobody says how many, so that no operator's limit is in the way. */
const A_PAGE = 50;

const SHEETS = /* GraphQL */ `
  query SheetsOfProjects($codes: [ID!]!) {
    projects(filter: { codes: $codes }, orderBy: CODE) {
      nodes {
        code
        payrollSheets {
          id
          sheetNo
        }
      }
    }
  }
`;

interface SheetsAnswer {
  readonly projects: {
    readonly nodes: readonly {
      readonly code: string;
      readonly payrollSheets: readonly { readonly id: string; readonly sheetNo: string }[];
    }[];
  } | null;
}

/** The hub's ids of all sheets of these projects, by project and number. */
async function sheetIds(room: LedgerRoom, codes: readonly string[]): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const part of partsOf(codes, A_PAGE)) {
    const { projects } = await askGraph<SheetsAnswer>(room, SHEETS, { codes: part });
    for (const { code, payrollSheets } of projects?.nodes ?? [])
      for (const { id, sheetNo } of payrollSheets) ids.set(`${code} ${sheetNo}`, id);
  }
  return ids;
}

const ENTRIES = /* GraphQL */ `
  query EntriesOfSheet($id: ID!, $after: Cursor) {
    payrollSheet(id: $id) {
      entries(after: $after) {
        nodes {
          id
          lineNo
          payMonth
          backPayMonth
          actual
          worker {
            id
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

interface EntriesAnswer {
  readonly payrollSheet: {
    readonly entries: {
      readonly nodes: readonly {
        readonly id: string;
        readonly lineNo: number;
        readonly payMonth: string;
        readonly backPayMonth: string | null;
        readonly actual: string;
        readonly worker: { readonly id: string } | null;
      }[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    };
  } | null;
}

interface WantedSheet {
  readonly id: string;
  readonly sheet: string;
  /** Lines come in their order; what is beyond it need not be read. */
  readonly last: number;
}

async function entriesOf(
  room: LedgerRoom,
  { id, sheet, last }: WantedSheet,
): Promise<[string, KnownEntry][]> {
  const found: [string, KnownEntry][] = [];
  let after: string | null = null;
  do {
    const answer: EntriesAnswer = await askGraph<EntriesAnswer>(room, ENTRIES, { id, after });
    if (!answer.payrollSheet) break;
    const { nodes, pageInfo } = answer.payrollSheet.entries;
    for (const { id: entry, lineNo, payMonth, backPayMonth, actual, worker } of nodes)
      found.push([
        `${sheet} ${lineNo}`,
        {
          id: entry,
          workerId: worker?.id ?? null,
          payMonth: backPayMonth ?? payMonth,
          actual: parseYuan(actual),
        },
      ]);
    after = pageInfo.hasNextPage && (nodes.at(-1)?.lineNo ?? last) < last ? pageInfo.endCursor : null;
  } while (after !== null);
  return found;
}
