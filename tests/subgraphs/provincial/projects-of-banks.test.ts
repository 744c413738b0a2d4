import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { type Caller, hubCaller } from '../../../kernel/caller.ts';
import {
  type BankProject,
  writeBankProjects,
} from '../../../subgraphs/provincial/bank-projects/bank-project.ts';
import { Crew, Project } from '../../../subgraphs/provincial/facts.ts';
import { provincial } from '../../../subgraphs/provincial/index.ts';
import { KeySupervisionMark } from '../../../subgraphs/provincial/key-supervision/facts.ts';
import { Session } from '../../../subgraphs/session.ts';
import { type Department, official, openDepartment } from '../support/department.ts';

const FIRST = '2026-02-01T08:00:00+08:00';
const SECOND = '2026-02-10T08:00:00+08:00';

let department: Department;
beforeAll(async () => {
  department = await openDepartment(provincial);
  await department.scope(CODES.map((code) => [code, 'HOUSING', '450103'] as const));
  await department.write(Project, FIRST, CODES.map(project));
  await department.write(Crew, FIRST, [
    { projectCode: 'one', unitCode: '91450100MA5K00001E', crewNo: '1', name: '示例班组' },
  ]);
  await department.write(KeySupervisionMark, FIRST, [
    { projectCode: 'one', startsOn: '2026-01-01', endsOn: null, reason: '示例', authority: '示例机关' },
  ]);
}, 60_000);
afterAll(() => department?.close());

const CODES = ['one', 'two', 'three'];
const project = (projectCode: string) => ({
  projectCode,
  kind: 'HOUSING',
  sector: 'HOUSING',
  name: `示例${projectCode}工程`,
  abbreviation: null,
  divisionCode: '450103',
  address: '示例路1号',
  category: null,
  contractPriceFen: null,
  agreedMonthlyLabourCostFen: null,
  contractSignedOn: null,
  contractStartsOn: null,
  contractEndsOn: null,
  startedOn: null,
  completedOn: null,
  constructionStatus: '003',
  filedOn: null,
  ownerCode: null,
  generalContractorCode: '91450100MA5K00001E',
  isUnderKeySupervision: false,
  thirdPartyCode: null,
});

const bank = (code: string): Caller => ({
  ...official('450000', 'HOUSING'),
  organisation: `bank ${code}`,
  kind: 'BANK',
  bank: code,
});

const RECORD = randomUUID();
const kept = (projectCode: string, version: number, more: Partial<BankProject> = {}): BankProject => ({
  recordId: RECORD,
  version,
  bankCode: '102',
  projectCode,
  sharedProjectCodes: [],
  isWithdrawn: false,
  ...more,
});
const keep = (...stated: BankProject[]) =>
  new Session(department.store.pool, hubCaller('tests'), null).write((db) => writeBankProjects(db, stated));

const listed = async (caller: Caller, asOf?: string): Promise<string[]> => {
  const { data, errors } = await department.ask(
    caller,
    '{ projects(orderBy: CODE) { totalCount nodes { code } } }',
    { ...(asOf && { asOf }) },
  );
  expect(errors).toBeUndefined();
  const { nodes } = (data as { projects: { nodes: { code: string }[] } }).projects;
  return nodes.map(({ code }) => code);
};

