import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hubCaller } from '../../../kernel/caller.ts';
import { exchangeDatabase } from '../../../subgraphs/exchange/database.ts';
import { FieldUsageStore } from '../../../subgraphs/exchange/field-usage.ts';
import { exchange } from '../../../subgraphs/exchange/index.ts';
import { type Department, openDepartment } from '../support/department.ts';

describe('The use of fields', () => {
  let department: Department;
  let kept: FieldUsageStore;
  beforeAll(async () => {
    department = await openDepartment(exchange);
    kept = new FieldUsageStore(exchangeDatabase(department.store.pool));
  });
  afterAll(() => department.close());

  test('is summed over days and processes, and told by field and organisation', async () => {
    const name = { coordinate: 'Project.name', organisation: 'bank-a', times: 3 };
    const old = { coordinate: 'Project.old', organisation: 'vendor-b', times: 1 };
    await Promise.all([kept.add('2026-03-01', [name, old]), kept.add('2026-03-01', [old, name])]);
    await kept.add('2026-03-02', [name]);
    const ask = (args: string) =>
      department.ask(
        hubCaller('auditor'),
        `{ fieldUsage${args} { coordinate organisation times lastUsedOn } }`,
      );
    expect(await ask('')).toEqual({
      data: {
        fieldUsage: [
          { ...name, times: 9, lastUsedOn: '2026-03-02' },
          { ...old, times: 2, lastUsedOn: '2026-03-01' },
        ],
      },
    });
    expect(await ask('(from: "2026-03-02")')).toMatchObject({ data: { fieldUsage: [{ times: 3 }] } });
    expect(await ask('(coordinate: "Project.old", organisation: "bank-a")')).toEqual({
      data: { fieldUsage: [] },
    });
    expect(await ask('(first: 0)')).toEqual({ data: { fieldUsage: [] } });
  });

  test.each(['coordinate', 'organisation'])(
    'refuses a %s that no column can hold, with a code',
    async (name) => {
      const answer = await department.ask(
        hubCaller('auditor'),
        `{ fieldUsage(${name}: "\\u0000") { times } verdictCodes { code } }`,
      );
      expect(answer.errors!.map(({ path, extensions }) => [path, extensions!.code])).toEqual([
        [['fieldUsage'], 'VALUE_REFUSED'],
      ]);
      expect(answer.data!.verdictCodes).not.toEqual([]);
    },
  );
});
