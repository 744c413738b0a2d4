import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { type Caller, SECTORS } from '../../../kernel/caller.ts';
import { WageCard } from '../../../subgraphs/banking/facts.ts';
import { banking } from '../../../subgraphs/banking/index.ts';
import { Session } from '../../../subgraphs/session.ts';
import { type Department, official, openDepartment } from '../support/department.ts';
import { bank, card, FEBRUARY, JANUARY, placed, tellWorkers, worker } from './support/bank-records.ts';

const BETWEEN = '2026-01-20T00:00:00+08:00';
const [own, moved, elsewhere, farAway, nowhere] = Array.from({ length: 5 }, () => randomUUID()) as [
  string,
  string,
  string,
  string,
  string,
];
const NAMES = new Map(Object.entries({ own, moved, elsewhere, farAway, nowhere }).map(([a, b]) => [b, a]));

const provinceHr = official('450000', ...SECTORS);
const countyHr = official('450103', ...SECTORS);
const otherCounty = official('450202', ...SECTORS);
const yunnanHr = official('530000', ...SECTORS);
const nation = official('000000', ...SECTORS);
const withinDivisions = (...divisions: string[]): Caller => ({
  ...official('450103', ...SECTORS),
  divisions,
});

let banks: Department;
const ids = new Map<string, string>();
const first = placed(moved, 'COUNTY');

beforeAll(async () => {
  banks = await openDepartment(banking);
  for (const [place, workerId] of [own, moved, elsewhere, farAway, nowhere].entries()) {
    const [verdict] = await banks.write(WageCard, JANUARY, [
      card(workerId, `62220000000001${place}`, place === 1 ? '103' : '102'),
    ]);
    ids.set(workerId, verdict!.id);
  }
}, 60_000);
afterAll(() => banks?.close());

const asked = async (caller: Caller, query: string, variables = {}, asOf?: string) => {
  const { data, errors } = await banks.ask(caller, query, { variables, ...(asOf && { asOf }) });
  expect(errors).toBeUndefined();
  return data!;
};
const named = (workers: readonly string[]) => workers.map((id) => NAMES.get(id)).sort();

/** Whose cards a caller sees: by list and total, one by one, and by the worker; all say the same. */
async function seen(caller: Caller, asOf?: string): Promise<(string | undefined)[]> {
  const LIST =
    '{ wageCards(first: 2) { totalCount nodes { worker { id } } } all: wageCards { nodes { worker { id } } } }';
  type List = { totalCount: number; nodes: { worker: { id: string } }[] };
  const { wageCards, all } = (await asked(caller, LIST, {}, asOf)) as { wageCards: List; all: List };
  const listed = named(all.nodes.map((one) => one.worker.id));
  expect(wageCards.totalCount).toBe(listed.length);
  expect(wageCards.nodes).toEqual(all.nodes.slice(0, 2));
  const found: string[] = [];
  for (const [workerId, id] of ids) {
    const ONE = `query ($id: ID!, $of: [_Any!]!) { wageCard(id: $id) { id versions { version } }
      _entities(representations: $of) { ... on MigrantWorker { wageCard { id } } ... on WageCard { status } } }`;
    const of = [
      { __typename: 'MigrantWorker', id: workerId },
      { __typename: 'WageCard', id },
    ];
    const { wageCard, _entities } = await asked(caller, ONE, { id, of }, asOf);
    const [person, referred] = _entities as [{ wageCard: unknown }, unknown];
    expect([person.wageCard === null, referred === null]).toEqual([wageCard === null, wageCard === null]);
    if (wageCard) found.push(workerId);
  }
  expect(named(found)).toEqual(listed);
  return listed;
}

describe('Before there is any project', () => {
  test('a worker and a bank see their own cards, and no department any', async () => {
    expect(await seen(worker(own))).toEqual(['own']);
    expect(await seen(bank('103'))).toEqual(['moved']);
    for (const caller of [countyHr, provinceHr, yunnanHr, nation]) expect(await seen(caller)).toEqual([]);
  });
});

