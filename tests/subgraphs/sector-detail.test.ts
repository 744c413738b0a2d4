import { describe, expect, test } from '@jest/globals';
import type { Sector } from '../../kernel/caller.ts';
import type { Fact } from '../../ledger/fact.ts';
import { worksRequireFaceAttendance } from '../../subgraphs/face-attendance-of-works.ts';
import { HousingPermit } from '../../subgraphs/housing/facts.ts';
import { housing } from '../../subgraphs/housing/index.ts';
import type { Subgraph } from '../../subgraphs/subgraph.ts';
import { ContractSection } from '../../subgraphs/transport/facts.ts';
import { transport } from '../../subgraphs/transport/index.ts';
import { WaterPermit, WaterWorks } from '../../subgraphs/water/facts.ts';
import { water } from '../../subgraphs/water/index.ts';
import { official, openDepartment } from './support/department.ts';

/** Projects A (county 450103) and B (county 450203) with these facts, asked by a province or a county official. */
async function answer(
  subgraph: Subgraph,
  sector: Sector,
  [fact, contents]: readonly [Fact, Record<string, unknown>[]],
  query: string,
  division = '450000',
) {
  const department = await openDepartment(subgraph);
  try {
    await department.scope([
      ['A', sector, '450103'],
      ['B', sector, '450203'],
    ]);
    await department.write(fact, '2026-01-10T09:00:00+08:00', contents);
    const { data, errors } = await department.ask(official(division, sector), query);
    expect(errors).toBeUndefined();
    return data;
  } finally {
    await department.close();
  }
}

const projectsAAndB = (type: string, fields: string) =>
  `{ _entities(representations: [{ __typename: "${type}", code: "A" }, { __typename: "${type}", code: "B" }]) {
    ... on ${type} { ${fields} } } }`;

