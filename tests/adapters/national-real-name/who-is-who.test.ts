import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hubCaller } from '../../../kernel/caller.ts';
import { golden } from './golden.ts';
import { CONTRACTOR, corp, DONE, fileParents, PROJECT } from './support/file-parents.ts';
import { type Client, type Door, openDoor } from './support/open-door.ts';

let door: Door;
let client: Client;
beforeAll(async () => {
  door = await openDoor('2026-01-05T07:31:30+08:00');
  client = await door.register(golden.fields.appid, golden.secret);
  await fileParents(client);
}, 120_000);
afterAll(async () => door?.close());

const stands = async (code: string) => {
  const { data } = await door.graph.execute(
    `query ($code: ID!) { project(code: $code) { name divisionCode address constructionStatus startedOn category { code } } }`,
    { code },
    hubCaller('walk'),
  );
  return data!.project;
};

describe('Project.Add takes no project away', () => {
  const project = {
    projectCode: PROJECT,
    contractorCorpCode: CONTRACTOR,
    contractorCorpName: corp.corpName,
    name: '示例住宅一期',
    category: '01',
    areaCode: '450103',
    prjStatus: '003',
  };
  beforeAll(async () => {
    await client.call('Project.PartUpdate', { projectCode: PROJECT, address: '示例大道1号' });
  });

  test('the very same project again has its code, and keeps what the call leaves out', async () => {
    const before = await stands(PROJECT);
    expect(before).toMatchObject({ address: '示例大道1号', startedOn: '2025-12-01' });
    expect(await client.call('Project.Add', project)).toMatchObject({
      code: 0,
      data: { projectCode: PROJECT },
    });
    expect(await client.call('Project.Add', { ...project, projectCode: '' })).toMatchObject({
      code: 0,
      data: { projectCode: PROJECT },
    });
    expect(await stands(PROJECT)).toEqual(before);
  });

  test.each([
    ['another name', { name: '示例住宅二期' }],
    ['another place', { areaCode: '450105' }],
    ['another category', { category: '02' }],
    ['another general contractor', { contractorCorpCode: '91450100MA5KTEX11J' }],
  ])('a project of %s under a taken code gets a code of its own', async (_what, other) => {
    const before = await stands(PROJECT);
    const said = await client.call('Project.Add', { ...project, ...other, prjStatus: '001' });
    expect(said).toMatchObject({ code: 0, data: { projectCode: expect.stringMatching(/^4501\d{12}$/) } });
    const { projectCode } = said.data;
    expect(projectCode).not.toBe(PROJECT);
    expect(await stands(projectCode)).toMatchObject({ constructionStatus: 'PREPARING' });
    expect(await stands(PROJECT)).toEqual(before);
    // Its own repetition finds the code that was issued.
    expect(await client.call('Project.Add', { ...project, ...other, prjStatus: '001' })).toMatchObject({
      data: { projectCode },
    });
  });

  test('its general contractor is named by code and name', async () => {
    expect(await client.call('Project.Add', { ...project, contractorCorpName: '' })).toMatchObject({
      code: -1,
      message: expect.stringContaining('[contractorCorpName]'),
    });
  });
});

describe('Places are of the division dictionary (§7)', () => {
  const refused = expect.stringMatching(/^\[areaCode\] 不在行政区划字典中/);
  test.each(['459999', '451999', '990100'])(
    '%s is refused of an enterprise and of a project',
    async (areaCode) => {
      expect(await client.settled('Corp.Upload', { ...corp, areaCode })).toMatchObject({
        status: 10,
        result: refused,
      });
      const said = await client.call('Project.Add', {
        contractorCorpCode: CONTRACTOR,
        contractorCorpName: corp.corpName,
        name: `示例${areaCode}`,
        category: '01',
        areaCode,
        prjStatus: '001',
      });
      expect(said).toMatchObject({ code: 1001, message: refused });
    },
  );

  test.each(['450103', '450000', '450103001', '440106'])('%s is taken', async (areaCode) => {
    expect(await client.settled('Corp.Upload', { ...corp, areaCode })).toMatchObject(DONE);
  });
});

