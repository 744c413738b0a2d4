import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hubCaller } from '../../../kernel/caller.ts';
import { sm3Hex } from '../../../kernel/crypto/sm3.ts';
import { cardNumber, residentNumber } from '../../../seeds/synthetic-numbers.ts';
import { golden } from './golden.ts';
import {
  corp,
  DONE,
  fileParents,
  payLineOf,
  PORTRAIT,
  PROJECT,
  team,
  workerOf,
} from './support/file-parents.ts';
import { type Client, type Door, openDoor, type Said } from './support/open-door.ts';

let door: Door;
let client: Client;
const [ROSTERED, ELSEWHERE, CHILD] = ['1985-05-05', '1986-06-06', '2015-06-01'].map((day) =>
  residentNumber('450103', day),
) as [string, string, string];
const reader = {
  ...hubCaller('test'),
  purpose: { basis: 'test', caseNo: 'T-1', expiresAt: new Date(Date.now() + 3_600_000).toISOString() },
};

beforeAll(async () => {
  door = await openDoor('2026-01-05T07:31:30+08:00');
  client = await door.register(golden.fields.appid, golden.secret);
  await fileParents(client);
}, 120_000);
afterAll(() => door?.close());

const add = (worker: object, outer: object = team) =>
  client.settled('ProjectWorker.Add', { ...outer, workerList: [worker] });

/** The roster of a project with what stands of its workers, in clear. */
async function roster(projectCode = PROJECT) {
  const { data, errors } = await door.graph.execute(
    `query ($code: ID!) { project(code: $code) { realNameRegistrations { nodes {
      workType { code } workRole { code } cardNo hasInsurance cardIssuedOn cardPicture provenance { version }
      worker { name phone homeAddress ethnicGroup { code } education { code } documentNumber provenance { version }
        particulars { educationStated politicalStatus { name } headImage documentFrontImage documentBackImage issuingAuthority documentValidFrom documentValidTo
          unionJoinedOn maritalStatus { name } specialty hasMedicalHistory emergencyContact emergencyPhone firstWorkedOn } } } } } }`,
    { code: projectCode },
    reader,
  );
  expect(errors).toBeUndefined();
  const { nodes } = (data!.project as { realNameRegistrations: { nodes: Standing[] } }).realNameRegistrations;
  return (number: string) => nodes.find(({ worker }) => worker.documentNumber === number);
}

interface Standing {
  readonly workType: { code: string } | null;
  readonly worker: { readonly documentNumber: string; readonly phone: string | null } & Record<
    string,
    unknown
  >;
}

