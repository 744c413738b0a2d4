import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hubCaller } from '../../../kernel/caller.ts';
import { enterpriseCode } from '../../../seeds/synthetic-numbers.ts';
import {
  EnterpriseBlacklisting,
  EnterpriseConductRecord,
  EnterpriseQualification,
} from '../../../subgraphs/provincial/enterprises/facts.ts';
import { Enterprise } from '../../../subgraphs/provincial/facts.ts';
import { provincial } from '../../../subgraphs/provincial/index.ts';
import { type Department, openDepartment } from '../support/department.ts';

// The clock stands at 2026-03-01.
const AT = '2026-02-20T08:00:00+08:00';
const LATER = '2026-02-25T08:00:00+08:00';
const codes = [1, 2, 3, 4].map((no) => enterpriseCode('450100', 20 + no)).sort();
const [listed, former, known, plain] = codes as [string, string, string, string];
const NAMES = new Map([
  [listed, 'listed'],
  [former, 'former'],
  [known, 'known'],
  [plain, 'plain'],
]);

let department: Department;
beforeAll(async () => {
  department = await openDepartment(provincial);
  await department.write(
    Enterprise,
    AT,
    [listed, former, known, plain].map((creditCode, place) => ({
      creditCode,
      name: place % 2 ? '示例路桥有限公司' : '示例建设有限公司',
      divisionCode: place < 2 ? '450103' : '530102',
    })),
  );
  const listing = (enterpriseCode: string, endsOn: string) => ({
    enterpriseCode,
    listingNo: '1',
    startsOn: '2025-06-01',
    endsOn,
    reason: '拖欠农民工工资（虚构示例）',
    authority: '示例住房和城乡建设厅',
  });
  await department.write(EnterpriseBlacklisting, LATER, [
    listing(listed, '2026-05-31'),
    listing(former, '2026-02-28'),
  ]);
  const record = (enterpriseCode: string, kind: string) => ({
    enterpriseCode,
    kind,
    recordNo: '1',
    decidedOn: '2026-02-01',
    authority: '示例住房和城乡建设局',
    reason: '虚构示例',
  });
  await department.write(EnterpriseConductRecord, AT, [record(listed, 'BAD'), record(known, 'GOOD')]);
  const taken = record(plain, 'BAD');
  await department.write(EnterpriseConductRecord, AT, [taken]);
  await department.write(EnterpriseConductRecord, LATER, [taken], { withdrawn: true });
  const qualification = (enterpriseCode: string, kind: string, validTo: string) => ({
    enterpriseCode,
    certificateNo: 'D1',
    name: '建筑工程施工总承包',
    kind,
    validFrom: '2021-01-01',
    validTo,
  });
  await department.write(EnterpriseQualification, AT, [
    qualification(known, '3', '2026-12-31'),
    qualification(former, '3', '2025-12-31'),
  ]);
});
afterAll(() => department?.close());

async function found(args: string, asOf?: string): Promise<string[]> {
  const { data, errors } = await department.ask(
    hubCaller('tests'),
    `{ enterprises${args && `(${args})`} { nodes { creditCode } totalCount } }`,
    asOf ? { asOf } : {},
  );
  expect(errors).toBeUndefined();
  const { nodes, totalCount } = data!.enterprises as { nodes: { creditCode: string }[]; totalCount: number };
  expect(totalCount).toBe(nodes.length);
  return nodes.map(({ creditCode }) => NAMES.get(creditCode)!);
}

describe('The list of enterprises is cut down', () => {
  test.each([
    ['', ['listed', 'former', 'known', 'plain']],
    ['filter: {}', ['listed', 'former', 'known', 'plain']],
    ['filter: { division: "450100" }', ['listed', 'former']],
    ['filter: { division: "530000", nameContains: "路桥" }', ['plain']],
    ['nameContains: "路桥"', ['former', 'plain']],
    ['nameContains: "路桥", filter: { nameContains: "示例" }', ['former', 'plain']],
    ['nameContains: "路桥", filter: { division: "450000" }', ['former']],
    ['nameContains: "路桥", filter: { nameContains: "建设" }', []],
    [`filter: { creditCodes: ["${known}", "${listed}"] }`, ['listed', 'known']],
    ['filter: { creditCodes: [] }', []],
    ['filter: { isBlacklisted: true }', ['listed']],
    ['filter: { isBlacklisted: false }', ['former', 'known', 'plain']],
    ['filter: { conductKinds: [BAD] }', ['listed']],
    ['filter: { conductKinds: [GOOD, BAD] }', ['listed', 'known']],
    ['filter: { conductKinds: [] }', []],
    ['filter: { qualificationKind: "3" }', ['known']],
    ['filter: { hasConflicts: true }', []],
    ['hasConflicts: false, filter: { hasConflicts: false, isBlacklisted: true }', ['listed']],
  ])('by %s', async (args, expected) => {
    expect(await found(args)).toEqual(expected);
  });

  test('by what was on record at an instant, for the day of that instant', async () => {
    expect(await found('filter: { isBlacklisted: true }', '2026-02-26T00:00:00Z')).toEqual([
      'listed',
      'former',
    ]);
    expect(await found('filter: { isBlacklisted: true }', '2026-02-21T00:00:00Z')).toEqual([]);
    expect(await found('filter: { conductKinds: [BAD] }', '2026-02-21T00:00:00Z')).toEqual([
      'listed',
      'plain',
    ]);
  });

  test('by no more than 1,000 codes', async () => {
    const many = Array.from({ length: 1_001 }, () => `"${known}"`).join(', ');
    const { errors } = await department.ask(
      hubCaller('tests'),
      `{ enterprises(filter: { creditCodes: [${many}] }) { totalCount } }`,
    );
    expect(errors).toMatchObject([
      { extensions: { code: 'TOO_MANY_RECORDS', field: ['filter', 'creditCodes'] } },
    ]);
  });
});
