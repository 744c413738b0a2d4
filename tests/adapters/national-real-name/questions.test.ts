import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hubCaller, SCOPES } from '../../../kernel/caller.ts';
import { residentNumber } from '../../../seeds/synthetic-numbers.ts';
import { golden } from './golden.ts';
import { CONTRACTOR, corp, DONE, fileParents, PROJECT, team, workerOf } from './support/file-parents.ts';
import { type Client, type Door, openDoor } from './support/open-door.ts';

let door: Door;
let client: Client;
beforeAll(async () => {
  door = await openDoor('2026-01-05T07:31:30+08:00');
  client = await door.register(golden.fields.appid, golden.secret);
  await fileParents(client);
}, 120_000);
afterAll(async () => door?.close());

describe('Project.Query without a code shows what the account filed itself', () => {
  const project = {
    contractorCorpCode: '91450100MA5KTEX11J',
    contractorCorpName: '示例劳务有限公司',
    category: '01',
    areaCode: '450103',
    prjStatus: '003',
  };
  let other: Client;
  const codesOf = async (asking: Client, more: object = {}) => {
    const { data } = await asking.call('Project.Query', more);
    return {
      totalCount: data.totalCount,
      codes: data.rows.map((row: { projectCode: string }) => row.projectCode),
    };
  };
  beforeAll(async () => {
    other = await door.register('OTHERAPP02', 'another-secret-of-32-characters!');
    for (const n of [1, 2, 3])
      await client.call('Project.Add', { ...project, projectCode: `OWN-${n}`, name: `示例厂房${n}期` });
    await other.call('Project.Add', { ...project, projectCode: 'OTHER-1', name: '示例厂房四期' });
  });

  test('all of it, and nothing of another account', async () => {
    const all = await codesOf(client);
    expect(all).toEqual({
      totalCount: 4,
      codes: expect.arrayContaining([PROJECT, 'OWN-1', 'OWN-2', 'OWN-3']),
    });
    expect(await codesOf(other)).toEqual({ totalCount: 1, codes: ['OTHER-1'] });
    const nobody = await door.register('OTHERAPP03', 'a-third-secret-of-32-characters!');
    expect(await codesOf(nobody)).toEqual({ totalCount: 0, codes: [] });
  });

  test('by a part of the name, by general contractor, by both', async () => {
    expect(await codesOf(client, { name: '住宅' })).toEqual({ totalCount: 1, codes: [PROJECT] });
    expect(await codesOf(client, { contractorCorpCode: CONTRACTOR })).toEqual({
      totalCount: 1,
      codes: [PROJECT],
    });
    const both = { contractorCorpCode: project.contractorCorpCode.toLowerCase(), name: '厂房2' };
    expect(await codesOf(client, both)).toEqual({ totalCount: 1, codes: ['OWN-2'] });
  });

  test('in pages, each project with what it says', async () => {
    const pages = await Promise.all(
      [0, 1, 2].map((pageIndex) => codesOf(client, { name: '厂房', pageIndex, pageSize: 1 })),
    );
    expect(pages.map(({ codes }) => codes)).toEqual([['OWN-1'], ['OWN-2'], ['OWN-3']]);
    const { data } = await client.call('Project.Query', { name: '住宅' });
    expect(data.rows).toMatchObject([
      { name: '示例住宅一期', contractorCorpName: corp.corpName, invest: '12000' },
    ]);
  });
});

describe('A question by number finds that person alone', () => {
  // Masked they are one: the same county and the same last four places.
  const [one, other] = [residentNumber('450103', '1990-03-03'), twin('450103', '1990-03-03')];
  const masked = (number: string) => number.replace(/^(.{4}).{10}/, '$1**********');

  beforeAll(async () => {
    const workerList = [
      workerOf(client, one, { workerName: '示例甲' }),
      workerOf(client, other, { workerName: '示例乙' }),
    ];
    expect(await client.settled('ProjectWorker.Add', { ...team, workerList })).toMatchObject(DONE);
    const entries = [one, other].map((number) => ({
      idCardType: '01',
      idCardNumber: client.aes(number),
      date: '2026-01-04',
      type: 1,
    }));
    expect(await client.settled('WorkerEntryExit.Add', { ...team, workerList: entries })).toMatchObject(DONE);
    const contractList = [one, other].map((number) => ({
      ...corp,
      idCardType: '01',
      idCardNumber: client.aes(number),
      contractPeriodType: 1,
      startDate: '2026-01-01',
      endDate: '2026-12-31',
    }));
    expect(await client.settled('WorkerContract.Add', { projectCode: PROJECT, contractList })).toMatchObject(
      DONE,
    );
    const dataList = entries.map((entry) => ({ ...entry, date: '2026-01-04 08:00:00', direction: '01' }));
    const punches = { projectCode: PROJECT, teamSysNo: 1500000001, dataList };
    expect(await client.settled('WorkerAttendance.Add', punches)).toMatchObject(DONE);
  });

  test.each([
    'ProjectWorker.Query',
    'WorkerEntryExit.Query',
    'WorkerContract.Query',
    'WorkerAttendance.Query',
  ])('%s', async (method) => {
    const ask = async (number: string, more: object = {}) =>
      (
        await client.call(method, {
          projectCode: PROJECT,
          date: '2026-01-04',
          idCardNumber: client.aes(number),
          ...more,
        })
      ).data;
    expect(masked(one)).toBe(masked(other));
    for (const number of [one, other.toLowerCase()])
      expect(await ask(number, { idCardType: '1' })).toMatchObject({
        totalCount: 1,
        rows: [{ idCardNumber: masked(one) }],
      });
    // A number of nobody that is masked like theirs: its check does not fit.
    const nobody = one.replace(/^(.{13})(.)/, (_all, head, digit) => `${head}${(Number(digit) + 1) % 10}`);
    expect(masked(nobody)).toBe(masked(one));
    expect(await ask(nobody)).toMatchObject({ totalCount: 0, rows: [] });
    // A number that could be somebody's, and one of another kind of document.
    expect(await ask(residentNumber('450103', '1991-07-07'))).toMatchObject({ totalCount: 0, rows: [] });
    expect(await ask(one, { idCardType: '03' })).toMatchObject({ totalCount: 0, rows: [] });
  });

  test('and is on record, for the account that asked', async () => {
    const { data } = await door.graph.execute(
      `{ workerLookups(filter: { organisation: "realname/${golden.fields.appid}", isFound: true }) { nodes { person basis } } }`,
      {},
      // Whoever audits where the account acts, and nobody beyond.
      { ...hubCaller('lookups'), kind: 'AUDITOR', scopes: ['audit:read'], divisions: ['450000'] },
    );
    const { nodes } = data!.workerLookups as { nodes: object[] };
    expect(nodes.length).toBeGreaterThanOrEqual(8);
    expect(nodes[0]).toMatchObject({
      person: golden.fields.appid,
      basis: expect.stringContaining('603号'),
    });
  });

  test('as often as anybody may look one up; then it is to come back', async () => {
    const busy = await door.register('OTHERAPP04', 'a-fourth-secret-of-32-character!');
    const said = [];
    for (let n = 0; n < 31; n++)
      said.push(
        await busy.call('ProjectWorker.Query', { projectCode: PROJECT, idCardNumber: busy.aes(one) }),
      );
    expect(said.slice(0, 30).every(({ code }) => code === 0)).toBe(true);
    expect(said[30]).toMatchObject({ code: -5, message: expect.stringContaining('频繁') });
  });
});

