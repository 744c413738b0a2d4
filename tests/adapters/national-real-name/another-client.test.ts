import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fieldCipher } from '../../../adapters/national-real-name/cipher.ts';
import { signatureOf } from '../../../adapters/national-real-name/sign.ts';
import { hubCaller } from '../../../kernel/caller.ts';
import { form } from './golden.ts';
import { PORTRAIT } from './support/file-parents.ts';
import { type Door, openDoor } from './support/open-door.ts';

const SECRET = 'Zz9-another-secret-of-32-letters';
const corp = { corpCode: '91450100MA5KTEX11J', corpName: '另一示例公司' };
const PERSON = '450103199001010016';

describe('Another client, project, person and day', () => {
  let door: Door;
  beforeAll(async () => {
    door = await openDoor('2026-03-09T18:00:00+08:00');
  }, 120_000);
  afterAll(async () => door?.close());

  test('walks in with AES-128, the codes of the 2016 draft, a corpsign and odd spelling', async () => {
    const client = await door.register('site-77', SECRET, {
      cipher: 'AES-128',
      entryExitReversed: true,
      corpKey: 'CORPKEY0001',
      sector: 'WATER',
    });
    const henan = fieldCipher(SECRET, 'AES-128');
    const corpsign = henan.encrypt('CORPKEY000120260309180000');
    const settled = async (method: string, data: object) => {
      const said = await client.call(method, data, { corpsign });
      expect(said).toMatchObject({ code: 0 });
      return client.resultOf(said.data.requestSerialCode, { corpsign });
    };
    expect(await client.call('CheckSign.Query', {})).toMatchObject({ code: -2 });
    expect(await settled('Corp.Upload', { ...corp, areaCode: '450103' })).toMatchObject({ status: 20 });
    const filed = await client.call(
      'Project.Add',
      {
        ContractorCorpCode: corp.corpCode,
        contractorCorpName: corp.corpName,
        name: '示例水库',
        category: '07',
        AreaCode: '450103',
        prjStatus: '3',
      },
      { corpsign },
    );
    expect(filed).toMatchObject({ code: 0, data: { projectCode: '4501032026030001' } });
    const { projectCode } = filed.data;
    const outer = { projectCode, ...corp };
    expect(await settled('ProjectSubContractor.Add', { ...outer, corpType: 9 })).toMatchObject({
      status: 20,
    });
    const team = await settled('Team.Add', { ...outer, TeamName: '钢筋班' });
    const { teamSysNo } = team.result as { teamSysNo: number };
    const number = henan.encrypt(PERSON);
    const worker = {
      WorkerName: '另一工人',
      isTeamLeader: true,
      idCardType: '1',
      IDCardNumber: number,
      workType: '020',
      workRole: '20',
      nation: '壮族',
      address: '示例',
      cellPhone: '13900000000',
      headImage: PORTRAIT,
      politicsType: 13,
      grantOrg: '示例公安局',
    };
    expect(
      await settled('ProjectWorker.Add', {
        ...outer,
        teamSysNo: String(teamSysNo),
        teamName: '钢筋班',
        workerList: [worker],
      }),
    ).toMatchObject({ status: 20 });
    const entry = { idCardType: '01', idCardNumber: number, date: '2026-03-08', type: 0 };
    expect(await settled('WorkerEntryExit.Add', { ...outer, teamSysNo, workerList: [entry] })).toMatchObject({
      status: 20,
    });
    const data = {
      projectCode,
      teamSysNo,
      dataList: Array.from({ length: 500 }, (_one, place) => ({
        idCardType: '01',
        idCardNumber: number,
        date: `2026-03-09 ${String(8 + Math.floor(place / 60)).padStart(2, '0')}:${String(place % 60).padStart(2, '0')}:00`,
        direction: place % 2 === 0 ? '01' : '02',
      })),
    };
    expect(await settled('WorkerAttendance.Add', data)).toMatchObject({ status: 20 });
    const { data: seen } = await door.graph.execute(
      `query ($code: ID!) { project(code: $code) { sector engagements { nodes { enteredOn isCrewLeader } }
        attendanceRecords(month: "2026-03") { totalCount } } }`,
      { code: projectCode },
      hubCaller('walk'),
    );
    expect(seen!.project).toEqual({
      sector: 'WATER',
      engagements: { nodes: [{ enteredOn: '2026-03-08', isCrewLeader: true }] },
      attendanceRecords: { totalCount: 500 },
    });
  }, 60_000);

  test('one account does not see the calls or the projects of another', async () => {
    const other = await door.register('site-78', SECRET.toUpperCase());
    const mine = await other.call('WorkerAttendance.Add', { projectCode: '1', teamSysNo: 1, dataList: [{}] });
    const foreign = await door.register('site-79', SECRET.toLowerCase());
    expect(
      await foreign.call('AsyncHandleResult.Query', { requestSerialCode: mine.data.requestSerialCode }),
    ).toMatchObject({ code: -1 });
    expect((await foreign.call('Project.Query', { projectCode: '4501032026030001' })).data.rows).toEqual([]);
  });

  test('names and secrets in odd case: appId, appsecret in the body', async () => {
    await door.register('Case-App', SECRET);
    const fields = {
      appid: 'Case-App',
      method: 'CheckSign.Query',
      version: '1.1',
      format: 'json',
      timestamp: '20260309180000',
      nonce: '999999',
      data: '{}',
    };
    const sign = signatureOf(new Map(Object.entries(fields)), SECRET);
    const { appid, ...rest } = fields;
    const said = await door.post(form({ ...rest, appId: appid, appsecret: SECRET, sign }));
    expect(said).toMatchObject({ code: 0, data: { appid: 'Case-App' } });
    expect(JSON.stringify(said)).not.toContain(SECRET);
  });
});
