import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hubCaller } from '../../../kernel/caller.ts';
import { cardNumber, residentNumber } from '../../../seeds/synthetic-numbers.ts';
import { golden } from './golden.ts';
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

const [KNOWN, STRANGER] = ['1985-05-05', '1986-06-06'].map((day) => residentNumber('450103', day)) as [
  string,
  string,
];
const clear = () => ({
  ...hubCaller('test'),
  purpose: { basis: 'test', caseNo: 'T-1', expiresAt: new Date(Date.now() + 600_000).toISOString() },
});

let door: Door;
let client: Client;
let other: Client;
beforeAll(async () => {
  door = await openDoor('2026-01-05T07:31:30+08:00');
  client = await door.register(golden.fields.appid, golden.secret);
  other = await door.register('OTHERAPP01', 'Zz9-another-secret-of-32-letters');
  await fileParents(client);
  const added = await client.settled('ProjectWorker.Add', {
    ...team,
    workerList: [workerOf(client, KNOWN)],
  });
  expect(added).toMatchObject(DONE);
}, 120_000);
afterAll(() => door?.close());

const asked = async (text: string) => {
  const { data, errors } = await door.graph.execute(text, {}, clear());
  expect(errors).toBeUndefined();
  // biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its question
  return data as any;
};

describe('An update of what another source states', () => {
  const refused = { code: 1001, message: expect.stringMatching(/^以其他来源系统报送的为准/) };

  test('of a project is refused however often it is sent', async () => {
    const change = { projectCode: PROJECT, name: '抢名' };
    for (let times = 0; times < 3; times++)
      expect(await other.call('Project.PartUpdate', change)).toMatchObject(refused);
    expect((await asked(`{ project(code: "${PROJECT}") { name } }`)).project.name).toBe('示例住宅一期');
    // Its own project may be stated again.
    const own = { projectCode: PROJECT, address: '示例大道1号' };
    for (let times = 0; times < 2; times++)
      expect(await client.call('Project.PartUpdate', own)).toMatchObject({ code: 0 });
  });

  test('of a worker as well', async () => {
    const change = {
      ...team,
      idCardType: '01',
      idCardNumber: other.aes(KNOWN),
      workerName: '抢名',
      cellPhone: '13900000000',
    };
    for (let times = 0; times < 2; times++)
      expect(await other.call('ProjectWorker.Update', change)).toMatchObject({
        code: 1001,
        message: expect.stringMatching(/以其他来源系统报送的为准/),
      });
    // A wage card is another fact, and that it is stored is told.
    const card = { payRollBankCardNumber: other.aes(cardNumber(7)), payRollBankCode: '105' };
    const carded = { ...change, ...card, payRollBankName: '示例支行' };
    expect(await other.call('ProjectWorker.Update', carded)).toMatchObject({
      code: 1001,
      message: expect.stringMatching(/以其他来源系统报送的为准.*；其余部分已入库/),
    });
  });
});

