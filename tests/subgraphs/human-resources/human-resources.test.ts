import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseBusinessDate } from '../../../kernel/calendar.ts';
import { type Caller, hubCaller } from '../../../kernel/caller.ts';
import { standsOn } from '../../../subgraphs/human-resources/rules/discredited-term.ts';
import { DiscreditedListing, LabourContract, WageOfficer } from '../../../subgraphs/human-resources/facts.ts';
import { humanResources } from '../../../subgraphs/human-resources/index.ts';
import { type Department, official, openDepartment } from '../support/department.ts';

const JANUARY = '2026-01-10T09:00:00+08:00';
const EMPLOYER = '91450100MA5K00001E';
const lin = randomUUID();
const wei = randomUUID();

const contract = (projectCode: string, workerId: string, contractNo: string, endsOn: string | null) => ({
  projectCode,
  workerId,
  contractNo,
  employerCode: EMPLOYER,
  periodKind: endsOn ? '0' : '1',
  startsOn: '2026-01-01',
  endsOn,
  unit: '81',
  unitPriceFen: 3_550n,
});

const listing = (
  listingNo: string,
  decidedOn: string,
  termEndsOn: string,
  removedOn: string | null = null,
) => ({
  listingNo,
  creditCode: EMPLOYER,
  responsiblePersonName: '韦某某',
  decidedOn,
  termEndsOn,
  removedOn,
  reason: '拖欠农民工工资，经责令限期支付逾期未支付',
  authority: '示范区人力资源和社会保障局',
});

const LISTINGS = [
  listing('ended', '2023-02-28', '2026-02-28'),
  listing('ends today', '2023-03-01', '2026-03-01'),
  listing('removed', '2025-03-01', '2028-03-01', '2025-09-01'),
  listing('stands', '2025-06-01', '2028-06-01'),
];

const county = official('450103', 'HOUSING');
const worker: Caller = {
  ...hubCaller('tests'),
  kind: 'WORKER_APP',
  worker: lin,
  divisions: [],
  sectors: [],
};

