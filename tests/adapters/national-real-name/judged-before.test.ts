import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { refusedForGood } from '../../../adapters/national-real-name/refused-for-good.ts';
import { refusalCodes } from '../../../gateway/refusal-codes.ts';
import { hubCaller } from '../../../kernel/caller.ts';
import { residentNumber } from '../../../seeds/synthetic-numbers.ts';
import { golden } from './golden.ts';
import {
  CONTRACTOR,
  corp,
  DONE,
  fileParents,
  payLineOf,
  PORTRAIT,
  PROJECT,
  team,
  workerOf,
} from './support/file-parents.ts';
import { type Client, type Door, openDoor } from './support/open-door.ts';

/** The contractor's code with another check character. */
const WRONG = '91450100MA5KTEX10A';
/** A unit of the project that has no crew there, and an enterprise that takes no part. */
const OTHER_UNIT = '91450100MA5KTEX11J';
const STRANGER = '91450100MA0TR1A013';

let door: Door;
let client: Client;
beforeAll(async () => {
  door = await openDoor('2026-01-05T07:31:30+08:00');
  client = await door.register(golden.fields.appid, golden.secret);
  await fileParents(client);
  const other = { corpCode: OTHER_UNIT, corpName: '示例劳务有限公司' };
  expect(await client.settled('Corp.Upload', { ...other, areaCode: '450103' })).toMatchObject(DONE);
  const unit = { projectCode: PROJECT, ...other, corpType: '006' };
  expect(await client.settled('ProjectSubContractor.Add', unit)).toMatchObject(DONE);
}, 120_000);
afterAll(async () => door?.close());

const project = {
  contractorCorpCode: CONTRACTOR,
  contractorCorpName: corp.corpName,
  name: '示例厂房',
  category: '01',
  areaCode: '450103',
  prjStatus: '003',
};

describe('A credit code whose check character is wrong is told, and ends the call', () => {
  const told = (field: string) =>
    expect.stringMatching(new RegExp(`^\\[${field}\\] 统一社会信用代码未通过校验`));

  test('of the general contractor of a new project', async () => {
    expect(await client.call('Project.Add', { ...project, contractorCorpCode: WRONG })).toMatchObject({
      code: 1001,
      message: told('contractorCorpCode'),
    });
  });

  test('of a unit that is added, and of one that is updated', async () => {
    const unit = { projectCode: PROJECT, ...corp, corpCode: WRONG, corpType: '006' };
    expect(await client.settled('ProjectSubContractor.Add', unit)).toMatchObject({
      status: 10,
      result: told('corpCode'),
    });
    expect(await client.call('ProjectSubContractor.Update', unit)).toMatchObject({
      code: 1001,
      message: expect.stringMatching(/^\[corpCode\]/),
    });
  });

  test.each([
    ['Corp.Query', 'corpCode', WRONG, /统一社会信用代码未通过校验/],
    ['Project.Query', 'contractorCorpCode', WRONG, /统一社会信用代码未通过校验/],
    ['Corp.Query', 'corpCode', 'M000100Y4', /应填统一社会信用代码/],
    ['Corp.Query', 'corpCode', '123', /18 characters/],
  ])('of a question: %s by %s %s', async (method, field, code, words) => {
    const said = await client.call(method, { [field]: code });
    expect(said).toMatchObject({ code: 1001, message: expect.stringMatching(words) });
    expect(said.message.startsWith(`[${field}] `)).toBe(true);
  });
});

describe('What the graph refuses for good is not tried again', () => {
  // Who may ask is told in words of its own; a purpose is declared anew with each attempt.
  const ELSEWHERE = new Set(['UNAUTHENTICATED', 'FORBIDDEN', 'PURPOSE_EXPIRED']);
  /** How a request came, not what it asked for: the door asks within the process, or by the hub's own client. */
  const OF_HTTP = new Set([
    'NOT_FOUND',
    'METHOD_NOT_ALLOWED',
    'NOT_ACCEPTABLE',
    'CONTENT_TYPE_REFUSED',
    'HEADERS_TOO_LARGE',
  ]);
  test('every refusal of the gateway either ends a call or may pass', () => {
    const ends = Object.entries(refusalCodes)
      .filter(([code, { status }]) => status >= 400 && status < 500 && status !== 429 && !OF_HTTP.has(code))
      .map(([code]) => code)
      .filter((code) => !ELSEWHERE.has(code));
    expect(ends.filter((code) => refusedForGood(code) === undefined)).toEqual([]);
    const others = Object.keys(refusalCodes).filter((code) => !ends.includes(code));
    expect(others.filter((code) => refusedForGood(code) !== undefined)).toEqual([]);
  });

  test('a value that the graph cannot read', () => {
    for (const code of ['BAD_VARIABLES', 'BAD_USER_INPUT'])
      expect(refusedForGood(code)).toMatchObject({ code: 1001 });
    expect(refusedForGood('INTERNAL')).toBeUndefined();
  });
});

