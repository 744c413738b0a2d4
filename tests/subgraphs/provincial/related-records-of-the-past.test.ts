import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hubCaller, SCOPES } from '../../../kernel/caller.ts';
import type { Fact } from '../../../ledger/fact.ts';
import { enterpriseCode } from '../../../seeds/synthetic-numbers.ts';
import {
  EnterpriseBlacklisting,
  EnterpriseConductRecord,
  EnterpriseQualification,
} from '../../../subgraphs/provincial/enterprises/facts.ts';
import {
  Engagement,
  Enterprise,
  MigrantWorker,
  ParticipatingUnit,
  Project,
} from '../../../subgraphs/provincial/facts.ts';
import { provincial } from '../../../subgraphs/provincial/index.ts';
import { WorkerCredential } from '../../../subgraphs/provincial/workers/facts.ts';
import { type Department, openDepartment } from '../support/department.ts';

const day = (of: number) => `2026-02-${String(of).padStart(2, '0')}T08:00:00+08:00`;

const workerId = randomUUID();
const [creditCode, owner, contractor] = [31, 32, 33].map((no) => enterpriseCode('450100', no)) as [
  string,
  string,
  string,
];
const filing = {
  projectCode: 'A',
  name: '示例工程',
  kind: 'HOUSING',
  sector: 'HOUSING',
  divisionCode: '450103',
  constructionStatus: '003',
  isUnderKeySupervision: false,
};
const period = { projectCode: 'A', crewNo: '1', workerId, isCrewLeader: false, enteredOn: '2026-01-01' };
const unit = { projectCode: 'A', enterpriseCode: creditCode, role: 'SUBCONTRACTOR' };
const company = (divisionCode: string) => ({ creditCode, name: '示例公司', divisionCode });

let department: Department;
beforeAll(async () => {
  department = await openDepartment(provincial);
  await department.scope([['A', 'HOUSING', '450103']]);
  const write = async (fact: Fact, of: number, content: object, withdrawn = false) => {
    const [verdict] = await department.write(fact, day(of), [{ ...content }], { withdrawn });
    expect(['ACCEPTED', 'CORRECTED']).toContain(verdict!.outcome);
  };
  await write(Project, 1, filing);
  await write(MigrantWorker, 1, { workerId, name: '韦示例' });
  await write(WorkerCredential, 1, {
    workerId,
    kind: '1',
    numberIndex: randomBytes(32),
    credentialNumber: '1',
  });
  await write(EnterpriseQualification, 1, {
    enterpriseCode: creditCode,
    certificateNo: '1',
    name: '1',
    kind: '1',
  });
  await write(EnterpriseConductRecord, 1, {
    enterpriseCode: creditCode,
    kind: 'GOOD',
    recordNo: '1',
    reason: '1',
    decidedOn: '2026-01-01',
    authority: '1',
  });
  await write(EnterpriseBlacklisting, 1, {
    enterpriseCode: creditCode,
    listingNo: '1',
    reason: '1',
    startsOn: '2026-01-01',
    endsOn: '2027-01-01',
    authority: '1',
  });
  await write(Enterprise, 1, company('450200'));
  for (const [fact, content] of [
    [Engagement, period],
    [ParticipatingUnit, unit],
  ] as const) {
    await write(fact, 10, content);
    await write(fact, 20, content, true);
  }
  await write(Enterprise, 10, company('450100'));
  await write(Enterprise, 20, company('450200'));
  for (const code of [owner, contractor])
    await write(Enterprise, 1, { ...company('450200'), creditCode: code });
  await write(Project, 10, { ...filing, ownerCode: owner, generalContractorCode: contractor });
  await write(Project, 20, filing);
});
afterAll(() => department?.close());

const lists = [
  ['migrantWorkers', 'migrantWorkers(filter: { projectCode: "A" }) { totalCount }'],
  ['workerCredentials', 'workerCredentials(filter: { projectCode: "A" }) { totalCount }'],
  ['enterpriseQualifications', 'enterpriseQualifications(filter: { division: "450100" }) { totalCount }'],
  ['enterpriseConductRecords', 'enterpriseConductRecords(filter: { division: "450100" }) { totalCount }'],
  ['enterpriseBlacklistings', 'enterpriseBlacklistings(filter: { division: "450100" }) { totalCount }'],
  ...Object.entries({ unit: creditCode, owner, contractor }).flatMap(
    ([role, code]) =>
      [
        [
          `projects of an enterprise as ${role}`,
          `enterprise(creditCode: "${code}") { projects { totalCount } }`,
        ],
        [`project codes of an enterprise as ${role}`, `enterprise(creditCode: "${code}") { projectCodes }`],
      ] as const,
  ),
] as const;

describe.each(lists)('What is related is that of the instant asked about: %s', (_name, question) => {
  test.each([
    ['before it was stated', day(9), 0],
    ['while it stood', day(15), 1],
    ['when it was taken back or corrected', day(21), 0],
    ['now', undefined, 0],
  ])('%s', async (_when, asOf, count) => {
    const reader = { ...hubCaller('tests'), scopes: SCOPES };
    const { data, errors } = await department.ask(reader, `{ asked: ${question} }`, asOf ? { asOf } : {});
    expect(errors).toBeUndefined();
    expect(counted(data!.asked)).toBe(count);
  });
});

/** How many a list has, wherever it stands in the answer. */
function counted(answer: unknown): number {
  if (Array.isArray(answer)) return answer.length;
  if (typeof answer === 'number') return answer;
  return counted(Object.values(answer as object)[0]);
}