describe('A worker of a roster', () => {
  const full = (more: object = {}) =>
    workerOf(client, ROSTERED, {
      cardNumber: 'K-1',
      hasBuyInsurance: 1,
      issueCardDate: '2026-01-04',
      issueCardPic: PORTRAIT,
      joinedTime: '2020-05-01',
      specialty: '测量',
      hasBadMedicalHistory: 0,
      urgentLinkMan: '韦家属',
      urgentLinkManPhone: '0771-0000000',
      workDate: '2010-05-01',
      maritalStatus: '02',
      startDate: '2015-03-01',
      expiryDate: '2035-03-01',
      cultureLevelType: '技校',
      positiveIDCardImage: PORTRAIT,
      negativeIDCardImage: PORTRAIT,
      ...more,
    });

  test('has a home for everything that §6.5 states', async () => {
    expect(await add(full())).toMatchObject(DONE);
    const digest = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect((await roster())(ROSTERED)).toMatchObject({
      hasInsurance: true,
      cardIssuedOn: '2026-01-04',
      cardPicture: digest,
      worker: {
        phone: '13800000000',
        education: { code: '99' },
        particulars: {
          educationStated: '技校',
          politicalStatus: { name: '群众' },
          headImage: digest,
          documentFrontImage: digest,
          documentBackImage: digest,
          issuingAuthority: '示例公安局',
          documentValidFrom: '2015-03-01',
          documentValidTo: '2035-03-01',
          unionJoinedOn: '2020-05-01',
          maritalStatus: { name: '已婚' },
          specialty: '测量',
          hasMedicalHistory: false,
          emergencyContact: '韦家属',
          emergencyPhone: '0771-0000000',
          firstWorkedOn: '2010-05-01',
        },
      },
    });
  });

  test('added again is refused in the accustomed words, and nothing of it changes', async () => {
    const before = (await roster())(ROSTERED);
    const again = full({
      cellPhone: '13900000000',
      workType: '020',
      workRole: 10,
      address: '别处',
      workerName: '别名',
    });
    expect(await add(again)).toMatchObject({
      status: 10,
      code: 1001,
      result: `项目中已存在身份证为${ROSTERED}的工人`,
    });
    expect((await roster())(ROSTERED)).toEqual(before);
  });

  test('beside somebody new in one list keeps only itself from being added', async () => {
    const fresh = residentNumber('450103', '1987-07-07');
    const said = await client.settled('ProjectWorker.Add', {
      ...team,
      workerList: [full({ cellPhone: '13900000000' }), workerOf(client, fresh)],
    });
    expect(said).toMatchObject({ status: 10, result: `项目中已存在身份证为${ROSTERED}的工人` });
    const now = await roster();
    expect(now(fresh)).toBeDefined();
    expect(now(ROSTERED)?.worker.phone).toBe('13800000000');
  });

  test('updated keeps what is left out', async () => {
    const before = (await roster())(ROSTERED)!;
    const [idCardType, idCardNumber] = ['01', client.aes(ROSTERED)];
    const change = { ...team, idCardType, idCardNumber, workerName: '示例工人', cellPhone: '13700000000' };
    expect(await client.call('ProjectWorker.Update', change)).toMatchObject({ code: 0 });
    const after = (await roster())(ROSTERED)!;
    expect(after.worker).toEqual({
      ...before.worker,
      phone: '13700000000',
      provenance: { version: 2 },
    });
    expect({ ...after, worker: null }).toEqual({ ...before, worker: null });
  });

  test.each([
    ['headImage', ''],
    ['workType', null],
    ['workRole', ''],
    ['nation', undefined],
    ['address', ' '],
    ['cellPhone', ''],
    ['politicsType', ''],
    ['grantOrg', ''],
    ['isTeamLeader', null],
    ['idCardType', ''],
  ])('is refused without %s, which is wanted', async (name, value) => {
    expect(
      await add(workerOf(client, residentNumber('450103', '1988-08-08'), { [name]: value })),
    ).toMatchObject({
      status: 10,
      code: 1001,
      result: `[workerList][0][${name}] 不能为空 (it is required)`,
    });
  });

  test('of a work type that the dictionary lacks is taken with it; of a birth to come is refused', async () => {
    const number = residentNumber('450103', '1989-09-09');
    expect(await add(workerOf(client, number, { workType: '1001' }))).toMatchObject(DONE);
    expect((await roster())(number)?.workType).toEqual({ code: '1001' });
    expect(await add(workerOf(client, residentNumber('450103', '2030-01-01')))).toMatchObject({
      status: 10,
      result: expect.stringMatching(/^\[workerList\]\[0\]\[idCardNumber\] 日期不能晚于今天/),
    });
    expect(await add(workerOf(client, CHILD))).toMatchObject(DONE);
  });

  test('is asked for with the contract, and without addresses of files', async () => {
    const { data } = await client.call('ProjectWorker.Query', {
      projectCode: PROJECT,
      idCardNumber: golden.numberEncrypted,
    });
    // The number is masked, so that the place of birth in it is as well.
    expect(data.rows).toMatchObject([{ hasContract: true, birthPlaceCode: null, entryAttachmentUrl: null }]);
    const other = await client.call('ProjectWorker.Query', {
      projectCode: PROJECT,
      idCardNumber: client.aes(ROSTERED),
    });
    expect(other.data.rows).toMatchObject([
      {
        hasContract: false,
        cellPhone: '137****0000',
        nation: null,
        issueCardDate: '2026-01-04',
        cardNumber: '****',
        hasBuyInsurance: true,
        urgentLinkManPhone: '077*****0000',
        // Masked to nothing where the account may not see it in clear.
        specialty: null,
        politicsType: null,
        hasBadMedicalHistory: null,
      },
    ]);
  });
});