describe('A project whose shown word is another source’s has its code still', () => {
  const projectOf = (name: string) => ({
    contractorCorpCode: CONTRACTOR,
    contractorCorpName: corp.corpName,
    name,
    category: '01',
    areaCode: '450103',
    prjStatus: '003',
  });
  /** The sector's own platform states the project, and its word is shown. */
  const takenOver = async (projectCode: string, name: string) => {
    const shown = `{ project(code: "${projectCode}") { sector provenance { sourceSystem } } }`;
    const { sector } = (await asked(shown)).project;
    const record = { projectCode, name, sector, divisionCode: '450103', category: '01' };
    const theirs = { ...record, generalContractorCode: CONTRACTOR, constructionStatus: '003' };
    const envelope = {
      idempotencyKey: `platform-${projectCode}`,
      sourceSystem: 'housing-platform',
      sentAt: '2026-01-05T07:00:00+08:00',
    };
    const { data } = await door.graph.execute(
      `mutation ($envelope: SubmissionEnvelopeInput!, $records: [ProjectRecordInput!]!) {
        fileProjects(envelope: $envelope, records: $records) { verdicts { outcome code path } } }`,
      { envelope, records: [theirs] },
      hubCaller('test'),
    );
    expect(data).toMatchObject({ fileProjects: { verdicts: [{ outcome: 'CORRECTED' }] } });
    expect((await asked(shown)).project.provenance.sourceSystem).toBe('housing-platform');
  };

  test.each([
    ['that the hub issued', '示例综合楼', undefined, '示例综合楼'],
    [
      'that the hub issued, of a project that the other source names otherwise',
      '示例办公楼',
      undefined,
      '办公楼',
    ],
    ['that it chose itself', '示例教学楼', 'XM-2026-0001', '示例教学楼'],
    [
      'that it chose itself, of a project that the other source names otherwise',
      '示例食堂',
      'XM-2026-0002',
      '食堂',
    ],
  ])('one %s', async (_what, name, chosen, named) => {
    const mine = projectOf(name);
    const filed = await client.call('Project.Add', { ...mine, ...(chosen && { projectCode: chosen }) });
    const { projectCode } = filed.data;
    expect(projectCode).toEqual(chosen ?? expect.stringMatching(/^450103/));
    await takenOver(projectCode, named);
    // Without its code it is found by this client's own word, whatever is shown.
    for (const more of [{}, { projectCode }, {}, { projectCode: PROJECT }, { projectCode }])
      expect(await client.call('Project.Add', { ...mine, ...more })).toMatchObject({
        code: 0,
        data: { projectCode },
      });
    // Another client's project of the same name is its own, and so is another of this client's under the code.
    const others = await other.call('Project.Add', { ...mine, projectCode });
    const another = await client.call('Project.Add', { ...mine, projectCode, category: '02' });
    expect([others.code, another.code]).toEqual([0, 0]);
    expect(new Set([projectCode, others.data.projectCode, another.data.projectCode]).size).toBe(3);
  });
});

describe('ProjectWorker.Update', () => {
  const update = (number: string, more: object) =>
    client.call('ProjectWorker.Update', {
      ...team,
      idCardType: '01',
      idCardNumber: client.aes(number),
      ...more,
    });

  test('keeps the name that is left out', async () => {
    expect(await update(KNOWN, { cellPhone: '13700000000' })).toMatchObject({ code: 0 });
    const { project } = await asked(
      `{ project(code: "${PROJECT}") { realNameRegistrations { nodes { worker { name phone documentNumber } } } } }`,
    );
    expect(project.realNameRegistrations.nodes).toContainEqual({
      worker: { name: '示例工人', phone: '13700000000', documentNumber: KNOWN },
    });
  });

  test('of somebody who is not in the project is refused, and nobody is added', async () => {
    expect(await update(STRANGER, { workerName: '新', cellPhone: '13700000000' })).toMatchObject({
      code: 1001,
      message: expect.stringMatching(/^工人不在项目中/),
    });
    const { data } = await client.call('ProjectWorker.Query', {
      projectCode: PROJECT,
      idCardNumber: client.aes(STRANGER),
    });
    expect(data.totalCount).toBe(0);
  });
});

test('A contract of somebody who is not in the project is refused, beside one that is taken', async () => {
  const contract = (number: string) => ({
    ...corp,
    idCardType: '01',
    idCardNumber: client.aes(number),
    contractPeriodType: 1,
    startDate: '2026-01-01',
    endDate: '2026-12-31',
  });
  const send = (projectCode: string) =>
    client.settled('WorkerContract.Add', {
      projectCode,
      contractList: [contract(STRANGER), contract(KNOWN)],
    });
  expect(await send(PROJECT)).toMatchObject({
    status: 10,
    code: 1001,
    result: '[contractList][0] 工人不在项目中 (the worker is not known)',
  });
  const { labourContracts } = await asked(
    `{ labourContracts(filter: { projectCode: "${PROJECT}" }) { nodes { worker { documentNumber } } } }`,
  );
  const numbers = labourContracts.nodes.map(
    (one: { worker: { documentNumber: string } }) => one.worker.documentNumber,
  );
  expect(numbers).toContain(KNOWN);
  expect(numbers).not.toContain(STRANGER);
  expect((await send('4501002026019999')).result).toContain('项目不存在');
});

