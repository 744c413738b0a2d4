import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Caller, hubCaller, SCOPES, SECTORS } from '../../../kernel/caller.ts';
import {
  Crew,
  Engagement,
  MigrantWorker,
  ParticipatingUnit,
  PayrollSheet,
  RealNameRegistration,
} from '../../../subgraphs/provincial/facts.ts';
import { provincial } from '../../../subgraphs/provincial/index.ts';
import { type Department, official, openDepartment } from '../support/department.ts';
import {
  BUILDER,
  crew,
  LABOUR,
  openProjects,
  period,
  type Place,
  roster,
  sheet,
  unit,
} from './site-facts.ts';

const AT = '2026-02-20T08:00:00+08:00';
const PLACES: readonly Place[] = [
  ['A', 'HOUSING', '450103'],
  ['B', 'HOUSING', '450107'],
  ['C', 'TRANSPORT', '450103'],
  ['D', 'WATER', '450203'],
];
const CODES = PLACES.map(([code]) => code);
const [leader, gone, listed] = [randomUUID(), randomUUID(), randomUUID()].sort() as [string, string, string];

let department: Department;
beforeAll(async () => {
  department = await openDepartment(provincial);
  await openProjects(department, AT, PLACES);
  const everywhere = (make: (code: string) => Record<string, unknown>[]) => CODES.flatMap(make);
  await department.write(
    MigrantWorker,
    AT,
    [leader, gone, listed].map((workerId) => ({ workerId, name: '韦示例' })),
  );
  await department.write(
    ParticipatingUnit,
    AT,
    everywhere((code) => [
      unit(code, BUILDER, { role: 'GENERAL_CONTRACTOR' }),
      unit(code, LABOUR, { enteredOn: '2026-01-05', exitedOn: '2026-01-31' }),
    ]),
  );
  await department.write(
    Crew,
    AT,
    everywhere((code) => [
      crew(code, BUILDER, 'any', { enteredOn: '2026-01-05' }),
      crew(code, LABOUR, '2', { exitedOn: '2026-01-31' }),
    ]),
  );
  await department.write(
    Engagement,
    AT,
    everywhere((code) => [
      period(code, 'any', leader, { isCrewLeader: true, enteredOn: `2026-01-1${CODES.indexOf(code)}` }),
      period(code, '2', gone, { enteredOn: `2026-01-0${CODES.indexOf(code) + 1}`, exitedOn: '2026-01-20' }),
    ]),
  );
  await department.write(
    RealNameRegistration,
    AT,
    everywhere((code) => [
      roster(code, 'any', leader, { isCrewLeader: true, registeredOn: '2026-01-04' }),
      roster(code, 'any', listed, { registeredOn: '2026-02-10' }),
      roster(code, '2', gone),
    ]),
  );
  await department.write(
    PayrollSheet,
    AT,
    everywhere((code) => [
      sheet(code, 'S1', '2026-01', { unitCode: BUILDER, crewNo: 'any' }),
      sheet(code, 'S2', '2026-02', { status: '2' }),
    ]),
  );
}, 120_000);
afterAll(() => department?.close());

const officialOf = (division: string, ...sectors: Parameters<typeof official>[1][]): Caller => ({
  ...official(division, ...(sectors.length ? sectors : SECTORS)),
  scopes: SCOPES,
});
const enterprise: Caller = {
  ...hubCaller('e'),
  kind: 'ENTERPRISE',
  enterprise: BUILDER,
  projects: ['B'],
};
const appOf = (worker: string): Caller => ({ ...hubCaller('w'), kind: 'WORKER_APP', worker });

/** A list, what a node of it is told by, and its nodes by project, in its order. */
interface List {
  readonly field: string;
  readonly node: string;
  readonly told: (node: never) => string;
  /** All there are, in the order of the list. */
  readonly all: readonly string[];
  /** What of it a worker's own is. */
  readonly own: readonly string[];
  /** What a filter leaves, as seen by a province. */
  readonly filters: readonly (readonly [filter: string, left: readonly string[]])[];
}

const each = (...ends: string[]) => CODES.flatMap((code) => ends.map((end) => `${code} ${end}`));
const NAMES = new Map([
  [leader, 'leader'],
  [gone, 'gone'],
  [listed, 'listed'],
]);
type OfWorker = { project: { code: string }; crewNo: string; worker: { id: string } };
const ofWorker = ({ project, crewNo, worker }: OfWorker) =>
  `${project.code} ${crewNo} ${NAMES.get(worker.id)}`;