describe('One project that is added at once by several calls', () => {
  const add = (more: object = {}) =>
    client.call('Project.Add', { ...project, name: '示例同时一期', ...more });
  test('has one code', async () => {
    const said = await Promise.all(Array.from({ length: 6 }, () => add()));
    expect(said.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0]);
    const codes = new Set(said.map(({ data }) => data.projectCode));
    expect(codes.size).toBe(1);
    // Renamed, it is another project: its old name has a code of its own again, once more one for all.
    const [projectCode] = codes;
    expect(await client.call('Project.PartUpdate', { projectCode, name: '示例同时二期' })).toMatchObject({
      code: 0,
    });
    const again = await Promise.all(Array.from({ length: 4 }, () => add()));
    const others = new Set(again.map(({ data }) => data.projectCode));
    expect(others.size).toBe(1);
    expect(others).not.toEqual(codes);
    expect(await add({ name: '示例同时二期' })).toMatchObject({ code: 0, data: { projectCode } });
  });
});

describe('What a call itself says wrong is judged before any of it is stored', () => {
  const wrongFile = { name: 'a.exe', data: 'TVqQ' };
  const asked = async (query: string) =>
    // biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its question
    (await door.graph.execute(query, {}, hubCaller('judged'))).data as Record<string, any>;

  test('a sheet whose attachment is none', async () => {
    const line = payLineOf(client, golden.number, {
      thirdPayRollCode: 'JB-1',
      payBankCardNumber: client.aes('45001604751050709999'),
    });
    const sheet = { ...team, payMonth: '2026-01', detailList: [line], attachments: [wrongFile] };
    expect(await client.settled('Payroll.Add', sheet)).toMatchObject({
      status: 10,
      result: expect.stringMatching(/^\[attachments\]\[0\]\[data\]/),
    });
    const { project: found } = await asked(
      `{ project(code: "${PROJECT}") { payrollSheets(month: "2026-01") { sheetNo } specialWageAccounts { openedOn } } }`,
    );
    expect(found.payrollSheets).toEqual([]);
    expect(found.specialWageAccounts).toHaveLength(1);
  });

  test('a team whose attachment is none', async () => {
    const crew = { projectCode: PROJECT, ...corp, teamName: '钢筋一班', entryTime: '2026-01-02' };
    expect(await client.settled('Team.Add', { ...crew, entryAttachments: [wrongFile] })).toMatchObject({
      status: 10,
      result: expect.stringMatching(/^\[entryAttachments\]\[0\]\[data\]/),
    });
    const { data } = await client.call('Team.Query', { projectCode: PROJECT, teamName: '钢筋一班' });
    expect(data.totalCount).toBe(0);
  });

  test('an exit whose voucher is none; the good one beside it stands', async () => {
    const [one, other] = [residentNumber('450103', '1990-03-03'), residentNumber('450103', '1990-03-04')];
    const workerList = [one, other].map((number) => workerOf(client, number));
    expect(await client.settled('ProjectWorker.Add', { ...team, workerList })).toMatchObject(DONE);
    const of = (number: string, type: number, more: object = {}) => ({
      idCardType: '01',
      idCardNumber: client.aes(number),
      date: type === 1 ? '2026-01-03' : '2026-01-04',
      type,
      ...more,
    });
    const entries = { ...team, workerList: [of(one, 1), of(other, 1)] };
    expect(await client.settled('WorkerEntryExit.Add', entries)).toMatchObject(DONE);
    const exits = {
      ...team,
      workerList: [of(one, 0, { voucher: 'zzz!' }), of(other, 0, { voucher: PORTRAIT })],
    };
    expect(await client.settled('WorkerEntryExit.Add', exits)).toMatchObject({
      status: 10,
      result: expect.stringMatching(/^\[workerList\]\[0\]\[voucher\]/),
    });
    const { project: found } = await asked(
      `{ project(code: "${PROJECT}") { engagements(first: 50) { nodes { enteredOn exitedOn } } } }`,
    );
    const nodes = found.engagements.nodes as { enteredOn: string; exitedOn: string | null }[];
    const periods = nodes.filter(({ enteredOn }) => enteredOn === '2026-01-03');
    expect(periods.map(({ exitedOn }) => exitedOn).sort()).toEqual(['2026-01-04', null]);
  });

  test('what only the graph can judge is told as stored in part', async () => {
    const someone = residentNumber('450103', '1990-06-06');
    const nowhere = { ...team, teamSysNo: 1599999999, workerList: [workerOf(client, someone)] };
    expect(await client.settled('ProjectWorker.Add', nowhere)).toMatchObject({
      status: 10,
      result: expect.stringMatching(/班组不存在.*；其余部分已入库/),
    });
    // Of a number that fails its check nothing is stored, and so nothing said.
    const wrong = { ...team, workerList: [workerOf(client, '110105194912310021')] };
    expect(await client.settled('ProjectWorker.Add', wrong)).toMatchObject({
      status: 10,
      result: expect.not.stringContaining('其余部分已入库'),
    });
  });

  test('a unit whose manager cannot be read', async () => {
    const other = { corpCode: STRANGER, corpName: '示例专业有限公司' };
    expect(await client.settled('Corp.Upload', { ...other, areaCode: '450103' })).toMatchObject(DONE);
    const unit = { projectCode: PROJECT, ...other, corpType: '001' };
    const pm = { pmName: '示例经理', pmIDCardType: '01', pmIDCardNumber: 'not encrypted' };
    expect(await client.settled('ProjectSubContractor.Add', { ...unit, ...pm })).toMatchObject({
      status: 10,
      result: expect.stringMatching(/^\[pmIDCardNumber\]/),
    });
    const { data } = await client.call('ProjectSubContractor.Query', {
      projectCode: PROJECT,
      corpCode: STRANGER,
    });
    expect(data.totalCount).toBe(0);
  });
});

