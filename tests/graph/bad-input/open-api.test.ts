import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { form, golden } from '../../adapters/national-real-name/golden.ts';
import { DONE, fileParents, PROJECT } from '../../adapters/national-real-name/support/file-parents.ts';
import { DOOR_RECORDS } from './support/door-records.ts';
import { NOW } from './support/parents.ts';
import { PLANTED, repeated, SECRET } from './support/planted.ts';
import { type HttpClient, realNameClient } from './support/real-name-client.ts';
import { REFUSED_DOOR_CALLS } from './support/refused-door-calls.ts';
import { CHINESE, ENGLISH, grown, openWatchedHub, type WatchedHub } from './support/watched-hub.ts';

let hub: WatchedHub;
let client: HttpClient;
const secrets = [...PLANTED, golden.secret, golden.number];

beforeAll(async () => {
  hub = await openWatchedHub(NOW);
  client = realNameClient(hub);
  await fileParents(client);
}, 120_000);
afterAll(() => hub?.stop());

describe('A call of /open.api is refused in Chinese and in English, and nothing is stored:', () => {
  test.each(REFUSED_DOOR_CALLS.map((one) => [one.what, one] as const))('%s', async (_what, one) => {
    const before = await hub.counts();
    const { status, text, said } = await client.post(one.body(client), one.headers);
    // Clients of the interface look at `code` alone: its errors come with HTTP 200.
    expect({ status, ...said }).toEqual({
      status: 200,
      code: one.code,
      message: expect.stringMatching(one.message),
      data: null,
    });
    expect(said.message).toMatch(CHINESE);
    expect(said.message).toMatch(ENGLISH);
    expect(repeated(text)).toEqual([]);
    expect(grown(before, await hub.counts())).toEqual({});
    await hub.expectAlive(secrets);
  });

  test('GET, and every other method', async () => {
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const response = await fetch(`${hub.url}/open.api`, { method });
      expect(response.headers.get('allow')).toBe('POST');
      expect(await response.json()).toMatchObject({ code: -1, message: expect.stringMatching(/POST/) });
    }
  });
});

const punch = (minute: string, more: object = {}) => ({
  projectCode: PROJECT,
  teamSysNo: 1500000001,
  dataList: [
    {
      idCardType: '01',
      idCardNumber: golden.numberEncrypted,
      date: `2026-01-05 05:${minute}:00`,
      direction: '01',
      ...more,
    },
  ],
});

describe('Clients that follow the notes more or less are understood:', () => {
  const fields = (minute: string, change = {}) =>
    client.fields('WorkerAttendance.Add', punch(minute), change);
  const spelt = (names: Readonly<Record<string, string>>, minute: string, change = {}) =>
    Object.fromEntries(
      Object.entries(fields(minute, change)).map(([name, value]) => [names[name] ?? name, value]),
    );
  test.each([
    ['appId', () => spelt({ appid: 'appId' }, '01')],
    ['capitals', () => spelt({ appid: 'APPID', sign: 'SIGN', data: 'Data', nonce: 'Nonce' }, '02')],
    ['an extra appsecret', () => ({ ...fields('03'), appsecret: SECRET })],
    ['its own appSecret', () => ({ ...fields('04'), appSecret: golden.secret })],
    ['a GUID for a nonce', () => fields('05', { nonce: '{8F0E2A4C-51D5-4C0B-9B30-2C7B7C6F9A11}' })],
    ['a signature in capitals', () => ({ ...fields('06'), sign: fields('06').sign!.toUpperCase() })],
    ['a parameter of its own, signed', () => fields('07', { corpcode: 'local' })],
    ['the method in small letters', () => client.fields('workerattendance.add', punch('08'))],
  ] as [string, () => Record<string, string>][])('%s', async (_what, stated) => {
    const sent = stated();
    // The signature above was made for another nonce.
    if (_what === 'a signature in capitals') {
      const one = fields('06');
      Object.assign(sent, one, { sign: one.sign!.toUpperCase() });
    }
    const { said } = await client.post(form(sent));
    expect(said).toMatchObject({ code: 0 });
    expect(await client.resultOf(said.data.requestSerialCode)).toMatchObject(DONE);
    await hub.expectAlive(secrets);
  });
});

describe('A record of /open.api that is wrong is told by its place in both languages, and becomes no fact:', () => {
  test.each(DOOR_RECORDS)('%s', async (_what, method, stated, message, taken = []) => {
    const before = await hub.counts();
    const settled = await client.settled(method, stated(client));
    expect(settled).toMatchObject({ status: 10, result: expect.stringMatching(message) });
    const result = String(settled.result);
    expect(result).toMatch(CHINESE);
    expect(result).toMatch(ENGLISH);
    expect([...repeated(result), ...(result.includes(golden.number) ? ['its number'] : [])]).toEqual([]);
    const facts = Object.keys(grown(before, await hub.counts())).filter((table) => !BESIDE.test(table));
    expect(facts).toEqual(taken);
    await hub.expectAlive(secrets);
  });
});
/** What is kept beside facts: the call, receipts, what waits, names of sources. */
const BESIDE =
  /\.(real_name_call|submission|project_source|field_usage|submission_key|leaf|source_system|held_record|sequenced|worker_identity)$/;

describe('The same appid, timestamp and nonce', () => {
  test('with the same content have the stored answer; with other content they are refused', async () => {
    const once = form(client.fields('WorkerAttendance.Add', punch('20'), { nonce: 'once' }));
    const first = await client.post(once);
    expect(first.said.code).toBe(0);
    const before = await hub.counts();
    expect((await client.post(once)).text).toBe(first.text);
    const other = await client.post(
      form(client.fields('WorkerAttendance.Add', punch('21'), { nonce: 'once' })),
    );
    expect(other.said).toMatchObject({ code: -1, message: expect.stringMatching(/nonce 重复.*\(.*\)/) });
    await client.resultOf(first.said.data.requestSerialCode);
    expect(grown(before, await hub.counts())['hub.real_name_call']).toBeUndefined();
  });
});

describe('Names come back as they were sent:', () => {
  const team = { projectCode: PROJECT, corpCode: '91450100MA5KTEX10F', corpName: '示例建设有限公司' };
  test.each([
    '示例👷班组',
    '𠮷𡈽䶮㛃',
    "'); drop table provincial.crew; --",
    '=1+1',
    '<b>&amp;',
    '阿卜杜拉·买买提',
  ])('%s', async (teamName) => {
    const { status, result } = await client.settled('Team.Add', { ...team, teamName });
    expect(status).toBe(20);
    const { teamSysNo } = result as { teamSysNo: number };
    const { data } = await client.call('Team.Query', {
      projectCode: PROJECT,
      teamSysNo,
      pageIndex: 0,
      pageSize: 50,
    });
    expect(data.rows).toContainEqual(expect.objectContaining({ teamSysNo, teamName }));
  });
});