test.each(['东门通道一', 'Gate 1 East'])('A punch at the passage %s is kept with it', async (channel) => {
  const punch = { idCardType: '01', idCardNumber: golden.numberEncrypted, direction: '01', channel };
  const date = `2026-01-04 07:0${channel.length % 10}:00`;
  const sent = { projectCode: PROJECT, teamSysNo: 1500000001, dataList: [{ ...punch, date }] };
  expect(await client.settled('WorkerAttendance.Add', sent)).toMatchObject(DONE);
  const { data } = await client.call('WorkerAttendance.Query', { projectCode: PROJECT, date: '2026-01-04' });
  expect(data.rows).toContainEqual(expect.objectContaining({ date, channel }));
});

test('The photo of a punch is kept by its digest; its position comes back', async () => {
  const punch = { idCardType: '01', idCardNumber: golden.numberEncrypted, direction: '01', image: PORTRAIT };
  const at = { date: '2026-01-04 07:20:00', lng: 108.3665, lat: 22.817 };
  const sent = { projectCode: PROJECT, teamSysNo: 1500000001, dataList: [{ ...punch, ...at }] };
  expect(await client.settled('WorkerAttendance.Add', sent)).toMatchObject(DONE);
  const { data } = await door.graph.execute(
    'query ($code: ID!) { project(code: $code) { attendanceRecords(day: "2026-01-04") { nodes { occurredAt photo } } } }',
    { code: PROJECT },
    reader,
  );
  const { nodes } = (data!.project as { attendanceRecords: { nodes: object[] } }).attendanceRecords;
  expect(nodes).toContainEqual({
    occurredAt: '2026-01-04T07:20:00+08:00',
    photo: sm3Hex(Buffer.from(PORTRAIT, 'base64')),
  });
  const answer = await client.call('WorkerAttendance.Query', { projectCode: PROJECT, date: '2026-01-04' });
  // Where somebody stood is sensitive, and masked for an account that may not see it.
  expect(answer.data.rows).toContainEqual(expect.objectContaining({ date: at.date, lng: null, lat: null }));
});

test('A voucher is kept by its digest with the exit', async () => {
  const exit = {
    idCardType: '01',
    idCardNumber: golden.numberEncrypted,
    date: '2026-01-05',
    type: 0,
    voucher: PORTRAIT,
  };
  expect(await client.settled('WorkerEntryExit.Add', { ...team, workerList: [exit] })).toMatchObject(DONE);
  const { data } = await door.graph.execute(
    'query ($code: ID!) { project(code: $code) { engagements { nodes { exitedOn entryVoucher exitVoucher } } } }',
    { code: PROJECT },
    reader,
  );
  expect(data!.project).toMatchObject({
    engagements: {
      nodes: [
        { exitedOn: '2026-01-05', entryVoucher: null, exitVoucher: expect.stringMatching(/^[0-9a-f]{64}$/) },
      ],
    },
  });
});