describe('The unit that a crew is said to belong to is looked at', () => {
  const number = residentNumber('450103', '1991-05-05');
  const entry = () => ({
    idCardType: '01',
    idCardNumber: golden.numberEncrypted,
    date: '2026-01-04',
    type: 1,
  });
  const workers = () => [workerOf(client, number)];
  const wrong: [string, string, RegExp][] = [
    ['is none', 'abc', /^\[corpCode\] .*18 characters/],
    ['fails its check', WRONG, /^\[corpCode\] 统一社会信用代码未通过校验/],
    ['is an organisation code', 'M000100Y4', /^\[corpCode\] 应填统一社会信用代码/],
    ['takes no part in the project', STRANGER, /^\[corpCode\] 参建单位不存在/],
    ['takes part, and the crew is another’s', OTHER_UNIT, /^\[teamSysNo\] 班组不存在/],
  ];
  const rostered = async () =>
    (await client.call('ProjectWorker.Query', { projectCode: PROJECT })).data.totalCount as number;
  test.each(wrong)('a code that %s', async (_what, corpCode, told) => {
    const before = await rostered();
    const outer = { ...team, corpCode, corpName: '胡说' };
    for (const [method, workerList] of [
      ['ProjectWorker.Add', workers()],
      ['WorkerEntryExit.Add', [entry()]],
    ] as const)
      expect(await client.settled(method, { ...outer, workerList })).toMatchObject({
        status: 10,
        result: expect.stringMatching(told),
      });
    expect(await rostered()).toBe(before);
  });

  test('the crew’s own unit, in whatever case', async () => {
    const outer = { ...team, corpCode: ` ${CONTRACTOR.toLowerCase()}` };
    expect(await client.settled('ProjectWorker.Add', { ...outer, workerList: workers() })).toMatchObject(
      DONE,
    );
  });
});
