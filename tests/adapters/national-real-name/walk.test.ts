import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hubCaller, SCOPES } from '../../../kernel/caller.ts';
import { FORM, form, golden } from './golden.ts';
import {
  CONTRACTOR,
  corp,
  DONE,
  fileParents,
  payLineOf,
  PROJECT,
  team,
  workerOf,
} from './support/file-parents.ts';
import { type Client, type Door, openDoor } from './support/open-door.ts';

describe('A project walks in through the national real-name interface', () => {
  let door: Door;
  let client: Client;
  beforeAll(async () => {
    door = await openDoor('2026-01-05T07:31:30+08:00');
    client = await door.register(golden.fields.appid, golden.secret);
  }, 120_000);
  afterAll(async () => door?.close());

  test('the parents are filed in the order of the notes', () => fileParents(client));

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

  test('a payroll with its paying account becomes a sheet and leaves the account as it was', async () => {
    const line = {
      ...payLineOf(client, golden.number, {
        days: 3,
        workHours: 24.5,
        totalPayAmount: 900,
        actualAmount: '900.00',
      }),
      balanceDate: '2026-01-05',
      payBankCode: undefined,
      PayBankCode: '105',
    };
    expect(await client.settled('Payroll.Add', { ...team, payMonth: '2026-01', detailList: [line] })).toEqual(
      {
        status: 20,
        result: [{ payrollCode: '1500000001-202601-GZ-1' }],
      },
    );
    const { data } = await door.graph.execute(
      'query ($code: ID!) { project(code: $code) { specialWageAccounts { generalContractor { creditCode } provenance { version } } } }',
      { code: PROJECT },
      hubCaller('walk'),
    );
    expect(data!.project).toEqual({
      specialWageAccounts: [{ generalContractor: { creditCode: CONTRACTOR }, provenance: { version: 1 } }],
    });
  });

  test('a punch’s position is passed on and labelled beside the fence of the site', async () => {
    const fence = {
      projectCode: PROJECT,
      fenceNo: 'W-1',
      centreLongitude: '108.366543',
      centreLatitude: '22.817002',
      radius: 200,
      startsOn: '2026-01-01',
    };
    const { data: fenced, errors } = await door.graph.execute(
      `mutation ($envelope: SubmissionEnvelopeInput!, $records: [GeofenceRecordInput!]!) {
        submitGeofences(envelope: $envelope, records: $records) { verdicts { outcome code path } } }`,
      {
        envelope: {
          idempotencyKey: 'fence-1',
          sourceSystem: 'fences',
          sentAt: '2026-01-05T07:31:00+08:00',
        },
        records: [fence],
      },
      { ...hubCaller('walk'), scopes: SCOPES },
    );
    expect(errors).toBeUndefined();
    expect(fenced!.submitGeofences).toEqual({
      verdicts: [{ outcome: 'ACCEPTED', code: 'ACCEPTED', path: null }],
    });
    const punch = (date: string, more: object) => ({
      idCardType: '01',
      idCardNumber: golden.numberEncrypted,
      date,
      direction: '01',
      ...more,
    });
    const dataList = [
      punch('2026-01-04 06:10:00', { lng: 108.3666, lat: 22.817 }),
      punch('2026-01-04 06:11:00', { lng: '108.5', lat: '22.9' }),
      punch('2026-01-04 06:12:00', { lng: '108.5' }),
    ];
    expect(
      await client.settled('WorkerAttendance.Add', { projectCode: PROJECT, teamSysNo: 1500000001, dataList }),
    ).toMatchObject(DONE);
    const { data } = await door.graph.execute(
      `query ($code: ID!) { project(code: $code) { attendanceRecords(day: "2026-01-04") { nodes { longitude geofenceCheck } } } }`,
      { code: PROJECT },
      hubCaller('walk'),
    );
    expect(data!.project).toEqual({
      attendanceRecords: {
        nodes: [
          // Where a worker stood is personal, and hidden from whoever declares no purpose; the label is not.
          { longitude: null, geofenceCheck: null },
          { longitude: null, geofenceCheck: 'OUTSIDE' },
          { longitude: null, geofenceCheck: 'INSIDE' },
        ],
      },
    });
    const tooFar = { ...team, dataList: [punch('2026-01-04 06:13:00', { lng: 208.5, lat: 22.9 })] };
    expect(await client.settled('WorkerAttendance.Add', tooFar)).toMatchObject({
      status: 10,
      code: 1001,
      result: expect.stringContaining('[dataList][0][lng]'),
    });
  });

  test('a training is stated with its workers, corrected when it comes again, and asked for', async () => {
    const training = {
      projectCode: PROJECT,
      trainingDate: '2026-01-04',
      trainingDuration: 2.5,
      trainingName: '进场安全教育',
      trainingTypeCode: '003002',
      trainer: '韦示例',
      trainingAddres: '示例大道1号会议室',
      workers: [{ idCardType: '01', idCardNumber: golden.numberEncrypted }],
    };
    expect(await client.settled('ProjectTraining.Add', training)).toMatchObject(DONE);
    expect(await client.settled('ProjectTraining.Add', { ...training, trainingDuration: 3 })).toMatchObject(
      DONE,
    );
    const { data } = await client.call('ProjectTraining.Query', { projectCode: PROJECT });
    expect(data).toMatchObject({ totalCount: 1, pageCount: 1 });
    expect(data.rows).toEqual([
      expect.objectContaining({
        trainingDate: '2026-01-04',
        trainingDuration: 3,
        trainingName: '进场安全教育',
        trainingTypeCode: '003002',
        trainingAddress: '示例大道1号会议室',
        workerCount: 1,
      }),
    ]);
    const { data: graph } = await door.graph.execute(
      `query ($code: ID!) { project(code: $code) { trainings { nodes { hours participants { nodes { worker { id } } } provenance { version sourceSystem } } } } }`,
      { code: PROJECT },
      hubCaller('walk'),
    );
    expect(graph!.project).toMatchObject({
      trainings: {
        nodes: [
          {
            hours: 3,
            participants: { nodes: [{ worker: { id: expect.any(String) } }] },
            provenance: { version: 2 },
          },
        ],
      },
    });
    const refused = async (more: object, place: string) =>
      expect(await client.settled('ProjectTraining.Add', { ...training, ...more })).toMatchObject({
        status: 10,
        code: 1001,
        result: expect.stringContaining(place),
      });
    await refused({ trainingTypeCode: '999' }, '[trainingTypeCode]');
    await refused(
      { workers: [{ idCardType: '01', idCardNumber: client.aes('450103199002010012') }] },
      '[workers][0]',
    );
    await refused({ projectCode: 'NONE' }, '项目不存在');
  });

  describe('What is there already is told in the words that clients parse (trap 11)', () => {
    test('a worker', async () =>
      expect(
        await client.settled('ProjectWorker.Add', { ...team, workerList: [workerOf(client, golden.number)] }),
      ).toMatchObject({
        status: 10,
        result: expect.stringContaining(`项目中已存在身份证为${golden.number}`),
      }));
    test('a unit', async () =>
      expect(
        await client.settled('ProjectSubContractor.Add', { projectCode: PROJECT, ...corp, corpType: '009' }),
      ).toMatchObject({ status: 10, result: expect.stringContaining('参建单位已存在') }));
    test('a team, with its number', async () =>
      expect(
        await client.settled('Team.Add', { projectCode: PROJECT, ...corp, teamName: '木工一班' }),
      ).toMatchObject({ status: 10, result: '班组已存在,已存在班组编号为:1500000001' }));
    test('attendance, an entry and an enterprise again are no failure', async () => {
      const entry = { idCardType: '01', idCardNumber: golden.numberEncrypted, date: '2026-01-04', type: 1 };
      expect(await client.settled('WorkerEntryExit.Add', { ...team, workerList: [entry] })).toMatchObject(
        DONE,
      );
      expect(await client.settled('WorkerAttendance.Add', golden.fields.data)).toMatchObject(DONE);
      expect(await client.settled('Corp.Upload', { ...corp, areaCode: '450103' })).toMatchObject(DONE);
    });
  });

  describe('Updates change what is sent, and nothing else', () => {
    test('a project', async () => {
      const said = await client.call('Project.PartUpdate', { projectCode: PROJECT, address: '示例大道1号' });
      expect(said).toMatchObject({ code: 0, data: { projectCode: PROJECT } });
      const { data } = await client.call('Project.Query', { projectCode: PROJECT });
      expect(data).toMatchObject({ pageIndex: 0, pageSize: 50, pageCount: 1, totalCount: 1 });
      expect(data.rows[0]).toMatchObject({
        address: '示例大道1号',
        name: '示例住宅一期',
        prjStatus: '003',
        startDate: '2025-12-01',
        contractorCorpCode: CONTRACTOR,
      });
    });
    test('a unit, a team and a worker', async () => {
      const unit = { projectCode: PROJECT, ...corp, entryTime: '2026-01-02 00:00:00' };
      expect(await client.call('ProjectSubContractor.Update', unit)).toMatchObject({ code: 0 });
      expect(await client.call('Team.Update', { ...team, teamName: '木工二班' })).toMatchObject({ code: 0 });
      const changed = { ...team, ...workerOf(client, golden.number, { workType: '020' }) };
      expect(await client.call('ProjectWorker.Update', changed)).toMatchObject({ code: 0 });
      const units = await client.call('ProjectSubContractor.Query', { projectCode: PROJECT });
      expect(units.data.rows).toMatchObject([{ corpType: '009', entryTime: '2026-01-02 00:00:00' }]);
      const teams = await client.call('Team.Query', { projectCode: PROJECT });
      expect(teams.data.rows).toMatchObject([
        { teamSysNo: 1500000001, teamName: '木工二班', corpCode: CONTRACTOR },
      ]);
      const workers = await client.call('ProjectWorker.Query', {
        projectCode: PROJECT,
        teamSysNo: 1500000001,
      });
      expect(workers.data.rows).toMatchObject([
        { workType: '020', entryTime: '2026-01-04', idCardType: '01' },
      ]);
    });
    test('what another client has stated is left as it is, and the client that would change it is told', async () => {
      const other = await door.register('OTHERAPP01', 'another-secret-of-32-characters!');
      const said = await other.call('Project.PartUpdate', { projectCode: PROJECT, address: '别处2号' });
      expect(said).toMatchObject({
        code: 1001,
        message: expect.stringContaining('以其他来源系统报送的为准'),
      });
      const { data } = await client.call('Project.Query', { projectCode: PROJECT });
      expect(data.rows[0]).toMatchObject({ address: '示例大道1号' });
    });
    test('what is not there cannot be updated', async () => {
      expect(await client.call('Team.Update', { ...team, teamSysNo: 7 })).toMatchObject({
        code: 1001,
        message: expect.stringContaining('班组不存在'),
      });
      expect(await client.call('Project.PartUpdate', { projectCode: 'NONE' })).toMatchObject({ code: 1001 });
    });
  });

  describe('Questions are paged from 0 and show people masked (trap 9)', () => {
    test('attendance of a whole day, and of one person', async () => {
      const dataList = [1, 2, 3, 4, 5].map((minute) => ({
        idCardType: '01',
        idCardNumber: golden.numberEncrypted,
        date: `2026-01-05 06:0${minute}:00`,
        direction: '02',
      }));
      const sent = { projectCode: PROJECT, teamSysNo: 1500000001, dataList };
      expect(await client.settled('WorkerAttendance.Add', sent)).toMatchObject(DONE);
      const asked = { projectCode: PROJECT, date: '2026-01-05' };
      const { data } = await client.call('WorkerAttendance.Query', { ...asked, pageIndex: 0, pageSize: 2 });
      expect(data).toMatchObject({ pageIndex: 0, pageSize: 2, pageCount: 3, totalCount: 6 });
      expect(data.rows).toHaveLength(2);
      expect(data.rows[0]).toMatchObject({
        date: '2026-01-05 07:30:00',
        direction: '01',
        idCardNumber: '1101**********002X',
      });
      const own = await client.call('WorkerAttendance.Query', {
        ...asked,
        idCardNumber: golden.numberEncrypted,
      });
      expect(own.data.totalCount).toBe(6);
      const other = await client.call('WorkerAttendance.Query', {
        ...asked,
        idCardNumber: client.aes('450103199001010019'),
      });
      expect(other.data).toMatchObject({ totalCount: 0, rows: [] });
      const before = await client.call('WorkerAttendance.Query', {
        projectCode: PROJECT,
        date: '2026-01-03',
      });
      expect(before.data).toMatchObject({ totalCount: 0, pageCount: 0, rows: [] });
    });
    test('entries, contracts, payroll, enterprise', async () => {
      const entries = await client.call('WorkerEntryExit.Query', { projectCode: PROJECT });
      expect(entries.data.rows).toMatchObject([{ date: '2026-01-04', type: 1 }]);
      const contracts = await client.call('WorkerContract.Query', { projectCode: PROJECT });
      expect(contracts.data.rows).toMatchObject([{ contractPeriodType: 1, startDate: '2026-01-01' }]);
      const payrolls = await client.call('Payroll.Query', { projectCode: PROJECT });
      expect(payrolls.data.rows).toMatchObject([
        { totalPayAmount: '900.00', detailList: [{ days: 3, actualAmount: '900.00' }] },
      ]);
      const corps = await client.call('Corp.Query', { corpCode: CONTRACTOR });
      expect(corps.data.rows).toMatchObject([{ corpName: corp.corpName, areaCode: '450103' }]);
    });
  });
});
