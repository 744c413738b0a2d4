import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LabourContract } from '../../../subgraphs/human-resources/facts.ts';
import { humanResources } from '../../../subgraphs/human-resources/index.ts';
import { type Department, official, openDepartment } from '../support/department.ts';

const [openEnded, ended, returned] = [randomUUID(), randomUUID(), randomUUID()];

const contract = (workerId: string, contractNo: string, startsOn: string, endsOn?: string) => ({
  projectCode: 'A',
  workerId,
  contractNo,
  employerCode: '91450100MA5K00001E',
  periodKind: endsOn ? '0' : '1',
  startsOn,
  endsOn,
});

let department: Department;
beforeAll(async () => {
  department = await openDepartment(humanResources);
  await department.scope([['A', 'HOUSING', '450103']]);
  const verdicts = await department.write(LabourContract, '2026-03-01T09:00:00+08:00', [
    contract(openEnded, '1', '2026-02-28'),
    contract(ended, '2', '2025-01-01', '2026-02-01'),
    contract(returned, '3', '2025-01-01', '2026-01-31'),
    contract(returned, '4', '2026-03-01'),
  ]);
  expect(verdicts.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 4 }, () => 'ACCEPTED'));
});
afterAll(() => department?.close());

const county = official('450103', 'HOUSING');

const contracted = async (workerId: string, month: string, projectCode = 'A', caller = county) => {
  const { data, errors } = await department.ask(
    caller,
    'query ($of: [_Any!]!) { _entities(representations: $of) { ... on WorkerMonth { isContracted } } }',
    { variables: { of: [{ __typename: 'WorkerMonth', projectCode, workerId, month }] } },
  );
  expect(errors).toBeUndefined();
  return (data!._entities as { isContracted: boolean }[])[0]!.isContracted;
};

describe('A worker’s month', () => {
  test.each([
    ['that its contract begins on the last day of', openEnded, '2026-02', true],
    ['before the contract', openEnded, '2026-01', false],
    ['long after an open-ended contract began', openEnded, '2026-12', true],
    ['that its contract ends on the first day of', ended, '2026-02', true],
    ['after the contract', ended, '2026-03', false],
    ['between two contracts', returned, '2026-02', false],
    ['of the second contract', returned, '2026-03', true],
    ['of somebody without a contract', randomUUID(), '2026-02', false],
  ])('%s', async (_month, workerId, month, expected) => {
    expect(await contracted(workerId, month)).toBe(expected);
  });

  test('is covered by a contract for that project only, and as far as the caller sees', async () => {
    expect(await contracted(openEnded, '2026-03', 'B')).toBe(false);
    expect(await contracted(openEnded, '2026-03', 'A', official('450203', 'HOUSING'))).toBe(false);
  });
});