const latest = (end: string) => each(end).reverse();
const ROSTER = ['2 gone', 'any leader', 'any listed'];
const LISTS: readonly List[] = [
  {
    field: 'participatingUnits',
    node: 'project { code } enterpriseCode role',
    told: ({ project, role }: { project: { code: string }; role: string }) => `${project.code} ${role}`,
    all: each('GENERAL_CONTRACTOR', 'SUBCONTRACTOR'),
    own: [],
    filters: [
      ['projectCode: "B"', ['B GENERAL_CONTRACTOR', 'B SUBCONTRACTOR']],
      ['division: "450103", roles: [SUBCONTRACTOR]', ['A SUBCONTRACTOR', 'C SUBCONTRACTOR']],
      [`enterpriseCode: "${LABOUR}"`, each('SUBCONTRACTOR')],
      ['onSiteOn: "2026-02-01", projectCode: "A"', ['A GENERAL_CONTRACTOR']],
      ['onSiteOn: "2026-01-31", projectCode: "A"', ['A GENERAL_CONTRACTOR', 'A SUBCONTRACTOR']],
      ['onSiteOn: "2026-01-01", projectCode: "A"', ['A GENERAL_CONTRACTOR']],
      ['roles: []', []],
    ],
  },
  {
    field: 'crews',
    node: 'project { code } crewNo unit { creditCode }',
    told: ({ project, crewNo }: { project: { code: string }; crewNo: string }) => `${project.code} ${crewNo}`,
    all: each('any', '2'),
    own: [],
    filters: [
      ['projectCode: "D"', ['D any', 'D 2']],
      ['division: "450103", crewNo: "any"', ['A any', 'C any']],
      [`unitCode: "${LABOUR}"`, each('2')],
      [`leaderId: "${leader}"`, each('any')],
      [`leaderId: "${gone}"`, []],
      ['leaderId: "nobody"', []],
      ['onSiteOn: "2026-02-01"', each('any')],
      ['onSiteOn: "2026-01-04"', each('2')],
    ],
  },
  {
    field: 'engagements',
    node: 'project { code } crewNo worker { id }',
    told: ofWorker,
    all: [...latest('any leader'), ...latest('2 gone')],
    own: latest('any leader'),
    filters: [
      ['projectCode: "A"', ['A any leader', 'A 2 gone']],
      ['division: "450103", crewNo: "2"', ['C 2 gone', 'A 2 gone']],
      [`unitCode: "${BUILDER}"`, latest('any leader')],
      [`workerId: "${gone}"`, latest('2 gone')],
      ['workerId: "nobody"', []],
      ['isCrewLeader: true', latest('any leader')],
      ['isCrewLeader: false', latest('2 gone')],
      ['onSiteOn: "2026-01-21"', latest('any leader')],
      ['onSiteOn: "2026-01-02"', ['B 2 gone', 'A 2 gone']],
    ],
  },
  {
    field: 'realNameRegistrations',
    node: 'project { code } crewNo worker { id }',
    told: ofWorker,
    all: each(...ROSTER),
    own: each('any leader'),
    filters: [
      ['projectCode: "A"', ROSTER.map((one) => `A ${one}`)],
      ['division: "450203", crewNo: "any"', ['D any leader', 'D any listed']],
      [`unitCode: "${LABOUR}"`, each('2 gone')],
      [`workerId: "${listed}"`, each('any listed')],
      ['isCrewLeader: true', each('any leader')],
      ['inForceOn: "2026-01-20"', each('2 gone', 'any leader')],
      ['inForceOn: "2026-01-21"', each('any leader')],
      ['inForceOn: "2026-02-10"', each('any leader', 'any listed')],
    ],
  },
  {
    field: 'payrollSheets',
    node: 'project { code } sheetNo',
    told: ({ project, sheetNo }: { project: { code: string }; sheetNo: string }) =>
      `${project.code} ${sheetNo}`,
    all: [...each('S2'), ...each('S1')],
    own: [],
    filters: [
      ['projectCode: "A"', ['A S2', 'A S1']],
      ['division: "450103", month: "2026-01"', ['A S1', 'C S1']],
      [`unitCode: "${BUILDER}"`, each('S1')],
      ['crewNo: "any"', each('S1')],
      ['statuses: ["2"]', each('S2')],
    ],
  },
];

interface Answered {
  readonly nodes: readonly never[];
  readonly totalCount: number;
  readonly totalIsEstimate: boolean;
  readonly pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string;
    endCursor: string;
  };
}