describe('A bank sees a project', () => {
  test('for which it keeps or has issued something, and no other bank does', async () => {
    expect(await listed(bank('102'))).toEqual([]);
    await keep(kept('one', 1), kept('two', 1, { recordId: randomUUID(), bankCode: '103' }));
    expect(await listed(bank('102'))).toEqual(['one']);
    expect(await listed(bank('103'))).toEqual(['two']);
    expect(await listed(bank('104'))).toEqual([]);
  });

  test('with what is said of itself, and without what belongs to it', async () => {
    const { data, errors } = await department.ask(
      bank('102'),
      `{ project(code: "one") { name divisionCode address constructionStatus isUnderKeySupervision isStatusUnapproved
           provenance { version } versions { version } crews { name } participatingUnits { role }
           attendance { workerDays } payrollSheets { sheetNo } engagements { totalCount }
           statusHistory { status } keySupervisionMarks { authority } }
         two: project(code: "two") { name }
         crews { totalCount } participatingUnits { totalCount } }`,
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      project: {
        name: '示例one工程',
        divisionCode: '450103',
        address: '示例路1号',
        constructionStatus: 'UNDER_CONSTRUCTION',
        isUnderKeySupervision: true,
        isStatusUnapproved: null,
        provenance: { version: 1 },
        versions: [{ version: 1 }],
        crews: [],
        participatingUnits: [],
        attendance: null,
        payrollSheets: [],
        engagements: { totalCount: 0 },
        statusHistory: [{ status: 'UNDER_CONSTRUCTION' }],
        keySupervisionMarks: [{ authority: '示例机关' }],
      },
      two: null,
      crews: { totalCount: 0 },
      participatingUnits: { totalCount: 0 },
    });
  });

  test('that its account was moved to, and no more the one it was moved from; an older version that comes late changes nothing', async () => {
    await keep(kept('three', 3));
    expect(await listed(bank('102'))).toEqual(['three']);
    await keep(kept('one', 2));
    expect(await listed(bank('102'))).toEqual(['three']);
  });

  test('no more when its record was taken back, also where an older version comes late', async () => {
    await keep(kept('three', 4, { isWithdrawn: true }));
    await keep(kept('three', 3));
    expect(await listed(bank('102'))).toEqual([]);
    await keep(kept('three', 5));
    expect(await listed(bank('102'))).toEqual(['three']);
  });

  test('as long as one of several records stands', async () => {
    const letter = randomUUID();
    await keep(kept('three', 1, { recordId: letter }), kept('three', 6, { isWithdrawn: true }));
    expect(await listed(bank('102'))).toEqual(['three']);
    await keep(kept('three', 2, { recordId: letter, isWithdrawn: true }));
    expect(await listed(bank('102'))).toEqual([]);
    await keep(kept('three', 7));
  });

  test('in its past as well, by what the bank has now', async () => {
    await department.write(Project, SECOND, [{ ...project('three'), name: '改名工程' }]);
    const nameAt = async (asOf?: string) => {
      const { data } = await department.ask(bank('102'), '{ project(code: "three") { name } }', {
        ...(asOf && { asOf }),
      });
      return (data as { project: { name: string } | null }).project?.name ?? null;
    };
    expect(await nameAt()).toBe('改名工程');
    expect(await nameAt('2026-02-05T00:00:00+08:00')).toBe('示例three工程');
    expect(await nameAt('2026-01-05T00:00:00+08:00')).toBeNull();
    expect(await listed(bank('103'), '2026-02-05T00:00:00+08:00')).toEqual(['two']);
  });

  test('that shares its account, as long as it does, and as long as the account stands', async () => {
    const account = randomUUID();
    const shared = (version: number, sharedProjectCodes: string[], more: Partial<BankProject> = {}) =>
      keep(kept('one', version, { recordId: account, sharedProjectCodes, bankCode: '105', ...more }));
    await shared(1, []);
    expect(await listed(bank('105'))).toEqual(['one']);
    // As where it was kept before there was such a list.
    await shared(1, ['two', 'three']);
    expect(await listed(bank('105'))).toEqual(['one', 'three', 'two']);
    expect(await listed(bank('105'), '2026-02-05T00:00:00+08:00')).toEqual(['one', 'three', 'two']);
    await shared(2, ['three']);
    await shared(1, ['two', 'three']);
    expect(await listed(bank('105'))).toEqual(['one', 'three']);
    const { data } = await department.ask(
      bank('105'),
      '{ project(code: "three") { name crews { name } attendance { workerDays } } }',
    );
    expect(data).toEqual({ project: { name: expect.any(String), crews: [], attendance: null } });
    await shared(3, ['three'], { isWithdrawn: true });
    expect(await listed(bank('105'))).toEqual([]);
  });

  test('and who reads as a bank without a code, a worker or an official sees what they saw', async () => {
    const { bank: _code, ...nobody } = bank('102');
    expect(await listed(nobody)).toEqual([]);
    expect(await listed({ ...nobody, kind: 'WORKER_APP', worker: randomUUID() })).toEqual([]);
    expect(await listed({ ...nobody, kind: 'ENTERPRISE', projects: ['two'] })).toEqual(['two']);
    expect(await listed(official('450103', 'HOUSING'))).toEqual(['one', 'three', 'two']);
    expect(await listed(official('450200', 'HOUSING'))).toEqual([]);
  });

  test('and of the projection only its own rows', async () => {
    const own = async (caller: Caller) => {
      const asked = new Session(department.store.pool, caller, null);
      const rows = await asked.rows<{ code: string }>(
        sql`select distinct project_code as code from provincial.bank_project where not withdrawn`,
      );
      await asked.close();
      return rows.map(({ code }) => code);
    };
    expect(await own(bank('102'))).toEqual(['three']);
    expect(await own(bank('103'))).toEqual(['two']);
    expect(await own(official('450103', 'HOUSING'))).toEqual([]);
  });
});

describe('Whoever is no bank', () => {
  test('is asked once a statement whether they are one, and the projects of banks are not looked at', async () => {
    // Out of the official's sight: whatever row scope has to ask of a row is asked of each.
    const asked = new Session(department.store.pool, official('450200', 'HOUSING'), null);
    const rows = await asked.rows<{ 'QUERY PLAN': string }>(
      sql`explain (analyze, costs off, timing off, summary off) select count(*) from provincial.project`,
    );
    await asked.close();
    const plan = rows.map((row) => row['QUERY PLAN']);
    const at = plan
      .map((line, index) => (/ on bank_project /.test(line) ? index : -1))
      .filter((index) => index >= 0);
    expect(at.length).toBeGreaterThan(0);
    for (const index of at) expect(plan[index]).toMatch(/never executed/);
  });
});