describe('The human-resources subgraph', () => {
  let department: Department;

  beforeAll(async () => {
    department = await openDepartment(humanResources);
    await department.scope([
      ['A', 'HOUSING', '450103'],
      ['B', 'HOUSING', '450203'],
    ]);
    await department.write(LabourContract, JANUARY, [
      contract('A', lin, 'A-1', '2026-02-28'),
      contract('A', lin, 'A-2', null),
      contract('A', wei, 'A-3', '2026-02-28'),
      contract('B', wei, 'B-1', null),
    ]);
    await department.write(WageOfficer, JANUARY, [
      { projectCode: 'A', officerNo: '01', name: '覃某某', phone: '13800000000', appointedOn: '2026-01-02' },
    ]);
    await department.write(DiscreditedListing, JANUARY, LISTINGS);
  });
  afterAll(() => department.close());

  const ask = async (caller: Caller, query: string, variables = {}, asOf?: string) => {
    const { data, errors } = await department.ask(caller, query, { variables, ...(asOf && { asOf }) });
    expect(errors).toBeUndefined();
    return data!;
  };

  const entity = async (caller: Caller, of: Record<string, unknown>, fields: string, asOf?: string) => {
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ${of.__typename} { ${fields} } } }`;
    return ((await ask(caller, query, { of: [of] }, asOf))._entities as Record<string, unknown>[])[0]!;
  };
  const project = (caller: Caller, code: string, fields: string) =>
    entity(caller, { __typename: 'Project', code }, fields);

  test('shows a county the contracts and officers of its own projects only', async () => {
    const fields =
      'labourContracts { totalCount } contractCoverage { contracts workersWithContract } wageOfficers { officerNo }';
    expect(await project(county, 'A', fields)).toEqual({
      labourContracts: { totalCount: 3 },
      contractCoverage: { contracts: 3, workersWithContract: 2 },
      wageOfficers: [{ officerNo: '01' }],
    });
    const nothing = {
      labourContracts: { totalCount: 0 },
      contractCoverage: { contracts: 0, workersWithContract: 0 },
      wageOfficers: [],
    };
    expect(await project(county, 'B', fields)).toEqual(nothing);
    expect(await project(official('450103', 'WATER'), 'A', fields)).toEqual(nothing);
  });

  test('counts the contracts in force on a day, its last day included', async () => {
    const on = async (day: string) =>
      (await project(county, 'A', `contractCoverage(inForceOn: "${day}") { contracts workersWithContract }`))
        .contractCoverage;
    expect(await on('2025-12-31')).toEqual({ contracts: 0, workersWithContract: 0 });
    expect(await on('2026-02-28')).toEqual({ contracts: 3, workersWithContract: 2 });
    expect(await on('2026-03-01')).toEqual({ contracts: 1, workersWithContract: 1 });
  });

  test('shows a worker the own contracts and nobody else’s', async () => {
    const of = async (id: string) =>
      (
        await entity(
          worker,
          { __typename: 'MigrantWorker', id },
          'labourContracts { contractNo unitPrice unit { name } }',
        )
      ).labourContracts;
    expect(await of(wei)).toEqual([]);
    expect(await of(lin)).toHaveLength(2);
    expect(await of(lin)).toContainEqual({
      contractNo: 'A-2',
      unitPrice: '35.50',
      unit: { name: '平方米' },
    });
  });

  test('answers a contract of another county as if there were none', async () => {
    const { labourContracts } = await project(
      official('450203', 'HOUSING'),
      'B',
      'labourContracts { nodes { id } }',
    );
    const [{ id }] = (labourContracts as { nodes: [{ id: string }] }).nodes;
    const query = 'query ($id: ID!) { labourContract(id: $id) { contractNo } }';
    expect(await ask(county, query, { id })).toEqual({ labourContract: null });
    expect(await ask(official('450000', 'HOUSING'), query, { id })).toEqual({
      labourContract: { contractNo: 'B-1' },
    });
  });

  test('lists contracts by project, worker, number, employer, division and day, page by page, within the caller’s scope', async () => {
    const listed = async (filter: object, caller = official('450000', 'HOUSING')) => {
      const query =
        'query ($filter: LabourContractFilter) { labourContracts(filter: $filter) { totalCount nodes { contractNo } } }';
      const { labourContracts } = await ask(caller, query, { filter });
      const { totalCount, nodes } = labourContracts as {
        totalCount: number;
        nodes: { contractNo: string }[];
      };
      expect(totalCount).toBe(nodes.length);
      return nodes.map(({ contractNo }) => contractNo).sort();
    };
    expect(await listed({})).toEqual(['A-1', 'A-2', 'A-3', 'B-1']);
    expect(await listed({}, county)).toEqual(['A-1', 'A-2', 'A-3']);
    expect(await listed({}, worker)).toEqual(['A-1', 'A-2']);
    expect(await listed({}, official('450103', 'WATER'))).toEqual([]);
    expect(await listed({ projectCode: 'B' })).toEqual(['B-1']);
    expect(await listed({ division: '450103' })).toEqual(['A-1', 'A-2', 'A-3']);
    expect(await listed({ workerId: wei })).toEqual(['A-3', 'B-1']);
    expect(await listed({ workerId: 'not an id' })).toEqual([]);
    expect(await listed({ contractNo: 'A-2' })).toEqual(['A-2']);
    expect(await listed({ employer: EMPLOYER, inForceOn: '2026-03-01' })).toEqual(['A-2', 'B-1']);
    expect(await listed({ inForceOn: '2025-12-31' })).toEqual([]);
    const page = async (after: string | null) =>
      (
        await ask(
          county,
          `query ($after: Cursor) { labourContracts(first: 2, after: $after) {
            nodes { contractNo versions { version } } pageInfo { hasNextPage endCursor } } }`,
          { after },
        )
      ).labourContracts as {
        nodes: { contractNo: string; versions: object[] }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
    const first = await page(null);
    const second = await page(first.pageInfo.endCursor);
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
    expect([...first.nodes, ...second.nodes].map(({ contractNo }) => contractNo).sort()).toEqual([
      'A-1',
      'A-2',
      'A-3',
    ]);
    expect(first.nodes[0]!.versions).toEqual([{ version: 1 }]);
  });

  test('masks the name and telephone of an officer and of a responsible person', async () => {
    expect((await project(county, 'A', 'wageOfficers { name phone }')).wageOfficers).toEqual([
      { name: '覃*', phone: '138****0000' },
    ]);
    const { discreditedListings } = await ask(
      county,
      '{ discreditedListings(first: 1) { nodes { responsiblePersonName } } }',
    );
    expect(discreditedListings).toEqual({ nodes: [{ responsiblePersonName: '韦*' }] });
  });

  test('shows everybody the list, and says of each entry what the list of a day says', async () => {
    const on = async (activeOn: string) => {
      const query =
        'query ($activeOn: Date) { discreditedListings(activeOn: $activeOn) { nodes { listingNo } } filtered: discreditedListings(filter: { activeOn: $activeOn }) { nodes { listingNo } } }';
      const { discreditedListings, filtered } = await ask(worker, query, { activeOn });
      expect(filtered).toEqual(discreditedListings);
      return (discreditedListings as { nodes: { listingNo: string }[] }).nodes.map(
        ({ listingNo }) => listingNo,
      );
    };
    expect(await on('2026-03-01')).toEqual(['stands', 'ends today']);
    for (const text of [
      '2023-02-27',
      '2023-02-28',
      '2025-08-31',
      '2025-09-01',
      '2026-02-28',
      '2026-03-01',
      '2026-03-02',
    ]) {
      const day = parseBusinessDate(text);
      const standing = LISTINGS.filter((one) => standsOn(one, day)).map(({ listingNo }) => listingNo);
      expect((await on(text)).sort()).toEqual(standing.sort());
    }
    const { discreditedListings } = await entity(
      county,
      { __typename: 'Enterprise', creditCode: EMPLOYER },
      'discreditedListings { listingNo isActive }',
    );
    expect(discreditedListings).toEqual([
      { listingNo: 'stands', isActive: true },
      { listingNo: 'removed', isActive: false },
      { listingNo: 'ends today', isActive: true },
      { listingNo: 'ended', isActive: false },
    ]);
  });

  test('keeps what an entry was before its early removal', async () => {
    const removed = listing('stands', '2025-06-01', '2028-06-01', '2026-02-01');
    const verdicts = await department.write(DiscreditedListing, '2026-02-01T09:00:00+08:00', [removed]);
    expect(verdicts).toMatchObject([{ outcome: 'CORRECTED', version: 2 }]);
    const shown = async (asOf?: string) => {
      const fields = 'discreditedListings { listingNo removedOn versions { version } }';
      const { discreditedListings } = await entity(
        county,
        { __typename: 'Enterprise', creditCode: EMPLOYER },
        fields,
        asOf,
      );
      return (discreditedListings as object[])[0];
    };
    expect(await shown()).toEqual({
      listingNo: 'stands',
      removedOn: '2026-02-01',
      versions: [{ version: 2 }, { version: 1 }],
    });
    expect(await shown('2026-01-31T00:00:00+08:00')).toMatchObject({ listingNo: 'stands', removedOn: null });
  });
});