describe('Whoever is in no project is not registered by a call that is refused', () => {
  const OTHERS = ['1987-07-07', '1988-08-08', '1989-09-09', '1990-10-10'].map((day) =>
    residentNumber('450103', day),
  );
  const isRegistered = async (documentNumber: string) => {
    const { data, errors } = await door.graph.execute(
      `mutation ($identities: [IdentityInput!]!) { ensureWorkers(identities: $identities, knownOnly: true) { workerId isNew code } }`,
      { identities: [{ documentType: '01', documentNumber }] },
      hubCaller('test'),
    );
    expect(errors).toBeUndefined();
    const [found] = data!.ensureWorkers as { workerId: string | null; isNew: boolean; code: string | null }[];
    expect(found).toMatchObject({ isNew: false, code: null });
    return found!.workerId !== null;
  };
  const contract = (number: string, more: object = {}) => ({
    ...corp,
    idCardType: '01',
    idCardNumber: client.aes(number),
    contractPeriodType: 1,
    startDate: '2026-01-01',
    endDate: '2026-12-31',
    ...more,
  });

  test.each<[string, string, object, string]>([
    ['a contract', PROJECT, {}, '[contractList][0] 工人不在项目中'],
    [
      'a contract that says something wrong',
      PROJECT,
      { startDate: '2027-01-01' },
      '[contractList][0] 工人不在项目中',
    ],
    ['a contract that cannot be read', PROJECT, { startDate: '一月' }, '[contractList][0][startDate] '],
    [
      'a contract of no project that says something wrong',
      '4501002026019998',
      { startDate: '2027-01-01' },
      '[contractList][0][endDate] ',
    ],
    ['a contract of no project', '4501002026019998', {}, '项目不存在'],
  ])('%s', async (_what, projectCode, more, result) => {
    const number = OTHERS[0]!;
    const said = await client.settled('WorkerContract.Add', {
      projectCode,
      contractList: [contract(number, more)],
    });
    expect(said).toMatchObject({ status: 10, code: 1001, result: expect.stringContaining(result) });
    expect(await isRegistered(number)).toBe(false);
  });

  test('an update', async () => {
    const number = OTHERS[1]!;
    const update = { ...team, idCardType: '01', idCardNumber: client.aes(number), cellPhone: '13700000000' };
    expect(await client.call('ProjectWorker.Update', update)).toMatchObject({
      code: 1001,
      message: expect.stringMatching(/^工人不在项目中/),
    });
    expect(await isRegistered(number)).toBe(false);
  });

  test('a worker who is added with something that the graph refuses', async () => {
    const number = OTHERS[2]!;
    const sent = { ...team, workerList: [workerOf(client, number, { cellPhone: '1'.repeat(30) })] };
    expect(await client.settled('ProjectWorker.Add', sent)).toMatchObject({ status: 10 });
    expect(await isRegistered(number)).toBe(false);
  });

  test('who is added is', async () => {
    const number = OTHERS[3]!;
    expect(
      await client.settled('ProjectWorker.Add', { ...team, workerList: [workerOf(client, number)] }),
    ).toMatchObject(DONE);
    expect(await isRegistered(number)).toBe(true);
  });
});

describe('A project manager', () => {
  const MANAGER = '450103199001010016';
  const code = '91450100MA5KTEX11J';
  beforeAll(async () => {
    const filed = { corpCode: code, corpName: '示例设计', areaCode: '450103' };
    expect(await client.settled('Corp.Upload', filed)).toMatchObject(DONE);
  });
  const unit = (corpType: string, number: string) => ({
    projectCode: PROJECT,
    corpCode: code,
    corpName: '示例设计',
    corpType,
    pmName: '陈示例',
    pmIDCardType: '01',
    pmIDCardNumber: client.aes(number),
  });

  test.each([
    ['010', 'SURVEYOR'],
    ['011', 'DESIGNER'],
    ['012', 'OTHER'],
  ])('of a unit of type %s is on record', async (corpType, role) => {
    expect(await client.settled('ProjectSubContractor.Add', unit(corpType, MANAGER))).toMatchObject(DONE);
    const { data } = await client.call('ProjectSubContractor.Query', {
      projectCode: PROJECT,
      corpCode: code,
    });
    const managers = new Map(
      data.rows.map((one: { corpType: string; pmName: string }) => [one.corpType, one.pmName]),
    );
    expect([role, managers.get(corpType)]).toEqual([role, '陈*']);
  });

  test('of an Add that is answered as known already is not stored, nor are its accounts', async () => {
    const accountsAndManagers = async () => {
      const { project, siteManagers } = await asked(
        `{ project(code: "${PROJECT}") { specialWageAccounts { accountNumber } }
          siteManagers(filter: { projectCode: "${PROJECT}" }, first: 50) { nodes { name } } }`,
      );
      return [project.specialWageAccounts.length, siteManagers.nodes.length];
    };
    const before = await accountsAndManagers();
    const bankInfos = [
      { bankCode: '105', bankName: '示例支行', bankNumber: client.aes('45001604751050701234') },
    ];
    const contractor = { ...unit('009', MANAGER), ...corp, pmName: '后来者', bankInfos };
    for (const sent of [
      { ...unit('010', residentNumber('450103', '1980-01-01')), pmName: '后来者' },
      contractor,
    ])
      expect(await client.settled('ProjectSubContractor.Add', sent)).toEqual({
        status: 10,
        code: 1001,
        result: '参建单位已存在 (the unit takes part in the project already)',
      });
    expect(await accountsAndManagers()).toEqual(before);
  });

  test('whose number fails its check is told, of whatever unit', async () => {
    const wrong = { ...unit('012', '450103199001010017'), corpCode: CONTRACTOR };
    expect(await client.settled('ProjectSubContractor.Add', wrong)).toMatchObject({
      status: 10,
      result: expect.stringMatching(/^\[pmIDCardNumber\] /),
    });
  });
});