/** Another number that is masked as this person's: of an earlier day, with the same last four places. */
function twin(division: string, bornOn: string): string {
  const number = residentNumber(division, bornOn);
  for (let days = 1; ; days++) {
    const earlier = new Date(Date.parse(bornOn) - days * 86_400_000).toISOString().slice(0, 10);
    const found = residentNumber(division, earlier);
    if (found.slice(-4) === number.slice(-4)) return found;
  }
}

describe('Rows say what was stated', () => {
  const wide = (code: string | number) =>
    String(code).replace(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0));
  const crew = { teamSysNo: 1500000001, corpCode: CONTRACTOR, corpName: corp.corpName };

  test('of a worker and of an entry the unit, of a worker the name of the crew', async () => {
    const asked = { projectCode: PROJECT, teamSysNo: crew.teamSysNo };
    const workers = await client.call('ProjectWorker.Query', asked);
    expect(workers.data.rows[0]).toMatchObject({ ...crew, teamName: team.teamName });
    const periods = await client.call('WorkerEntryExit.Query', asked);
    expect(periods.data.rows[0]).toMatchObject({ ...crew, date: '2026-01-04', type: 1 });
  });

  test('and nothing of units to an account that may not see enterprises', async () => {
    const scopes = SCOPES.filter((scope) => !/:clear$|^audit:|^enterprise:/.test(scope));
    const account = { scopes, projects: [PROJECT] };
    const narrow = await door.register('NARROWAPP1', 'a-fourth-secret-of-32-characters', {}, account);
    const { data } = await narrow.call('ProjectWorker.Query', { projectCode: PROJECT });
    expect(data.rows[0]).toMatchObject({ teamSysNo: crew.teamSysNo, corpCode: null, teamName: null });
  });

  test('of a team the names of what proves its entry and exit', async () => {
    const data = Buffer.from('%PDF-1.4 example').toString('base64');
    const entered = { entryTime: '2026-01-02', entryAttachments: [{ name: '进场单.pdf', data }] };
    const added = await client.settled('Team.Add', {
      projectCode: PROJECT,
      ...corp,
      teamName: '瓦工二班',
      ...entered,
    });
    expect(added).toMatchObject({ status: 20 });
    const found = await client.call('Team.Query', { projectCode: PROJECT, teamName: '瓦工二班' });
    expect(found.data.rows).toMatchObject([
      { entryTime: '2026-01-02', entryAttachments: [{ name: '进场单.pdf' }], exitAttachments: [] },
    ]);
  });

  test.each([
    'ProjectSubContractor.Query',
    'Team.Query',
    'ProjectWorker.Query',
    'WorkerEntryExit.Query',
    'WorkerContract.Query',
    'Project.Query',
  ])('codes in full-width characters are the same: %s', async (method) => {
    const asked = { projectCode: PROJECT, teamSysNo: crew.teamSysNo };
    const { data } = await client.call(method, asked);
    expect(data.totalCount).toBeGreaterThan(0);
    const full = { projectCode: wide(PROJECT), teamSysNo: wide(crew.teamSysNo) };
    expect(await client.call(method, full)).toMatchObject({ code: 0, data });
  });

  test('also of a call that changes something', async () => {
    const { teamName: _left, ...numbered } = team;
    const worker = { ...numbered, idCardType: '01', idCardNumber: golden.numberEncrypted, specialty: '木工' };
    const full = { projectCode: wide(PROJECT), teamSysNo: wide(crew.teamSysNo) };
    expect(await client.call('ProjectWorker.Update', { ...worker, ...full })).toMatchObject({ code: 0 });
    expect(await client.call('Team.Update', { ...team, ...full })).toMatchObject({ code: 0 });
  });
});
