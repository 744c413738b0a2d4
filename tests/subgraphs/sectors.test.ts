import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Caller, hubCaller, type Sector } from '../../kernel/caller.ts';
import { HousingPermit, HousingReview } from '../../subgraphs/housing/facts.ts';
import { housing } from '../../subgraphs/housing/index.ts';
import { TransportPermit, TransportReview } from '../../subgraphs/transport/facts.ts';
import { transport } from '../../subgraphs/transport/index.ts';
import { WaterPermit, WaterReview } from '../../subgraphs/water/facts.ts';
import { water } from '../../subgraphs/water/index.ts';
import { type Department, official, openDepartment } from './support/department.ts';

const JANUARY = '2026-01-10T09:00:00+08:00';
const FEBRUARY = '2026-02-10T09:00:00+08:00';

const permit = (permitNo: string, projectCode: string, issuedOn: string) => ({
  permitNo,
  projectCode,
  issuedOn,
  issuingAuthority: '某县行政审批局',
  worksKind: '02',
  costFen: 123_450n,
});

const review = (projectCode: string, reviewNo: string, result: string, reviewedOn: string | null) => ({
  projectCode,
  reviewNo,
  aspect: 'FILING',
  result,
  reviewedOn,
  reviewer: '某县主管部门',
});

describe.each([
  ['housing', 'HOUSING', 'WATER', housing, HousingPermit, HousingReview],
  ['transport', 'TRANSPORT', 'HOUSING', transport, TransportPermit, TransportReview],
  ['water', 'WATER', 'TRANSPORT', water, WaterPermit, WaterReview],
] as const)('The %s department', (name, sector: Sector, otherSector: Sector, subgraph, Permit, Review) => {
  const PROJECT = `${name[0]!.toUpperCase()}${name.slice(1)}Project`;
  const county = official('450103', sector);
  let department: Department;

  beforeAll(async () => {
    department = await openDepartment(subgraph);
    await department.scope([
      ['A', sector, '450103'],
      ['B', sector, '450203'],
    ]);
    await department.write(Permit, JANUARY, [
      permit('P-A1', 'A', '2025-01-05'),
      permit('P-A2', 'A', '2025-06-05'),
      permit('P-B1', 'B', '2025-03-05'),
    ]);
    await department.write(Review, JANUARY, [
      review('A', '1', 'RETURNED', '2026-01-09'),
      review('B', '1', 'PASSED', '2026-01-09'),
    ]);
    await department.write(Review, FEBRUARY, [review('A', '2', 'PENDING', null)]);
  });
  afterAll(() => department.close());

  const permitNos = async (caller: Caller, filter: object = {}) => {
    const { data, errors } = await department.ask(
      caller,
      `query ($filter: ${PROJECT.replace('Project', 'PermitFilter')}) { found: ${name}Permits(filter: $filter) { nodes { permitNo } totalCount } }`,
      { variables: { filter } },
    );
    expect(errors).toBeUndefined();
    const found = data!.found as { nodes: { permitNo: string }[]; totalCount: number };
    expect(found.totalCount).toBe(found.nodes.length);
    return found.nodes.map(({ permitNo }) => permitNo);
  };

  const projects = async (caller: Caller, codes: readonly string[], fields: string, asOf?: string) => {
    const { data, errors } = await department.ask(
      caller,
      `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ${PROJECT} { ${fields} } } }`,
      { variables: { of: codes.map((code) => ({ __typename: PROJECT, code })) }, ...(asOf && { asOf }) },
    );
    expect(errors).toBeUndefined();
    return data!._entities;
  };

  test('shows a county its own permits, the latest first, and nobody else’s', async () => {
    expect(await permitNos(county)).toEqual(['P-A2', 'P-A1']);
    expect(await permitNos(official('450000', sector))).toEqual(['P-A2', 'P-B1', 'P-A1']);
    expect(await permitNos(official('450103', otherSector))).toEqual([]);
    expect(await permitNos({ ...hubCaller('bank'), kind: 'BANK', bank: '102', divisions: [] })).toEqual([]);
  });

  test('lists permits by division and by the days of issue, both included', async () => {
    const province = official('450000', sector);
    expect(await permitNos(province, { division: '450200' })).toEqual(['P-B1']);
    expect(await permitNos(province, { division: '450100' })).toEqual(['P-A2', 'P-A1']);
    expect(await permitNos(county, { division: '450200' })).toEqual([]);
    expect(await permitNos(province, { issuedFrom: '2025-03-05', issuedTo: '2025-06-05' })).toEqual([
      'P-A2',
      'P-B1',
    ]);
    expect(await permitNos(province, { issuedFrom: '2025-03-06', issuedTo: '2025-06-04' })).toEqual([]);
  });

  test('answers a permit of another county as if there were none', async () => {
    const query = `query ($no: String!) { found: ${name}Permit(permitNo: $no) { permitNo cost worksKind { name } project { code } } }`;
    const ask = async (no: string) =>
      (await department.ask(county, query, { variables: { no } })).data!.found;
    expect(await ask('P-B1')).toBeNull();
    expect(await ask('P-A1')).toEqual({
      permitNo: 'P-A1',
      cost: '1234.50',
      worksKind: { name: '市政公用工程' },
      project: { code: 'A' },
    });
  });

  test('adds permits and reviews to its projects, none where it has none or none may be seen', async () => {
    const fields =
      'code constructionPermits { permitNo } reviews { reviewNo } latestReview { result reviewedOn }';
    expect(await projects(county, ['A', 'B', 'NEVER'], fields)).toEqual([
      {
        code: 'A',
        constructionPermits: [{ permitNo: 'P-A2' }, { permitNo: 'P-A1' }],
        reviews: [{ reviewNo: '2' }, { reviewNo: '1' }],
        latestReview: { result: 'PENDING', reviewedOn: null },
      },
      { code: 'B', constructionPermits: [], reviews: [], latestReview: null },
      { code: 'NEVER', constructionPermits: [], reviews: [], latestReview: null },
    ]);
  });

  test('pages reviews by result without losing or repeating one', async () => {
    const query = `query ($after: Cursor) {
      found: ${name}Reviews(first: 1, after: $after, filter: { results: [RETURNED, PENDING] }) {
        nodes { reviewNo result } totalCount pageInfo { hasNextPage endCursor } } }`;
    const page = async (after: string | null) =>
      (await department.ask(county, query, { variables: { after } })).data!.found as {
        pageInfo: { endCursor: string };
      };
    const first = await page(null);
    expect(first).toMatchObject({
      nodes: [{ reviewNo: '2', result: 'PENDING' }],
      totalCount: 2,
      pageInfo: { hasNextPage: true },
    });
    expect(await page(first.pageInfo.endCursor)).toMatchObject({
      nodes: [{ reviewNo: '1', result: 'RETURNED' }],
      pageInfo: { hasNextPage: false },
    });
  });

  test('keeps what a decision replaced: versions, and the answer as of the day before', async () => {
    const decided = await department.write(Review, '2026-02-20T09:00:00+08:00', [
      review('B', '2', 'PENDING', null),
      review('B', '2', 'PASSED', '2026-02-20'),
    ]);
    expect(decided.map(({ outcome }) => outcome)).toEqual(['ACCEPTED', 'CORRECTED']);
    await department.write(Review, '2026-02-25T09:00:00+08:00', [review('B', '2', 'RETURNED', '2026-02-25')]);
    const caller = official('450200', sector);
    const fields = 'latestReview { reviewNo result versions { version supersededAt } }';
    expect(await projects(caller, ['B'], fields)).toEqual([
      {
        latestReview: {
          reviewNo: '2',
          result: 'RETURNED',
          versions: [
            { version: 3, supersededAt: null },
            { version: 2, supersededAt: '2026-02-25T09:00:00+08:00' },
            { version: 1, supersededAt: '2026-02-20T09:00:00+08:00' },
          ],
        },
      },
    ]);
    const before = 'latestReview { reviewNo result }';
    expect(await projects(caller, ['B'], before, '2026-02-24T00:00:00+08:00')).toEqual([
      { latestReview: { reviewNo: '2', result: 'PASSED' } },
    ]);
    expect(await projects(caller, ['B'], before, '2026-02-01T00:00:00+08:00')).toEqual([
      { latestReview: { reviewNo: '1', result: 'PASSED' } },
    ]);
  });

  test('refuses a decided review without its day', async () => {
    const verdicts = await department.write(Review, FEBRUARY, [review('A', '9', 'PASSED', null)]);
    expect(verdicts).toMatchObject([{ outcome: 'REJECTED', code: 'VALUE_REFUSED' }]);
  });
});
