import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exchange } from '../../../subgraphs/exchange/index.ts';
import { type Department, official, openDepartment } from '../support/department.ts';

const official45 = official('450000', 'HOUSING');

describe('Reference data', () => {
  let department: Department;
  beforeAll(async () => {
    department = await openDepartment(exchange);
  });
  afterAll(() => department.close());

  test('a code table is answered with its source and its rows', async () => {
    const answer = await department.ask(
      official45,
      '{ codeTables(name: "work-roles") { name status source items { code name } one: items(code: "20") { name } } }',
    );
    expect(answer).toEqual({
      data: {
        codeTables: [
          {
            name: 'work-roles',
            status: 'SOURCED',
            source: expect.any(String),
            items: expect.arrayContaining([{ code: '20', name: expect.any(String) }]),
            one: [{ name: expect.any(String) }],
          },
        ],
      },
    });
    expect(await department.ask(official45, '{ codeTables(name: "nothing") { name } }')).toEqual({
      data: { codeTables: [] },
    });
  });

  test('a province’s rules are those of the day that is asked about, each with its document', async () => {
    const answer = await department.ask(
      official45,
      `{ provinceProfiles(division: "530902") { division name codeTables { name }
         before: parameters(on: "2023-05-01", name: "TARGET_ATTENDANCE_RATE") { value }
         parameters(name: "TARGET_ATTENDANCE_RATE") { value unit status validFrom document documentReference } } }`,
    );
    expect(answer).toMatchObject({
      data: {
        provinceProfiles: [
          {
            division: '530000',
            codeTables: expect.arrayContaining([{ name: 'divisions-yunnan' }]),
            before: [{ value: '0.70' }],
            parameters: [{ value: '0.90', unit: 'RATIO', status: 'SOURCED', validFrom: '2023-05-15' }],
          },
        ],
      },
    });
  });

  const RATE = { name: 'GUARANTEE_DEPOSIT_RATE_BASE' };
  const EXEMPT = { name: 'GUARANTEE_DEPOSIT_EXEMPT_BELOW' };
  const [ofCounty, ofProvince] = [{ division: '530124' }, { division: null }];

  test.each([
    [
      'the county',
      '530124',
      { rate: { ...ofCounty, value: '0.03' }, exempt: { ...ofCounty, value: '0.00' } },
    ],
    [
      'a township',
      '530124101',
      { rate: { ...ofCounty, value: '0.03' }, exempt: { ...ofCounty, value: '0.00' } },
    ],
    [
      'its city',
      '530100',
      { rate: { ...ofProvince, value: '0.02' }, exempt: { ...ofProvince, value: '3000000.00' } },
    ],
    [
      'the province',
      '530000',
      { rate: { ...ofProvince, value: '0.02' }, exempt: { ...ofProvince, value: '3000000.00' } },
    ],
    [
      'another county',
      '530902',
      { rate: { ...ofProvince, value: '0.02' }, exempt: { ...ofProvince, value: '3000000.00' } },
    ],
  ])('asked for %s, the values that hold there are told', async (_where, division, { rate, exempt }) => {
    const { data } = await department.ask(
      official45,
      `{ provinceProfiles(division: "${division}") { division parameters { name division value } } }`,
    );
    const [profile] = data!.provinceProfiles as { division: string; parameters: { name: string }[] }[];
    const named = (name: string) => profile!.parameters.filter((one) => one.name === name);
    expect([profile!.division, named(RATE.name), named(EXEMPT.name)]).toEqual([
      '530000',
      [{ ...RATE, ...rate }],
      [{ ...EXEMPT, ...exempt }],
    ]);
  });

  test.each([
    ['530000', '2026-06-01', [{ ...ofCounty, value: '0.03' }]],
    ['530100', '2026-06-01', [{ ...ofCounty, value: '0.03' }]],
    ['530000', '2021-10-31', []],
    ['530124', '2026-06-01', []],
    ['530902', '2026-06-01', []],
  ])('what holds in a part of %s alone says where, on %s', async (division, on, exceptions) => {
    const answer = await department.ask(
      official45,
      `{ provinceProfiles(division: "${division}") {
         exceptions(on: "${on}", name: "GUARANTEE_DEPOSIT_RATE_BASE") { division value } } }`,
    );
    expect(answer).toEqual({ data: { provinceProfiles: [{ exceptions }] } });
  });

  test('the history of a province tells of its parts as well', async () => {
    const { data } = await department.ask(
      official45,
      '{ provinceProfiles(division: "530124") { history { name division value } } }',
    );
    const [profile] = data!.provinceProfiles as { history: object[] }[];
    expect(profile!.history).toEqual(
      expect.arrayContaining([
        { ...RATE, ...ofProvince, value: '0.02' },
        { ...RATE, ...ofCounty, value: '0.03' },
      ]),
    );
  });

  test('what is modelled says so', async () => {
    const answer = await department.ask(
      official45,
      '{ provinceProfiles { parameters(name: "THREE_WAY_MATCH_TOLERANCE_DAYS") { status document } } codeTables(name: "local-areas") { status } }',
    );
    expect(answer).toMatchObject({
      data: {
        provinceProfiles: expect.arrayContaining([{ parameters: [{ status: 'MODELLED', document: null }] }]),
        codeTables: [{ status: 'MODELLED' }],
      },
    });
  });
});
