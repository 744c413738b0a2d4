import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Caller, hubCaller } from '../../../kernel/caller.ts';
import { Engagement, MigrantWorker, RealNameRegistration } from '../../../subgraphs/provincial/facts.ts';
import { provincial } from '../../../subgraphs/provincial/index.ts';
import { type Department, official, openDepartment } from '../support/department.ts';

const AT = '2026-02-01T08:00:00+08:00';
const ids = Array.from({ length: 8 }, () => randomUUID()).sort();
const [onSite, twice, listed, both, away, everywhere, idle, unknown] = ids as [string, ...string[]] &
  string[];

let department: Department;
beforeAll(async () => {
  department = await openDepartment(provincial);
  await department.scope([
    ['A', 'HOUSING', '450103'],
    ['B', 'HOUSING', '450103'],
    ['C', 'HOUSING', '450203'],
  ]);
  await department.write(
    MigrantWorker,
    AT,
    ids.filter((id) => id !== unknown).map((workerId) => ({ ...NO_WORKER, workerId, name: '韦示例' })),
  );
  await department.write(Engagement, AT, [
    period('A', onSite!),
    period('A', twice!),
    period('B', twice!),
    period('A', both!),
    period('C', away!),
    period('A', everywhere!),
    period('C', everywhere!),
    period('A', unknown!),
  ]);
  await department.write(RealNameRegistration, AT, [roster('B', listed!), roster('A', both!)]);
});
afterAll(() => department?.close());

const NO_WORKER = {
  gender: null,
  bornOn: null,
  ethnicGroup: null,
  education: null,
  phone: null,
  homeAddress: null,
  documentIndex: null,
};
const period = (projectCode: string, workerId: string) => ({
  projectCode,
  crewNo: '1',
  workerId,
  workType: null,
  workRole: null,
  isCrewLeader: false,
  enteredOn: '2026-01-01',
  exitedOn: null,
});
const roster = (projectCode: string, workerId: string) => ({
  projectCode,
  crewNo: '1',
  workerId,
  workType: null,
  workRole: null,
  isCrewLeader: false,
  cardNo: null,
  registeredOn: null,
});

const reader = (caller: Caller): Caller => ({ ...caller, scopes: ['worker:read', 'project:read'] });
const county = reader(official('450103', 'HOUSING'));
const WORKERS = `query ($filter: MigrantWorkerFilter, $first: Int, $after: Cursor, $last: Int, $before: Cursor) {
  migrantWorkers(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
    nodes { id } totalCount totalIsEstimate pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;

async function ask(caller: Caller, variables: Record<string, unknown> = {}) {
  const { data, errors } = await department.ask(caller, WORKERS, { variables });
  expect(errors).toBeUndefined();
  const { nodes, ...page } = data!.migrantWorkers as {
    nodes: { id: string }[];
    totalCount: number;
    totalIsEstimate: boolean;
    pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string };
  };
  expect(page.totalIsEstimate).toBe(false);
  return { ...page, ids: nodes.map(({ id }) => id) };
}

describe('Workers within reach', () => {
  test('are those engaged or on a roster there, each once, whether in one project or several', async () => {
    const { ids: found, totalCount } = await ask(county);
    expect(found).toEqual([onSite, twice, listed, both, everywhere]);
    expect(totalCount).toBe(5);
  });

  test.each<[string, Caller, (string | undefined)[]]>([
    ['another county’s', reader(official('450203', 'HOUSING')), [away, everywhere]],
    ['another sector’s', reader(official('450103', 'WATER')), []],
    ['a province’s', reader(official('450000', 'HOUSING')), [onSite, twice, listed, both, away, everywhere]],
    [
      'an enterprise’s',
      reader({ ...hubCaller('e'), kind: 'ENTERPRISE', enterprise: 'E', projects: ['B'] }),
      [twice, listed],
    ],
    ['a vendor’s', reader({ ...hubCaller('v'), kind: 'VENDOR' }), []],
    ['a worker’s own', reader({ ...hubCaller('w'), kind: 'WORKER_APP', worker: idle! }), [idle]],
    ['the hub’s, engaged or not', hubCaller('tests'), [onSite, twice, listed, both, away, everywhere, idle]],
  ])('are %s', async (_what, caller, found) => {
    const page = await ask(caller);
    expect(page.ids).toEqual(found);
    expect(page.totalCount).toBe(found.length);
  });

  test('come page by page, both ways, with the total of all', async () => {
    const one = await ask(county, { first: 2 });
    expect([one.ids, one.totalCount, one.pageInfo.hasNextPage]).toEqual([[onSite, twice], 5, true]);
    const two = await ask(county, { first: 2, after: one.pageInfo.endCursor });
    expect([two.ids, two.totalCount, two.pageInfo.hasNextPage]).toEqual([[listed, both], 5, true]);
    const three = await ask(county, { first: 2, after: two.pageInfo.endCursor });
    expect([three.ids, three.pageInfo.hasNextPage]).toEqual([[everywhere], false]);
    const back = await ask(county, { last: 2, before: three.pageInfo.startCursor });
    expect([back.ids, back.pageInfo.hasPreviousPage]).toEqual([[listed, both], true]);
  });

  test('are filtered by project and by id', async () => {
    expect((await ask(county, { filter: { projectCode: 'B' } })).ids).toEqual([twice]);
    expect((await ask(county, { filter: { projectCode: 'C' } })).ids).toEqual([]);
    expect((await ask(county, { filter: { ids: [away, both] } })).ids).toEqual([both]);
  });
});
