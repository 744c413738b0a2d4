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

  test('what holds in a part of the province alone says where', async () => {
    const { data } = await department.ask(
      official45,
      `{ provinceProfiles(division: "530124") { history { name division value }
         parameters(name: "GUARANTEE_DEPOSIT_RATE_BASE") { division value } } }`,
    );
    const [profile] = data!.provinceProfiles as { history: object[]; parameters: object[] }[];
    expect(profile!.parameters).toEqual([{ division: null, value: '0.02' }]);
    expect(profile!.history).toEqual(
      expect.arrayContaining([
        { name: 'GUARANTEE_DEPOSIT_RATE_BASE', division: null, value: '0.02' },
        { name: 'GUARANTEE_DEPOSIT_RATE_BASE', division: '530124', value: '0.03' },
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