describe('Sector detail', () => {
  test('the floor area of a housing project is the sum over its permits, and decides its attendance', async () => {
    const permit = { issuedOn: '2025-01-05', issuingAuthority: '某市行政审批局', worksKind: '01' };
    const permits = [
      { ...permit, projectCode: 'A', permitNo: 'P1', floorAreaM2: 3_000 },
      { ...permit, projectCode: 'A', permitNo: 'P2', floorAreaM2: 2_500 },
      { ...permit, projectCode: 'B', permitNo: 'P3' },
    ];
    const query = projectsAAndB(
      'HousingProject',
      'floorArea requiresFaceAttendance constructionPermits { floorArea }',
    );
    expect(await answer(housing, 'HOUSING', [HousingPermit, permits], query)).toEqual({
      _entities: [
        {
          floorArea: 5_500,
          requiresFaceAttendance: true,
          constructionPermits: [{ floorArea: 3_000 }, { floorArea: 2_500 }],
        },
        { floorArea: null, requiresFaceAttendance: null, constructionPermits: [{ floorArea: null }] },
      ],
    });
  });

  test('a transport or water project must take attendance by face beyond a price, by its permits or by its sections', async () => {
    const million = (amount: bigint) => ({ costFen: amount * 100_000_000n });
    const part = (projectCode: string, sectionNo: string, more: object) => ({
      projectCode,
      sectionNo,
      name: `${sectionNo}标`,
      ...more,
    });
    const asked = (type: string) => projectsAAndB(type, 'requiresFaceAttendance');
    const told = (...answers: (boolean | null)[]) => ({
      _entities: answers.map((requiresFaceAttendance) => ({ requiresFaceAttendance })),
    });
    const roads = [
      part('A', '1', { ...million(30n), isWaterway: false }),
      part('A', '2', { ...million(20n), isWaterway: false }),
      part('B', '1', { isWaterway: true }),
    ];
    expect(await answer(transport, 'TRANSPORT', [ContractSection, roads], asked('TransportProject'))).toEqual(
      told(false, null),
    );
    const permit = { issuedOn: '2025-01-05', issuingAuthority: '某市行政审批局', worksKind: '07' };
    const permits = [
      { ...permit, projectCode: 'A', permitNo: 'W1', ...million(30n) },
      { ...permit, projectCode: 'A', permitNo: 'W2', costFen: 2_000_000_001n },
      { ...permit, projectCode: 'B', permitNo: 'W3', ...million(50n) },
    ];
    expect(await answer(water, 'WATER', [WaterPermit, permits], asked('WaterProject'))).toEqual(
      told(true, false),
    );
  });

  test.each([
    ['permits over the limit, whatever sections say', [[{ costFen: 101n }], [{ costFen: 1n }]], true],
    ['sections over the limit, without any permit', [[], [{ costFen: 60n }, { costFen: 41n }]], true],
    ['exactly the limit', [[{ costFen: 100n }], []], false],
    [
      'a permit without a price beside a section that has one',
      [[{ costFen: null }], [{ costFen: 7n }]],
      false,
    ],
    ['no price at all', [[{}], []], null],
  ])('attendance by face: %s', (_what, stated, required) => {
    expect(worksRequireFaceAttendance(stated, 100n)).toBe(required);
    expect(worksRequireFaceAttendance(stated, null)).toBeNull();
  });

  const sections = [
    {
      projectCode: 'A',
      sectionNo: '02',
      name: '二标',
      isWaterway: false,
      lengthM: 12_500,
      startsChainage: 'K12+300',
    },
    { projectCode: 'A', sectionNo: '01', name: '一标', isWaterway: false, lengthM: 8_200, costFen: 100n },
    { projectCode: 'B', sectionNo: '01', name: '航道整治', isWaterway: true, routeName: '某江航道' },
  ];

  test('the mileage of a transport project is the sum of its sections in metres, unknown where none states one', async () => {
    const fields = 'mileage contractSections { sectionNo length startsChainage cost }';
    const query = projectsAAndB('TransportProject', fields);
    expect(await answer(transport, 'TRANSPORT', [ContractSection, sections], query)).toEqual({
      _entities: [
        {
          mileage: 20_700,
          contractSections: [
            { sectionNo: '01', length: 8_200, startsChainage: null, cost: '1.00' },
            { sectionNo: '02', length: 12_500, startsChainage: 'K12+300', cost: null },
          ],
        },
        {
          mileage: null,
          contractSections: [{ sectionNo: '01', length: null, startsChainage: null, cost: null }],
        },
      ],
    });
  });

  test('contract sections are listed by division and by road or waterway', async () => {
    const query = `{
      all: contractSections { nodes { sectionNo project { code } } }
      waterways: contractSections(filter: { isWaterway: true }) { nodes { name } }
      roads: contractSections(filter: { isWaterway: false, division: "450100" }) { totalCount }
      elsewhere: contractSections(filter: { division: "450200" }) { nodes { routeName } }
    }`;
    expect(await answer(transport, 'TRANSPORT', [ContractSection, sections], query)).toEqual({
      all: {
        nodes: [
          { sectionNo: '01', project: { code: 'A' } },
          { sectionNo: '02', project: { code: 'A' } },
          { sectionNo: '01', project: { code: 'B' } },
        ],
      },
      waterways: { nodes: [{ name: '航道整治' }] },
      roads: { totalCount: 2 },
      elsewhere: { nodes: [{ routeName: '某江航道' }] },
    });
  });

  test('water works are listed by kind, and a county sees only its own', async () => {
    const works = [
      {
        projectCode: 'A',
        worksNo: '1',
        kind: 'DYKE',
        name: '某堤防',
        section: '一标',
        designLevel: '20年一遇',
      },
      { projectCode: 'B', worksNo: '1', kind: 'RESERVOIR', name: '某水库', costFen: 250n },
    ];
    const query = `{
      waterWorks { nodes { name } }
      reservoirs: waterWorks(filter: { kinds: [RESERVOIR] }) { nodes { name kind cost } }
      none: waterWorks(filter: { kinds: [] }) { totalCount }
      ${projectsAAndB('WaterProject', 'works { worksNo section designLevel }').slice(1)}`;
    expect(await answer(water, 'WATER', [WaterWorks, works], query, '450203')).toEqual({
      waterWorks: { nodes: [{ name: '某水库' }] },
      reservoirs: { nodes: [{ name: '某水库', kind: 'RESERVOIR', cost: '2.50' }] },
      none: { totalCount: 0 },
      _entities: [{ works: [] }, { works: [{ worksNo: '1', section: null, designLevel: null }] }],
    });
  });
});