describe('A wage', () => {
  const pay = (line: object, more: object = {}) =>
    client.settled('Payroll.Add', { ...team, payMonth: '2025-12', detailList: [line], ...more });

  test('of somebody who has left is taken, with card, account, hours and files', async () => {
    const line = payLineOf(client, golden.number, { workHours: 176.5, days: 22 });
    const attachments = [{ name: '工资表.png', data: PORTRAIT }];
    expect(await pay(line, { attachments })).toMatchObject({ status: 20 });
    const { data, errors } = await door.graph.execute(
      `query ($code: ID!) { project(code: $code) { payrollSheets(month: "2025-12") {
        papers { attachments { name digest } financeConfirmed }
        entries { nodes { particulars { workHours cardNumber cardBank { code } cardBankName payingAccountNumber payingBank { code } itemsDue { name } channel } } } } } }`,
      { code: PROJECT },
      reader,
    );
    expect(errors).toBeUndefined();
    expect(data!.project).toMatchObject({
      payrollSheets: [
        {
          papers: {
            attachments: [{ name: '工资表.png', digest: expect.stringMatching(/^[0-9a-f]{64}$/) }],
            financeConfirmed: null,
          },
          entries: {
            nodes: [
              {
                particulars: {
                  workHours: 176.5,
                  cardNumber: cardNumber(1),
                  cardBank: { code: '105' },
                  cardBankName: '示例支行',
                  payingAccountNumber: '45001604751050701234',
                  payingBank: { code: '105' },
                  itemsDue: [],
                  channel: null,
                },
              },
            ],
          },
        },
      ],
    });
  });

  test('comes back with its lines as they were stated, each with its own day and the third party’s code', async () => {
    const lines = [
      payLineOf(client, golden.number, {
        workHours: 170,
        thirdPayRollCode: '工资单/三',
        balanceDate: '2026-01-03',
      }),
      payLineOf(client, ROSTERED, { thirdPayRollCode: '工资单/三' }),
    ];
    const attachments = [{ name: '明细.png', data: PORTRAIT }];
    const sent = { ...team, payMonth: '2025-11', detailList: lines, attachments };
    expect(await client.settled('Payroll.Add', sent)).toMatchObject({ status: 20 });
    const { data } = await client.call('Payroll.Query', { projectCode: PROJECT, payMonth: '2025-11' });
    const shared = {
      payRollBankCode: '105',
      payRollBankName: '示例支行',
      payRollBankCardNumber: expect.stringMatching(/^\*+\d{4}$/),
      payBankCardNumber: '****************1234',
      thirdPayRollCode: '工资单/三',
    };
    expect(data.rows).toMatchObject([
      {
        attachments: [{ name: '明细.png' }],
        detailList: [
          { ...shared, workHours: 170, balanceDate: '2026-01-03' },
          { ...shared, workHours: null, balanceDate: '2026-01-04' },
        ],
      },
    ]);
    const december = await client.call('Payroll.Query', { projectCode: PROJECT, payMonth: '2025-12' });
    expect(december.data.rows[0].detailList[0]).toMatchObject({ thirdPayRollCode: 'GZ-1' });
  });

  test.each([31, 50, 51, 200])(
    'has its third party’s code of %i characters, not a digest',
    async (length) => {
      const thirdPayRollCode = `GZ-${'7'.repeat(length - 3)}`;
      const line = payLineOf(client, golden.number, { thirdPayRollCode });
      const sent = { ...team, payMonth: '2025-10', detailList: [line] };
      expect(await client.settled('Payroll.Add', sent)).toMatchObject({ status: 20 });
      const { data } = await client.call('Payroll.Query', { projectCode: PROJECT, payMonth: '2025-10' });
      const codes = data.rows.map((one: Said['data']) => one.detailList[0].thirdPayRollCode);
      expect(codes).toContain(thirdPayRollCode);
    },
  );

  test('whose third party’s code is longer than any is told so', async () => {
    const line = payLineOf(client, golden.number, { thirdPayRollCode: '单'.repeat(201) });
    const sent = { ...team, payMonth: '2025-10', detailList: [line] };
    expect(await client.settled('Payroll.Add', sent)).toMatchObject({
      status: 10,
      result: expect.stringMatching(/^\[detailList\]\[0\]\[thirdPayRollCode\] /),
    });
  });

  test('of somebody of another project is refused until they are on a roster of this one', async () => {
    const code = '4501002026010002';
    const filed = await client.call('Project.Add', {
      projectCode: code,
      contractorCorpCode: corp.corpCode,
      contractorCorpName: corp.corpName,
      name: '示例住宅二期',
      category: '01',
      areaCode: '450103',
      startDate: '2025-12-01',
      prjStatus: '003',
    });
    expect(filed).toMatchObject({ code: 0 });
    const second = { projectCode: code, ...corp };
    await client.settled('ProjectSubContractor.Add', { ...second, corpType: '009' });
    const { result } = await client.settled('Team.Add', { ...second, teamName: '钢筋班' });
    const { teamSysNo } = result as { teamSysNo: number };
    expect(
      await add(workerOf(client, ELSEWHERE), { ...second, teamSysNo, teamName: '钢筋班' }),
    ).toMatchObject(DONE);
    const line = payLineOf(client, ELSEWHERE, { thirdPayRollCode: 'GZ-2' });
    const refused = {
      status: 10,
      code: 1001,
      result: expect.stringMatching(/^\[detailList\]\[0\] 工人不在项目中,工资被拒/),
    };
    expect(await pay(line)).toMatchObject(refused);
    expect(await add(workerOf(client, ELSEWHERE))).toMatchObject(DONE);
    expect(await pay(line)).toMatchObject({ status: 20 });
  });

  test.each([
    'payRollBankCardNumber',
    'payRollBankCode',
    'payRollBankName',
    'payBankCardNumber',
    'payBankCode',
    'payBankName',
    'isBackPay',
    'balanceDate',
    'idCardType',
  ])('is refused without %s, which is wanted', async (name) => {
    expect(
      await pay(payLineOf(client, golden.number, { thirdPayRollCode: 'GZ-3', [name]: '' })),
    ).toMatchObject({
      status: 10,
      code: 1001,
      result: `[detailList][0][${name}] 不能为空 (it is required)`,
    });
  });

  test('to a card whose check digit does not fit is refused', async () => {
    const card = client.aes('6217003320001234567');
    const line = payLineOf(client, golden.number, { thirdPayRollCode: 'GZ-4', payRollBankCardNumber: card });
    expect(await pay(line)).toMatchObject({
      status: 10,
      result: expect.stringMatching(/^\[detailList\]\[0\]\[payRollBankCardNumber\] 银行卡号未通过校验/),
    });
  });
});