describe('A bank of another code', () => {
  const bankInfos = (bankCode: string) => [
    { bankCode, bankName: '示例村镇银行', bankNumber: client.aes('45001604751050709999') },
  ];
  const unit = { projectCode: PROJECT, ...corp, corpType: '009' };

  test('is kept with the unit, and is no special wage account', async () => {
    expect(
      await client.call('ProjectSubContractor.Update', { ...unit, bankInfos: bankInfos('998') }),
    ).toMatchObject({ code: 0 });
    const { data } = await client.call('ProjectSubContractor.Query', {
      projectCode: PROJECT,
      corpCode: CONTRACTOR,
    });
    expect(data.rows[0].bankInfos).toMatchObject([{ bankCode: '998', bankName: '示例村镇银行' }]);
    const { project } = await asked(
      `{ project(code: "${PROJECT}") { specialWageAccounts { accountNumber } } }`,
    );
    expect(project.specialWageAccounts).toEqual([{ accountNumber: '45001604751050701234' }]);
  });

  test('is kept with a line of a sheet', async () => {
    const line = payLineOf(client, KNOWN, { payBankCode: '998', payRollBankCode: '998' });
    const sheet = { ...team, payMonth: '2025-12', detailList: [line] };
    expect(await client.settled('Payroll.Add', sheet)).toMatchObject({ status: 20 });
  });

  test('that cannot be read is told by its place', async () => {
    expect(
      await client.call('ProjectSubContractor.Update', { ...unit, bankInfos: bankInfos('一'.repeat(40)) }),
    ).toMatchObject({ code: 1001, message: expect.stringMatching(/^\[bankInfos\]\[0\]\[bankCode\] /) });
  });
});

describe('A project', () => {
  const update = (more: object) => client.call('Project.PartUpdate', { projectCode: PROJECT, ...more });
  const days = async () => {
    const { project } = await asked(
      `{ project(code: "${PROJECT}") { startedOn completedOn particulars { plannedStartOn plannedCompletionOn } } }`,
    );
    const { particulars, ...real } = project;
    return { ...real, ...particulars };
  };

  test('keeps the planned day of completion, which is asked for', async () => {
    expect(await days()).toEqual({
      startedOn: '2025-12-01',
      completedOn: null,
      plannedStartOn: null,
      plannedCompletionOn: '2027-12-01',
    });
    expect(await update({ completeDate: '2027-11-30' })).toMatchObject({ code: 0 });
    const { data } = await client.call('Project.Query', { projectCode: PROJECT });
    expect(data.rows).toMatchObject([{ startDate: '2025-12-01', completeDate: '2027-11-30' }]);
  });

  test('is not completed before its start', async () => {
    expect(await update({ startDate: '2026-01-02', completeDate: '2026-01-01' })).toMatchObject({
      code: 1001,
      message: expect.stringMatching(/^\[completeDate\] /),
    });
    expect(await update({ startDate: '2027-12-02', completeDate: '2027-12-01' })).toMatchObject({
      code: 1001,
    });
  });

  test('that is completed has the day, beside the one that was planned', async () => {
    expect(await update({ prjStatus: '004', completeDate: '2026-01-04' })).toMatchObject({ code: 0 });
    expect(await days()).toMatchObject({ completedOn: '2026-01-04', plannedCompletionOn: '2027-11-30' });
    expect(await update({ prjStatus: '003' })).toMatchObject({ code: 0 });
    expect(await days()).toMatchObject({ completedOn: null, plannedCompletionOn: '2027-11-30' });
  });

  test('names its permit by number; one without is told by its place', async () => {
    expect(await update({ builderLicenses: [{ prjName: 'a' }] })).toMatchObject({
      code: 1001,
      message: expect.stringMatching(/^\[builderLicenses\]\[0\]\[builderLicenseNum\] 不能为空/),
    });
  });

  test.each(['9'.repeat(17), '9'.repeat(19), '1e20'])(
    'of an investment of %s is told that it is too large',
    async (invest) => {
      expect(await update({ invest })).toMatchObject({
        code: 1001,
        message: expect.stringMatching(/^\[invest\] 金额超过该字段允许的上限/),
      });
    },
  );
});

