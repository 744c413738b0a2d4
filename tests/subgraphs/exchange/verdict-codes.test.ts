import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { verdictCatalogue } from '../../../schema/verdicts.ts';
import { exchange } from '../../../subgraphs/exchange/index.ts';
import { type Department, official, openDepartment } from '../support/department.ts';

let department: Department;
beforeAll(async () => {
  department = await openDepartment(exchange);
});
afterAll(() => department.close());

const ask = (args: string) =>
  department.ask(
    official('450103', 'HOUSING'),
    `{ verdictCodes${args} { code outcome group message messageEn expected remedy remedyEn doubtfulKind { code name } } }`,
  );

test('A verdict code is answered with its texts in both languages', async () => {
  const { zh, en, expected, remedyZh, remedyEn } = verdictCatalogue.CREDIT_CODE_INVALID;
  expect(await ask('(outcome: HELD, group: "held", code: "CREDIT_CODE_INVALID")')).toEqual({
    data: {
      verdictCodes: [
        {
          code: 'CREDIT_CODE_INVALID',
          outcome: 'HELD',
          group: 'held',
          message: zh,
          messageEn: en,
          expected,
          remedy: remedyZh,
          remedyEn,
          doubtfulKind: { code: 'YD-17', name: '企业代码无效' },
        },
      ],
    },
  });
});

test('Every outcome of the catalogue is a value of the enum', async () => {
  const { data } = await ask('');
  expect(data?.verdictCodes).toHaveLength(Object.keys(verdictCatalogue).length);
});