describe('An enterprise is named by its unified social credit code', () => {
  test('an organisation code is refused in words that say what to send', async () => {
    for (const corpCode of ['M000100Y4', 'M000100Y-4'])
      expect(await client.settled('Corp.Upload', { ...corp, corpCode, areaCode: '450103' })).toMatchObject({
        status: 10,
        result: expect.stringMatching(/^\[corpCode\] 应填统一社会信用代码/),
      });
    expect(
      await client.settled('ProjectSubContractor.Add', {
        projectCode: PROJECT,
        ...corp,
        corpCode: 'M000100Y4',
        corpType: '006',
      }),
    ).toMatchObject({ status: 10, result: expect.stringMatching(/^\[corpCode\] 应填统一社会信用代码/) });
    // Nine characters that are no organisation code either.
    expect(
      await client.settled('Corp.Upload', { ...corp, corpCode: 'M000100Y5', areaCode: '450103' }),
    ).toMatchObject({ status: 10, result: expect.not.stringContaining('组织机构代码') });
  });
});

describe('A credit code in small or full-width letters is the same enterprise’s', () => {
  const wide = (text: string) =>
    text.replace(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0));
  const spellings = [
    ['small letters', CONTRACTOR.toLowerCase()],
    ['full-width letters', wide(CONTRACTOR)],
    ['both', wide(CONTRACTOR.toLowerCase())],
  ];

  test.each(spellings)('%s: of a team', async (_what, corpCode) => {
    const team = { projectCode: PROJECT, corpCode, corpName: corp.corpName, teamName: '木工一班' };
    expect(await client.settled('Team.Add', team)).toMatchObject({
      status: 10,
      result: expect.stringContaining('已存在班组编号为:1500000001'),
    });
    expect(await client.call('Team.Update', { ...team, teamSysNo: 1500000001 })).toMatchObject({ code: 0 });
    const { data } = await client.call('Team.Query', { projectCode: PROJECT, corpCode });
    expect(data.rows).toMatchObject([{ corpCode: CONTRACTOR, teamSysNo: 1500000001 }]);
  });

  test.each(spellings)('%s: of a unit', async (_what, corpCode) => {
    const unit = { projectCode: PROJECT, corpCode, corpName: corp.corpName, corpType: '009' };
    expect(await client.settled('ProjectSubContractor.Add', unit)).toMatchObject({
      status: 10,
      result: expect.stringMatching(/^参建单位已存在/),
    });
    const { data: before } = await client.call('ProjectSubContractor.Query', {
      projectCode: PROJECT,
      corpCode,
    });
    expect(before.rows).toMatchObject([{ corpCode: CONTRACTOR, bankInfos: [{ bankCode: '105' }] }]);
    expect(
      await client.call('ProjectSubContractor.Update', { ...unit, entryTime: '2025-12-01 00:00:00' }),
    ).toMatchObject({ code: 0 });
    const { data: after } = await client.call('ProjectSubContractor.Query', { projectCode: PROJECT });
    // The same unit still, and what the update left out stays.
    expect(after.rows).toEqual([{ ...before.rows[0], entryTime: '2025-12-01 00:00:00' }]);
  });

  test.each(['Team.Query', 'ProjectSubContractor.Query'])('what is no code is told: %s', async (method) => {
    expect(await client.call(method, { projectCode: PROJECT, corpCode: '123' })).toMatchObject({
      code: 1001,
      message: expect.stringMatching(/^\[corpCode\] .*18 characters/),
    });
  });
});

describe('A day of a team needs what proves it (§6.4)', () => {
  const team = { projectCode: PROJECT, ...corp, teamName: '瓦工一班', entryTime: '2026-01-02' };
  const data = Buffer.from('%PDF-1.4 example').toString('base64');
  test('without its attachment the team is not taken', async () => {
    expect(await client.settled('Team.Add', team)).toMatchObject({
      status: 10,
      result: expect.stringMatching(/^\[entryAttachments\] 填写 entryTime 时不能为空/),
    });
    const { data: found } = await client.call('Team.Query', { projectCode: PROJECT, teamName: '瓦工一班' });
    expect(found.totalCount).toBe(0);
  });

  test('with it, it is; a day that stands needs none again, and the exit needs its own', async () => {
    const added = await client.settled('Team.Add', {
      ...team,
      entryAttachments: [{ name: '进场单.pdf', data }],
    });
    expect(added).toMatchObject({ status: 20 });
    const again = { ...team, ...(added.result as object) };
    expect(await client.call('Team.Update', again)).toMatchObject({ code: 0 });
    expect(await client.call('Team.Update', { ...again, exitTime: '2026-01-04' })).toMatchObject({
      code: 1001,
      message: expect.stringMatching(/^\[exitAttachments\]/),
    });
    expect(
      await client.call('Team.Update', {
        ...again,
        exitTime: '2026-01-04',
        exitAttachments: [{ name: '退场单.pdf', data }],
      }),
    ).toMatchObject({ code: 0 });
  });
});