describe('A department sees the wage card', () => {
  beforeAll(async () => {
    await banks.scope([
      ['COUNTY', 'HOUSING', '450103'],
      ['ROAD', 'TRANSPORT', '450103'],
      ['OTHER', 'HOUSING', '450202'],
    ]);
    await tellWorkers(
      banks,
      placed(own, 'COUNTY'),
      placed(own, 'COUNTY'),
      first,
      placed(moved, 'OTHER'),
      placed(elsewhere, 'OTHER'),
    );
  });

  test('of a worker who is or was in a project within its reach, and of nobody else', async () => {
    expect(await seen(countyHr)).toEqual(['moved', 'own']);
    expect(await seen(otherCounty)).toEqual(['elsewhere', 'moved']);
    expect(await seen(official('450103', 'HOUSING'))).toEqual(['moved', 'own']);
    expect(await seen(official('450103', 'TRANSPORT'))).toEqual([]);
    expect(await seen(official('450000', 'HOUSING'))).toEqual(['elsewhere', 'moved', 'own']);
    expect(await seen(withinDivisions('450103', '530102'))).toEqual(['moved', 'own']);
    expect(await seen(withinDivisions('450103', '450202'))).toEqual(['elsewhere', 'moved', 'own']);
  });

  test('of nobody where it has no project: another province, another county', async () => {
    expect(await seen(yunnanHr)).toEqual([]);
    expect(await seen(official('450107', ...SECTORS))).toEqual([]);
  });

  test('of everybody, also of workers who are nowhere, where it reaches every project', async () => {
    expect(await seen(provinceHr)).toEqual(['elsewhere', 'farAway', 'moved', 'nowhere', 'own']);
    expect(await seen(nation)).toEqual(['elsewhere', 'farAway', 'moved', 'nowhere', 'own']);
  });

  test('of its own workers alone once another province has projects', async () => {
    await banks.scope([['FAR', 'HOUSING', '530102']]);
    await tellWorkers(banks, placed(farAway, 'FAR'));
    expect(await seen(provinceHr)).toEqual(['elsewhere', 'moved', 'own']);
    expect(await seen(yunnanHr)).toEqual(['farAway']);
    expect(await seen(nation)).toEqual(['elsewhere', 'farAway', 'moved', 'nowhere', 'own']);
  });

  test('and is told how many there are, each card once, whatever the list is cut down to', async () => {
    const total = async (caller: Caller, filter: object | null, asOf?: string) => {
      const query = 'query ($filter: WageCardFilter) { wageCards(first: 1, filter: $filter) { totalCount } }';
      const { wageCards } = await asked(caller, query, { filter }, asOf);
      return (wageCards as { totalCount: number }).totalCount;
    };
    const housing = official('450000', 'HOUSING');
    const filters = [null, {}, { bankCode: '102' }, { bankCode: '103' }, { workerId: own }, { statuses: [] }];
    const totals = (caller: Caller, asOf?: string) =>
      Promise.all(filters.map((filter) => total(caller, filter, asOf)));
    expect(await totals(housing)).toEqual([3, 3, 2, 1, 1, 0]);
    expect(await totals(housing, BETWEEN)).toEqual([3, 3, 2, 1, 1, 0]);
    expect(await totals(countyHr)).toEqual([2, 2, 1, 1, 1, 0]);
    expect(await totals(official('450103', 'TRANSPORT'))).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test('no more where the entry was taken back, also when an older version comes late', async () => {
    await tellWorkers(banks, { ...first, version: 3, isWithdrawn: true });
    await tellWorkers(banks, { ...first, version: 2 });
    expect(await seen(countyHr)).toEqual(['own']);
    expect(await seen(otherCounty)).toEqual(['elsewhere', 'moved']);
    await tellWorkers(banks, { ...first, version: 4 });
    expect(await seen(countyHr)).toEqual(['moved', 'own']);
  });

  test('with its history and as of earlier, by where the worker is or was now', async () => {
    await banks.write(WageCard, FEBRUARY, [
      card(own, '6222000000000199'),
      card(elsewhere, '6222000000000198'),
    ]);
    const HISTORY = 'query ($id: ID!) { wageCard(id: $id) { versions { version } } }';
    expect(await asked(countyHr, HISTORY, { id: ids.get(own)! })).toEqual({
      wageCard: { versions: [{ version: 2 }, { version: 1 }] },
    });
    expect(await asked(countyHr, HISTORY, { id: ids.get(elsewhere)! })).toEqual({ wageCard: null });
    expect(await seen(countyHr, BETWEEN)).toEqual(['moved', 'own']);
    expect(await seen(yunnanHr, BETWEEN)).toEqual(['farAway']);
    expect(await seen(nation, BETWEEN)).toHaveLength(5);
    expect(await seen(worker(elsewhere), BETWEEN)).toEqual(['elsewhere']);
    expect(await seen(bank('103'), BETWEEN)).toEqual(['moved']);
    const versions = async (caller: Caller) => {
      const session = new Session(banks.store.pool, caller, null);
      const rows = await session.rows(sql`select from banking.wage_card_history`);
      await session.close();
      return rows.length;
    };
    expect([await versions(countyHr), await versions(yunnanHr), await versions(nation)]).toEqual([1, 0, 2]);
  });

  test('and a worker, a bank, an enterprise of the project see what they saw', async () => {
    expect(await seen(worker(own))).toEqual(['own']);
    expect(await seen(worker(nowhere))).toEqual(['nowhere']);
    expect(await seen(bank('102'))).toEqual(['elsewhere', 'farAway', 'nowhere', 'own']);
    expect(await seen(bank('104'))).toEqual([]);
    expect(await seen({ ...worker(randomUUID()), kind: 'ENTERPRISE', projects: ['COUNTY'] })).toEqual([]);
  });
});