test('The files of a training and of a contract are kept by their digests, and come back by their names', async () => {
  const file = (name: string) => [{ name, data: PORTRAIT }];
  const training = {
    projectCode: PROJECT,
    trainingDate: '2026-01-03',
    trainingDuration: 2,
    trainingName: '高处作业',
    trainingTypeCode: '003002',
    trainer: '覃示例',
    attachments: file('签到表.png'),
  };
  expect(await client.settled('ProjectTraining.Add', training)).toMatchObject(DONE);
  const contract = {
    ...corp,
    idCardType: '01',
    idCardNumber: golden.numberEncrypted,
    contractPeriodType: 1,
    startDate: '2026-01-02',
    contractCode: 'HT-2',
    attachments: file('合同.png'),
  };
  expect(
    await client.settled('WorkerContract.Add', { projectCode: PROJECT, contractList: [contract] }),
  ).toMatchObject(DONE);
  const digest = sm3Hex(Buffer.from(PORTRAIT, 'base64'));
  const { data, errors } = await door.graph.execute(
    `query ($code: ID!) { project(code: $code) { trainings { nodes { name attachments { name digest } } }
      labourContracts { nodes { contractNo fileDigests attachments { name digest } } } } }`,
    { code: PROJECT },
    reader,
  );
  expect(errors).toBeUndefined();
  expect(data!.project).toMatchObject({
    trainings: {
      nodes: expect.arrayContaining([{ name: '高处作业', attachments: [{ name: '签到表.png', digest }] }]),
    },
    labourContracts: {
      nodes: expect.arrayContaining([
        { contractNo: 'HT-2', fileDigests: [digest], attachments: [{ name: '合同.png', digest }] },
      ]),
    },
  });
  const rowsOf = async (method: string) => (await client.call(method, { projectCode: PROJECT })).data.rows;
  expect(await rowsOf('ProjectTraining.Query')).toContainEqual(
    expect.objectContaining({ trainingName: '高处作业', attachments: [{ name: '签到表.png' }] }),
  );
  expect(await rowsOf('WorkerContract.Query')).toContainEqual(
    expect.objectContaining({ contractCode: 'HT-2', attachments: [{ name: '合同.png' }] }),
  );
});

test('A training and a contract are taken without the workers and with a unit that the dictionaries lack', async () => {
  const training = {
    projectCode: PROJECT,
    trainingDate: '2026-01-04',
    trainingDuration: 2,
    trainingName: '全员教育',
    trainingTypeCode: '003002',
  };
  expect(await client.settled('ProjectTraining.Add', training)).toMatchObject(DONE);
  const contract = {
    ...corp,
    idCardType: '01',
    idCardNumber: client.aes(ROSTERED),
    contractPeriodType: 1,
    startDate: '2026-01-01',
    unit: 83,
    unitPrice: 5,
  };
  expect(
    await client.settled('WorkerContract.Add', { projectCode: PROJECT, contractList: [contract] }),
  ).toMatchObject(DONE);
});