describe('An update is held to the other end of a period, which stands already', () => {
  const data = Buffer.from('%PDF-1.4 example').toString('base64');
  const files = [{ name: '单.pdf', data }];
  const periods = async () => {
    const purpose = { basis: 'test', caseNo: 'T-1', expiresAt: new Date(Date.now() + 600_000).toISOString() };
    const { data: found, errors } = await door.graph.execute(
      `query ($code: ID!) { project(code: $code) {
        startedOn completedOn particulars { plannedStartOn plannedCompletionOn }
        participatingUnits { enteredOn exitedOn } crews { name enteredOn exitedOn }
        realNameRegistrations { nodes { worker { particulars { documentValidFrom documentValidTo } } } }
      } }`,
      { code: PROJECT },
      { ...hubCaller('test'), purpose },
    );
    expect(errors).toBeUndefined();
    // biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its question
    return found!.project as any;
  };
  const crew = { projectCode: PROJECT, ...corp, teamSysNo: 1500000001, teamName: '木工一班' };
  const unit = { projectCode: PROJECT, ...corp };
  const worker = () => ({ ...crew, idCardType: '01', idCardNumber: golden.numberEncrypted });

  beforeAll(async () => {
    const entered = { entryTime: '2025-12-10', entryAttachments: files };
    for (const [method, stated] of [
      ['Project.PartUpdate', { projectCode: PROJECT, startDate: '2025-12-01', completeDate: '2027-12-01' }],
      ['ProjectSubContractor.Update', { ...unit, entryTime: '2025-12-05', exitTime: '2026-01-02' }],
      ['Team.Update', { ...crew, ...entered, exitTime: '2026-01-03', exitAttachments: files }],
      ['ProjectWorker.Update', { ...worker(), startDate: '2015-03-01', expiryDate: '2025-03-01' }],
    ] as const)
      expect([method, await client.call(method, stated)]).toMatchObject([method, { code: 0 }]);
  });

  test.each<[string, string, () => object]>([
    ['Project.PartUpdate', 'completeDate', () => ({ projectCode: PROJECT, startDate: '2027-12-02' })],
    ['Project.PartUpdate', 'completeDate', () => ({ projectCode: PROJECT, completeDate: '2025-11-30' })],
    ['ProjectSubContractor.Update', 'exitTime', () => ({ ...unit, entryTime: '2026-01-03' })],
    ['ProjectSubContractor.Update', 'exitTime', () => ({ ...unit, exitTime: '2025-12-04' })],
    ['Team.Update', 'exitTime', () => ({ ...crew, entryTime: '2026-01-04', entryAttachments: files })],
    ['Team.Update', 'exitTime', () => ({ ...crew, exitTime: '2025-12-09', exitAttachments: files })],
    ['ProjectWorker.Update', 'expiryDate', () => ({ ...worker(), startDate: '2025-03-02' })],
    ['ProjectWorker.Update', 'expiryDate', () => ({ ...worker(), expiryDate: '2015-02-28' })],
  ])('%s: [%s]', async (method, field, stated) => {
    const before = await periods();
    expect(await client.call(method, stated())).toMatchObject({
      code: 1001,
      message: expect.stringMatching(new RegExp(`^\\[${field}\\] .*早于`)),
    });
    expect(await periods()).toEqual(before);
  });

  test.each(['长期', '永久'])(
    'a document without a last day (%s) has none, though one stood',
    async (expiryDate) => {
      const [first, last] = ['2015-03-01', '2025-03-01'];
      const renewed = { ...worker(), startDate: '2025-03-02' };
      expect(await client.call('ProjectWorker.Update', { ...renewed, expiryDate })).toMatchObject({
        code: 0,
      });
      const [{ worker: shown }] = (await periods()).realNameRegistrations.nodes;
      expect(shown.particulars).toEqual({ documentValidFrom: '2025-03-02', documentValidTo: null });
      const dated = { ...worker(), startDate: first, expiryDate: last };
      expect(await client.call('ProjectWorker.Update', dated)).toMatchObject({ code: 0 });
    },
  );
});
