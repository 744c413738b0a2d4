import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { hubCaller } from '../../kernel/caller.ts';
import type { Querier } from '../../ledger/query.ts';
import { Organisation } from '../../subgraphs/provincial/organisations/facts.ts';
import { provincial } from '../../subgraphs/provincial/index.ts';
import { Session } from '../../subgraphs/session.ts';
import { type Department, openDepartment } from '../subgraphs/support/department.ts';

const HUB = hubCaller('tests');
const AT = '2026-03-01T07:00:00+08:00';

let department: Department;
beforeAll(async () => {
  department = await openDepartment(provincial);
  await write(0, 1, null);
  for (let from = 1; from <= 9_999; from += 5_000) await write(from, Math.min(from + 5_000, 10_000), 'O0');
});
afterAll(() => department?.close());

/** Organisations of one county from one number up to another, below one of them. */
function write(from: number, to: number, parentCode: string | null) {
  const contents = Array.from({ length: to - from }, (_none, place) => ({
    code: `O${from + place}`,
    name: `示例机构${from + place}`,
    abbreviation: null,
    kind: 'HUMAN_RESOURCES',
    level: 'COUNTY',
    sector: null,
    divisionCode: '450103',
    parentCode,
  }));
  return department.write(Organisation, AT, contents);
}

const LISTS = `{
  organisations(first: 1) { totalCount totalIsEstimate nodes { code } }
  few: organisations(first: 1, filter: { nameContains: "示例机构77" }) { totalCount totalIsEstimate }
  organisation(code: "O0") { subordinates(first: 1) { totalCount totalIsEstimate } }
}`;
const totals = async (asOf?: string) => (await department.ask(HUB, LISTS, asOf ? { asOf } : {})).data;

describe('A total', () => {
  test('of exactly 10,000 is counted', async () => {
    const counted = await totals();
    expect(counted).toMatchObject({
      organisations: { totalCount: 10_000, totalIsEstimate: false },
      few: { totalCount: 111, totalIsEstimate: false },
      organisation: { subordinates: { totalCount: 9_999, totalIsEstimate: false } },
    });
  });

  test('of more is an estimate that says so, never below 10,001, at the top and below a parent', async () => {
    await write(10_000, 10_002, 'O0');
    const { organisations, few, organisation } = (await totals()) as Record<string, Counted> & {
      organisation: { subordinates: Counted };
    };
    expect(few).toEqual({ totalCount: 111, totalIsEstimate: false });
    for (const { totalCount, totalIsEstimate } of [organisations!, organisation.subordinates]) {
      expect(totalIsEstimate).toBe(true);
      expect(totalCount).toBeGreaterThanOrEqual(10_001);
    }
  });

  test('is of the instant asked about', async () => {
    expect(await totals('2026-02-28T00:00:00+08:00')).toMatchObject({
      organisations: { totalCount: 0, totalIsEstimate: false },
    });
  });

  test('is counted once, however often and by which field it is asked for', async () => {
    const { session, counting, statements } = counted();
    const page = await department.store
      .reader(Organisation)
      .page(counting, { first: 1, orderBy: [{ property: 'code' }] });
    expect(statements()).toBe(1);
    const [one, other] = await Promise.all([page.total(), page.total()]);
    expect(one).toBe(other);
    // One that counts to the limit, one that asks the planner.
    expect(statements()).toBe(3);
    await session.close();
  });

  test('is not asked for where the page is the whole list, and is asked for where it goes on or begins elsewhere', async () => {
    const { session, counting, statements } = counted();
    const reader = department.store.reader(Organisation);
    const where = [sql`t.code = any('{O1,O2,O3}')`];
    const orderBy = [{ property: 'code' }];
    for (const size of [{ first: 3 }, { last: 5 }]) {
      const before = statements();
      const whole = await reader.page(counting, { ...size, where, orderBy });
      expect(await whole.total()).toEqual({ count: 3, isEstimate: false });
      expect(statements() - before).toBe(1);
    }
    const begun = await reader.page(counting, { first: 2, where, orderBy });
    const after = begun.pageInfo.endCursor;
    const rest = await reader.page(counting, { first: 2, after, where, orderBy });
    const before = statements();
    for (const page of [begun, rest]) expect(await page.total()).toEqual({ count: 3, isEstimate: false });
    expect(statements() - before).toBe(2);
    await session.close();
  });
});

/** A session, and how many statements it was asked through `counting`. */
function counted() {
  const session = new Session(department.store.pool, HUB, null);
  let asked = 0;
  const counting: Querier = {
    asOf: null,
    rows: (query) => {
      asked += 1;
      return session.rows(query);
    },
  };
  return { session, counting, statements: () => asked };
}

interface Counted {
  readonly totalCount: number;
  readonly totalIsEstimate: boolean;
}