async function ask({ field, node, told }: List, caller: Caller, args = '', asOf?: string) {
  const { data, errors } = await department.ask(
    caller,
    `{ ${field}${args && `(${args})`} { nodes { ${node} } totalCount totalIsEstimate
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
    asOf ? { asOf } : {},
  );
  expect(errors).toBeUndefined();
  const { nodes, ...page } = data![field] as unknown as Answered;
  expect(page.totalIsEstimate).toBe(false);
  return { ...page, nodes: nodes.map(told) };
}

const of = (list: readonly string[], ...codes: string[]) => list.filter((one) => codes.includes(one[0]!));

describe.each(LISTS.map((list) => [list.field, list] as const))('The list %s', (_field, list) => {
  test.each<[string, Caller, readonly string[]]>([
    ['a province', officialOf('450000'), list.all],
    ['a county', officialOf('450103'), of(list.all, 'A', 'C')],
    ['a county’s department of one sector', officialOf('450103', 'TRANSPORT'), of(list.all, 'C')],
    ['another sector’s department', officialOf('450000', 'ENERGY'), []],
    ['an enterprise', enterprise, of(list.all, 'B')],
    ['a worker', appOf(leader), list.own],
    ['somebody of another province', officialOf('530000'), []],
    ['a vendor', { ...hubCaller('v'), kind: 'VENDOR' }, []],
    ['the hub', hubCaller('tests'), list.all],
  ])('shows %s what is within reach, in its order, with the total', async (_who, caller, expected) => {
    const { nodes, totalCount } = await ask(list, caller);
    expect(nodes).toEqual(expected);
    expect(totalCount).toBe(expected.length);
    expect(await ask(list, caller, '', '2026-02-21T00:00:00Z')).toMatchObject({ nodes, totalCount });
    expect((await ask(list, caller, '', '2026-02-19T00:00:00Z')).nodes).toEqual([]);
  });

  test.each(list.filters)('is cut down by %s', async (filter, left) => {
    const { nodes, totalCount } = await ask(list, officialOf('450000'), `filter: { ${filter} }`);
    expect(nodes).toEqual(left);
    expect(totalCount).toBe(left.length);
    const own = await ask(list, officialOf('450107'), `filter: { ${filter} }`);
    expect(own.nodes).toEqual(of(left, 'B'));
    const past = await ask(list, officialOf('450000'), `filter: { ${filter} }`, '2026-02-21T00:00:00Z');
    expect(past.nodes).toEqual(left);
  });

  test('comes page by page, both ways, with the total of all', async () => {
    const caller = officialOf('450000');
    const { all } = list;
    const one = await ask(list, caller, 'first: 3');
    expect([one.nodes, one.totalCount, one.pageInfo.hasNextPage]).toEqual([
      all.slice(0, 3),
      all.length,
      true,
    ]);
    const two = await ask(list, caller, `first: 3, after: "${one.pageInfo.endCursor}"`);
    expect([two.nodes, two.totalCount, two.pageInfo.hasPreviousPage]).toEqual([
      all.slice(3, 6),
      all.length,
      true,
    ]);
    const back = await ask(list, caller, `last: 2, before: "${two.pageInfo.startCursor}"`);
    expect([back.nodes, back.pageInfo.hasPreviousPage]).toEqual([all.slice(1, 3), true]);
    const end = await ask(list, caller, 'last: 2');
    expect([end.nodes, end.pageInfo.hasNextPage]).toEqual([all.slice(-2), false]);
  });
});

describe('A crew', () => {
  const CREWS = `{ crews(filter: { projectCode: "A" }) { nodes { crewNo project { code } unit { creditCode }
    engagements { nodes { worker { id } } totalCount }
    onSite: engagements(onSiteOn: "2026-02-01") { totalCount }
    realNameRegistrations(first: 1) { nodes { worker { id } } totalCount } } } }`;

  test.each(['', '2026-02-21T00:00:00Z'])('tells who is in it and on its roster, "%s"', async (asOf) => {
    const { data, errors } = await department.ask(officialOf('450103'), CREWS, asOf ? { asOf } : {});
    expect(errors).toBeUndefined();
    const worker = (id: string) => ({ worker: { id } });
    expect((data!.crews as unknown as { nodes: unknown[] }).nodes).toEqual([
      {
        crewNo: 'any',
        project: { code: 'A' },
        unit: null,
        engagements: { nodes: [worker(leader)], totalCount: 1 },
        onSite: { totalCount: 1 },
        realNameRegistrations: { nodes: [worker(leader)], totalCount: 2 },
      },
      {
        crewNo: '2',
        project: { code: 'A' },
        unit: null,
        engagements: { nodes: [worker(gone)], totalCount: 1 },
        onSite: { totalCount: 0 },
        realNameRegistrations: { nodes: [worker(gone)], totalCount: 1 },
      },
    ]);
  });

  test('called "any" is not taken for every crew of its project, asked for in the same request', async () => {
    const { data, errors } = await department.ask(
      officialOf('450000'),
      `{ project(code: "A") { every: realNameRegistrations { totalCount } one: realNameRegistrations(crewNo: "any") { totalCount } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data!.project).toEqual({ every: { totalCount: 3 }, one: { totalCount: 2 } });
  });
});
