import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hubCaller } from '../../../kernel/caller.ts';
import { form, golden } from './golden.ts';
import { type Client, type Door, openDoor } from './support/open-door.ts';

const CONTRACTOR = '91450100MA5KTEX10F';
const PROJECT = '4501002026010001';
const corp = { corpCode: CONTRACTOR, corpName: '示例建设有限公司' };

let door: Door;
let client: Client;
beforeAll(async () => {
  door = await openDoor('2026-01-05T07:31:30+08:00');
  client = await door.register(golden.fields.appid, golden.secret);
}, 120_000);
afterAll(async () => door?.close());

describe('Calls that are refused at once', () => {
  const attendance = 'WorkerAttendance.Add';
  const list = (count: number) => ({
    projectCode: PROJECT,
    teamSysNo: 1,
    dataList: Array.from({ length: count }, () => ({ idCardType: '01' })),
  });
  test.each([
    ['truncated JSON', attendance, '{"projectCode":"4501', -1, /JSON/],
    ['a field twice', attendance, '{"projectCode":"1","projectCode":"2"}', -1, /重复/],
    ['a field twice in another case', attendance, '{"projectCode":"1","ProjectCode":"2"}', -1, /重复/],
    ['a long number without quotes', attendance, '{"bankNumber":45001604751050701234}', -1, /文本/],
    ['a list instead of an object', attendance, '[]', -1, /对象/],
    ['deep nesting', attendance, `{"a":${'['.repeat(40)}${']'.repeat(40)}}`, -1, /嵌套/],
    ['501 records', attendance, list(501), -1, /500/],
    ['no records', attendance, list(0), -1, /dataList/],
    ['no project', attendance, { ...list(1), projectCode: '' }, -1, /projectCode/],
    ['an unknown method', 'Worker.Fly', {}, -3, /不存在/],
    ['a method that is not open', 'CorpBlackList.Query', {}, -3, /暂未开放/],
    ['a page of 51', 'Project.Query', { pageIndex: 0, pageSize: 51 }, -1, /pageSize/],
    ['a negative page', 'Project.Query', { pageIndex: -1 }, -1, /pageIndex/],
    ['an unknown serial', 'AsyncHandleResult.Query', { requestSerialCode: 'x-1' }, -1, /requestSerialCode/],
  ])('%s', async (_what, method, data, code, message) => {
    expect(await client.call(method, data)).toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  test('a wrong signature, an unknown account, a stale time, UTC', async () => {
    const say = (change: Record<string, string>) => client.call('CheckSign.Query', {}, change);
    const body = form({ ...golden.fields, sign: golden.sign.replace(/^./, '0') });
    expect(await door.post(body)).toMatchObject({ code: -2 });
    expect(await say({ appid: 'NOBODY' })).toMatchObject({ code: -3 });
    expect(await say({ timestamp: '20260105071000' })).toMatchObject({ code: -1 });
    expect(await say({ timestamp: '20260104233130' })).toMatchObject({
      code: -1,
      message: expect.stringMatching(/UTC/),
    });
    expect(await say({ version: '1.1' })).toMatchObject({ code: 0 });
  });

  test('a nonce again with other content, whatever was asked', async () => {
    const nonce = 'used-once';
    const first = await client.call(attendance, list(1), { nonce });
    expect(first.code).toBe(0);
    expect(await client.call(attendance, list(1), { nonce })).toEqual(first);
    // The signature is over lower case: whoever has overheard a call could send it again in other letters.
    expect(await client.call(attendance, list(1), { nonce: nonce.toUpperCase() })).toEqual(first);
    const refused = { code: -1, message: expect.stringMatching(/nonce/) };
    expect(await client.call(attendance, list(2), { nonce })).toMatchObject(refused);
    expect(await client.call('CheckSign.Query', {}, { nonce })).toMatchObject(refused);
  });
});

describe('Projects get their codes', () => {
  const project = {
    contractorCorpCode: CONTRACTOR,
    contractorCorpName: corp.corpName,
    name: '示例二期',
    category: '05',
    areaCode: '450103',
    prjStatus: '001',
  };
  test('one is issued where none is sent, and the same project again has the same', async () => {
    const first = await client.call('Project.Add', project);
    expect(first).toMatchObject({ code: 0, data: { projectCode: '4501032026010001' } });
    expect(await client.call('Project.Add', project)).toMatchObject({
      code: 0,
      data: { projectCode: '4501032026010001' },
    });
  });
  test('one that is not well formed is replaced', async () => {
    const said = await client.call('Project.Add', { ...project, name: '示例三期', projectCode: '项目 3' });
    expect(said).toMatchObject({ code: 0, data: { projectCode: '4501032026010002' } });
  });
  test('the sector follows the category', async () => {
    const { data } = await door.graph.execute(
      '{ project(code: "4501032026010001") { sector } }',
      {},
      hubCaller('walk'),
    );
    expect(data).toEqual({ project: { sector: 'TRANSPORT' } });
  });
});
