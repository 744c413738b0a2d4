import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hubCaller, SCOPES } from '../../../kernel/caller.ts';
import type { Fact } from '../../../ledger/fact.ts';
import { enterpriseCode } from '../../../seeds/synthetic-numbers.ts';
import { EnterpriseClaim } from '../../../subgraphs/provincial/enterprises/facts.ts';
import { Enterprise, MigrantWorker, Project } from '../../../subgraphs/provincial/facts.ts';
import { provincial } from '../../../subgraphs/provincial/index.ts';
import { ProjectClaim } from '../../../subgraphs/provincial/projects/facts.ts';
import { MigrantWorkerClaim } from '../../../subgraphs/provincial/workers/facts.ts';
import { type Department, openDepartment } from '../support/department.ts';

const day = (of: number) => `2026-02-${of}T08:00:00+08:00`;
const [FIRST, SECOND, CORRECTED, AGAIN] = [day(10), day(12), day(14), day(16)] as const;

const creditCode = enterpriseCode('450100', 31);
const workerId = randomUUID();
const filing = {
  projectCode: 'A',
  kind: 'HOUSING',
  sector: 'HOUSING',
  divisionCode: '450103',
  constructionStatus: '003',
  isUnderKeySupervision: false,
};

const CASES: readonly (readonly [list: string, fact: Fact, claims: Fact, content: object])[] = [
  ['projects', Project, ProjectClaim, filing],
  ['migrantWorkers', MigrantWorker, MigrantWorkerClaim, { workerId }],
  ['enterprises', Enterprise, EnterpriseClaim, { creditCode, divisionCode: '450100' }],
];

let department: Department;
beforeAll(async () => {
  department = await openDepartment(provincial);
  await department.scope([['A', 'HOUSING', '450103']]);
  for (const [, fact, claims, content] of CASES) {
    const state = (name: string) => [{ ...content, name, claimedBy: 'vendor-b' }];
    await department.write(fact, FIRST, [{ ...content, name: '甲' }]);
    const [kept] = await department.write(claims, SECOND, state('乙'));
    expect(kept!.outcome).toBe('ACCEPTED');
    await department.write(claims, CORRECTED, state('甲'));
    await department.write(claims, AGAIN, state('丙'));
    await department.write(claims, day(18), state('丙'), { withdrawn: true });
    await department.write(claims, day(20), state('丁'));
  }
});
afterAll(() => department?.close());

describe.each(CASES)(
  'The filter hasConflicts of %s finds what was known at the instant asked about',
  (list) => {
    test.each([
      ['before the second source spoke', day(11), false],
      ['while it said something else', day(13), true],
      ['when it had come to say the same', day(15), false],
      ['when it said something else again', day(17), true],
      ['when it had taken its word back', day(19), false],
      ['now, when it states it anew', undefined, true],
    ])('%s, as the conflicts tell', async (_when, asOf, has) => {
      const reader = { ...hubCaller('tests'), scopes: SCOPES };
      const { data, errors } = await department.ask(
        reader,
        `{ with: ${list}(filter: { hasConflicts: true }) { nodes { conflicts { claimedBy } } }
         without: ${list}(filter: { hasConflicts: false }) { nodes { conflicts { claimedBy } } } }`,
        asOf ? { asOf } : {},
      );
      expect(errors).toBeUndefined();
      const found = [{ conflicts: has ? [{ claimedBy: 'vendor-b' }] : [] }];
      expect(data).toEqual({ with: { nodes: has ? found : [] }, without: { nodes: has ? [] : found } });
    });
  },
);