test('An enterprise that is uploaded again keeps what is left out', async () => {
  const full = {
    ...corp,
    areaCode: '450103',
    legalMan: '陆示例',
    regCapital: '1000.5',
    linkPhone: '13800000000',
  };
  expect(await client.settled('Corp.Upload', full)).toMatchObject(DONE);
  expect(await client.settled('Corp.Upload', { ...corp, areaCode: '450103', address: '别处' })).toMatchObject(
    DONE,
  );
  const { enterprise } = await asked(
    `{ enterprise(creditCode: "${CONTRACTOR}") { legalRepresentative registration { address registeredCapital contactPhone } } }`,
  );
  expect(enterprise).toEqual({
    legalRepresentative: '陆示例',
    registration: { address: '别处', registeredCapital: '1000.5', contactPhone: '13800000000' },
  });
});

describe('Texts', () => {
  test('a direction that is missing is told by the codes of this interface', async () => {
    const punch = { idCardType: '01', idCardNumber: golden.numberEncrypted, date: '2026-01-05 07:00:00' };
    const sent = { projectCode: PROJECT, teamSysNo: team.teamSysNo, dataList: [punch] };
    expect((await client.settled('WorkerAttendance.Add', sent)).result).toBe(
      '[dataList][0][direction] 不能为空 (it is required; expected 01, 02)',
    );
  });

  test.each([[['91450100MA5KTEX10F']], [{ code: 1 }]])(
    'a code as %j is of the wrong type',
    async (corpCode) => {
      expect(await client.call('Corp.Upload', { ...corp, corpCode, areaCode: '450103' })).toMatchObject({
        code: -1,
        message: expect.stringMatching(/^\[corpCode\] 类型不正确/),
      });
      const worker = workerOf(client, STRANGER, { address: corpCode });
      expect(
        (await client.settled('ProjectWorker.Add', { ...team, workerList: [worker] })).result,
      ).not.toContain('不能为空');
    },
  );
});

test('A team number leads to the team of its own project alone', async () => {
  const filed = await client.call('Project.Add', {
    contractorCorpCode: CONTRACTOR,
    contractorCorpName: corp.corpName,
    name: '示例住宅二期',
    category: '01',
    areaCode: '450103',
    prjStatus: '003',
  });
  const { projectCode } = filed.data;
  // A crew that another system numbered as the hub would number the next.
  const envelope = {
    idempotencyKey: 'crew-1',
    sourceSystem: 'county',
    sentAt: '2026-01-05T07:00:00+08:00',
  };
  const records = [{ projectCode, unitCode: CONTRACTOR, crewNo: '1500000002', name: '别的班组' }];
  const { errors } = await door.graph.execute(
    `mutation ($envelope: SubmissionEnvelopeInput!, $records: [CrewRecordInput!]!) {
      submitCrews(envelope: $envelope, records: $records) { verdicts { outcome } } }`,
    { envelope, records },
    hubCaller('test'),
  );
  expect(errors).toBeUndefined();
  const added = await client.settled('Team.Add', { projectCode: PROJECT, ...corp, teamName: '钢筋班' });
  const { teamSysNo } = added.result as { teamSysNo: number };
  expect(teamSysNo).toBeGreaterThan(1500000002);
  const sent = { ...team, projectCode, teamSysNo, workerList: [workerOf(client, STRANGER)] };
  expect(await client.settled('ProjectWorker.Add', sent)).toMatchObject({
    status: 10,
    result: expect.stringContaining('班组不存在'),
  });
});
