import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import { yearMonthOf } from '../../../kernel/calendar.ts';
import type { Book } from './book.ts';
import { ledgerFaults, unfinished } from './ledger-faults.ts';
import { type Parents, resultOf } from './parents.ts';
import type { Site } from './site.ts';

/** What was found in the end. */
export interface Found {
  /** Acknowledged records: punches, sheets and contracts. */
  readonly acknowledged: number;
  /** Of these, how many were held first and released later. */
  readonly released: number;
  /** Of these, how many came by finished 603号 calls. */
  readonly calls: number;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  /** Half-stored things, other content, other ids. */
  readonly wrong: readonly string[];
  readonly settings: Readonly<Record<string, string>>;
}

/** Waits until the hub has done what it had to do, then compares what it told with what is there, by SQL and by GraphQL. */
export async function nothingLost(site: Site, parents: Parents, book: Book): Promise<Found> {
  for (const serial of book.serials) await resultOf(site, serial);
  await settled(site);
  const found = await site.sql((client) => compared(client, book));
  const byGraph = await punchesByGraph(site, parents, book);
  for (const [label, { deviceNo, id }] of book.punches) {
    const seen = byGraph.get(label) ?? [];
    const isRight =
      seen.length === 1 && seen[0]!.deviceNo === deviceNo && (id ?? seen[0]!.id) === seen[0]!.id;
    if (!isRight) found.wrong.push(`${label} by GraphQL: ${JSON.stringify(seen)}`);
  }
  return found;
}

const SETTLED_WITHIN_MS = 90_000;

async function settled(site: Site): Promise<void> {
  const from = performance.now();
  for (;;) {
    const left = await site.sql(unfinished);
    if (left.leaves === 0 && left.held.length === 0) return;
    if (performance.now() - from > SETTLED_WITHIN_MS)
      throw new Error(
        `after a minute and a half there is left ${JSON.stringify(left, null, 1)}\n${site.said()}`,
      );
    await pause(200);
  }
}

interface Known {
  readonly name: string;
  readonly id: string;
  readonly content: string;
}

async function compared(client: Client, book: Book) {
  const [lost, doubled, wrong]: string[][] = [[], [], await ledgerFaults(client)];
  const compare = async (
    what: string,
    query: string,
    expected: ReadonlyMap<string, readonly [string | null, string]>,
  ) => {
    const rows = (await client.query<Known>(query)).rows;
    const byName = Map.groupBy(rows, ({ name }) => name);
    for (const [name, [id, content]] of expected) {
      const found = byName.get(name) ?? [];
      if (found.length === 0) lost!.push(`${what} ${name}`);
      if (found.length > 1) doubled!.push(`${what} ${name}`);
      if (id !== null && found[0] && found[0].id !== id)
        wrong!.push(`${what} ${name} has the id ${found[0].id}`);
      if (found[0] && found[0].content !== content)
        wrong!.push(`${what} ${name} says ${found[0].content} instead of ${content}`);
    }
    for (const name of byName.keys()) if (!expected.has(name)) wrong!.push(`${what} ${name} was never sent`);
  };
  const punches = [...book.punches].map(
    ([label, one]) => [label, [one.id, `${one.deviceNo} ${one.version}`]] as const,
  );
  await compare(
    'punch',
    `select split_part(device_no, '-', 1) as name, id, device_no || ' ' || version as content
       from provincial.attendance_record where not withdrawn`,
    new Map(punches),
  );
  const sheets = [...book.sheets].map(
    ([no, one]) => [no, [one.id, `${one.version} ${linesText(one.lines)}`]] as const,
  );
  await compare(
    'sheet',
    `select s.sheet_no as name, s.id, s.version || ' ' || coalesce((select string_agg(e.line_no || ':' ||
        to_char(e.actual_fen / 100.0, 'FM999999990.00'), ' ' order by e.line_no) from provincial.payroll_entry e
        where e.project_code = s.project_code and e.sheet_no = s.sheet_no and not e.withdrawn), '') as content
       from provincial.payroll_sheet s`,
    new Map(sheets),
  );
  await compare(
    'contract',
    `select contract_no as name, id, '' as content from human_resources.labour_contract`,
    new Map([...book.contracts].map(([no, { id }]) => [no, [id, '']] as const)),
  );
  for (const [, one] of [...book.punches, ...book.sheets, ...book.contracts])
    if (!one.acknowledged) wrong!.push(`something was never acknowledged: ${JSON.stringify(one)}`);
  wrong!.push(...(await receiptsNotThere(client, book)));
  const released = await client.query(
    `select count(*)::int as n from (select state from provincial.held_record union all
       select state from human_resources.held_record) h where state = 'RELEASED'`,
  );
  return {
    acknowledged: book.punches.size + book.sheets.size + book.contracts.size,
    released: released.rows[0].n as number,
    calls: book.serials.size,
    lost: lost!,
    doubled: doubled!,
    wrong: wrong!,
    settings: await durability(client),
  };
}

const linesText = (lines: Readonly<Record<number, string>>): string =>
  Object.entries(lines)
    .map(([no, pays]) => `${no}:${pays}`)
    .join(' ');

async function receiptsNotThere(client: Client, book: Book): Promise<string[]> {
  const { rows } = await client.query<{ id: string; n: number }>(
    `select receipt_id as id, submitted as n from provincial.submission union all
     select receipt_id, submitted from human_resources.submission`,
  );
  const there = new Map(rows.map(({ id, n }) => [id, n]));
  return [...book.receipts].flatMap(([id, n]) =>
    there.get(id) === n ? [] : [`receipt ${id} of ${n} records has ${there.get(id)}`],
  );
}

/** The server's settings that decide whether what was acknowledged is durable. */
async function durability(client: Client): Promise<Record<string, string>> {
  const { rows } = await client.query<{ name: string; setting: string }>(
    `select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes')`,
  );
  return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
}

const PUNCHES = `query ($code: ID!, $month: YearMonth, $after: Cursor) {
  project(code: $code) { attendanceRecords(month: $month, first: 200, after: $after) {
    pageInfo { hasNextPage endCursor } nodes { id deviceNo } } } }`;

async function punchesByGraph(site: Site, { projectCode }: Parents, book: Book) {
  const found = new Map<string, { id: string; deviceNo: string }[]>();
  const day = 86_400_000;
  const months = new Set([Date.now() - day, Date.now()].map((at) => yearMonthOf(new Date(at))));
  const most = book.punches.size / 200 + 2;
  for (const month of months)
    for (let after: string | null = null, pages = 0; pages < most; pages++) {
      const { nodes, pageInfo } = await page(site, { code: projectCode, month, after });
      for (const one of nodes) {
        const label = one.deviceNo.split('-')[0]!;
        found.set(label, [...(found.get(label) ?? []), one]);
      }
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
  return found;
}

interface Page {
  readonly nodes: readonly { readonly id: string; readonly deviceNo: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

async function page(site: Site, variables: object): Promise<Page> {
  const response = await fetch(`${site.urls[0]}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${site.tokens()['province-hr']}` },
    body: JSON.stringify({ query: PUNCHES, variables }),
  });
  const text = await response.text();
  const { data, errors } = JSON.parse(text);
  if (errors) throw new Error(text.slice(0, 600));
  return data.project.attendanceRecords;
}
