import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hubCaller } from '../../../kernel/caller.ts';
import { FORM, form, golden } from './golden.ts';
import { openDoor } from './support/open-door.ts';

type Door = Awaited<ReturnType<typeof openDoor>>;
type Client = Awaited<ReturnType<Door['register']>>;

const CONTRACTOR = '91450100MA5KTEX10F';
/** The result is shown beside the state, so that a failure says why. */
const DONE = { status: 20, result: '处理成功' };
const PROJECT = '4501002026010001';

describe('A project walks in through the national real-name interface', () => {
  let door: Door;
  let client: Client;
  beforeAll(async () => {
    door = await openDoor('2026-01-05T07:31:30+08:00');
    client = await door.register(golden.fields.appid, golden.secret);
  }, 120_000);
  afterAll(async () => door?.close());

  const corp = { corpCode: CONTRACTOR, corpName: '示例建设有限公司' };

  test('the parents are filed in the order of the notes', async () => {
    expect(await client.settled('Corp.Upload', { ...corp, areaCode: '450103' })).toMatchObject(DONE);
    const filed = await client.call('Project.Add', {
      projectCode: PROJECT,
      contractorCorpCode: CONTRACTOR,
      contractorCorpName: corp.corpName,
      name: '示例住宅一期',
      category: '01',
      areaCode: '450103',
      invest: 12000,
      startDate: '2025-12-01',
      completeDate: '2027-12-01',
      prjStatus: '003',
    });
    expect(filed).toMatchObject({ code: 0, data: { projectCode: PROJECT } });
    const unit = { projectCode: PROJECT, ...corp, corpType: '009' };
    const bankInfos = [
      { bankCode: '105', bankName: '示例支行', bankNumber: client.aes('45001604751050701234') },
    ];
    expect(await client.settled('ProjectSubContractor.Add', { ...unit, bankInfos })).toMatchObject(DONE);
    expect(await client.settled('Team.Add', { projectCode: PROJECT, ...corp, teamName: '木工一班' })).toEqual(
      {
        status: 20,
        result: { teamSysNo: 1500000001 },
      },
    );
    const team = { projectCode: PROJECT, ...corp, teamSysNo: 1500000001, teamName: '木工一班' };
    const worker = {
      workerName: '示例工人',
      isTeamLeader: 0,
      idCardType: '01',
      idCardNumber: golden.numberEncrypted,
      workType: '050',
      workRole: 20,
      nation: '汉',
      address: '示例地址',
      cellPhone: '13800000000',
      cultureLevelType: '02',
    };
    expect(await client.settled('ProjectWorker.Add', { ...team, workerList: [worker] })).toMatchObject(DONE);
    const entry = { idCardType: '01', idCardNumber: golden.numberEncrypted, date: '2026-01-04', type: 1 };
    expect(await client.settled('WorkerEntryExit.Add', { ...team, workerList: [entry] })).toMatchObject(DONE);
    const contract = {
      ...corp,
      idCardType: '01',
      idCardNumber: golden.numberEncrypted,
      contractPeriodType: 1,
      startDate: '2026-01-01',
      endDate: '2026-12-31',
    };
    expect(
      await client.settled('WorkerContract.Add', { projectCode: PROJECT, contractList: [contract] }),
    ).toMatchObject(DONE);
  });

  test('the golden message is taken as it stands, and again with the same serial', async () => {
    const body = form({ ...golden.fields, sign: golden.sign });
    const first = await door.post(body, FORM);
    expect(first).toMatchObject({
      code: 0,
      data: { requestSerialCode: expect.stringMatching(/^workerattendance-add-2026010507-\d+-\d{4}$/) },
    });
    expect(await client.resultOf(first.data.requestSerialCode)).toMatchObject(DONE);
    expect(await door.post(body, FORM)).toEqual(first);
  });

  test('one question returns project, worker, attendance, contract and account', async () => {
    const { data, errors } = await door.graph.execute(
      `query ($code: ID!) { project(code: $code) {
        name constructionStatus contractPrice completedOn generalContractor { name }
        engagements { nodes { worker { id } enteredOn } }
        attendanceRecords(month: "2026-01") { nodes { occurredAt direction worker { id } provenance { sourceSystem } } }
        labourContracts { nodes { startsOn worker { id } } }
        specialWageAccounts { bank { code } status }
      } }`,
      { code: PROJECT },
      hubCaller('walk'),
    );
    expect(errors).toBeUndefined();
    const project = data!.project as Record<string, unknown>;
    expect(project).toMatchObject({
      name: '示例住宅一期',
      constructionStatus: 'UNDER_CONSTRUCTION',
      // Trap 8: the total investment in 10,000 yuan is no contract price; and a planned day is no completion.
      contractPrice: null,
      completedOn: null,
      engagements: { nodes: [{ enteredOn: '2026-01-04' }] },
      attendanceRecords: { nodes: [{ occurredAt: '2026-01-05T07:30:00+08:00', direction: 'IN' }] },
      labourContracts: { nodes: [{ startsOn: '2026-01-01' }] },
      specialWageAccounts: [{ bank: { code: '105' }, status: 'ACTIVE' }],
    });
  });
});
