import { gzipSync } from 'node:zlib';
import { form, golden } from '../../../adapters/national-real-name/golden.ts';
import { PROJECT } from '../../../adapters/national-real-name/support/file-parents.ts';
import { CANARY, NUMBER } from './planted.ts';
import type { Fields, HttpClient } from './real-name-client.ts';

export interface RefusedDoorCall {
  readonly what: string;
  /** The interface's own code: -1 parameters, -2 signature, -3 no right. */
  readonly code: number;
  readonly message: RegExp;
  readonly body: (client: HttpClient) => Buffer | string;
  readonly headers?: Fields;
}

const ADD = 'WorkerAttendance.Add';
const punches = (count: number) => ({
  projectCode: PROJECT,
  teamSysNo: 1500000001,
  dataList: Array.from({ length: count }, () => ({ idCardType: '01', idCardNumber: CANARY })),
});
const ONE = punches(1);
const said = (
  code: number,
  what: string,
  message: RegExp,
  body: RefusedDoorCall['body'],
  headers?: Fields,
): RefusedDoorCall => ({
  what,
  code,
  message,
  body,
  ...(headers && { headers }),
});
const data = (what: string, message: RegExp, stated: unknown): RefusedDoorCall =>
  said(-1, what, message, (client) => form(client.fields(ADD, stated)));
const changed = (code: number, what: string, message: RegExp, change: Fields): RefusedDoorCall =>
  said(code, what, message, (client) => form(client.fields(ADD, ONE, change)));
const spoilt = (code: number, what: string, message: RegExp, spoil: Fields): RefusedDoorCall =>
  said(code, what, message, (client) => form(client.fields(ADD, ONE, {}, spoil)));
const bytes = (what: string, message: RegExp, more: string): RefusedDoorCall =>
  said(-1, what, message, (client) =>
    Buffer.concat([form(client.fields(ADD, ONE)), Buffer.from(more, 'latin1')]),
  );

/** Calls of `/open.api` that are refused before a job is made of them. */
export const REFUSED_DOOR_CALLS: readonly RefusedDoorCall[] = [
  data('malformed JSON', /JSON/, '{"projectCode" "1"}'),
  data('truncated JSON', /JSON/, JSON.stringify(ONE).slice(0, -9)),
  data('no JSON at all', /JSON/, CANARY),
  data('a field twice', /重复/, '{"projectCode":"1","projectCode":"2"}'),
  data('a field twice in other letters', /重复/, '{"projectCode":"1","PROJECTCODE":"2"}'),
  data('a field of a record twice', /重复/, '{"dataList":[{"date":"1","date":"2"}]}'),
  data('a number of twenty digits without quotes', /文本/, '{"bankNumber":45001604751050709999}'),
  data('a list instead of an object', /对象/, [ONE]),
  data('null', /对象/, 'null'),
  data('a list that is a text', /对象数组/, { ...ONE, dataList: CANARY }),
  data('a list that is an object', /对象数组/, { ...ONE, dataList: { a: CANARY } }),
  data('a null in the list', /对象数组/, { ...ONE, dataList: [null] }),
  data('a list in the list', /对象数组/, { ...ONE, dataList: [[]] }),
  data('deep nesting', /嵌套/, `{"a":${'['.repeat(2_000)}"${NUMBER}"${']'.repeat(2_000)}}`),
  data('a list of 0', /dataList/, punches(0)),
  data('a list of 501', /500/, punches(501)),
  data('10,000 records', /500/, punches(10_000)),
  data('no list', /dataList/, { ...ONE, dataList: undefined }),
  data('no project', /projectCode/, { ...ONE, projectCode: '' }),
  data('a project that is an object', /projectCode/, { ...ONE, projectCode: { a: CANARY } }),
  data('no team', /teamSysNo/, { ...ONE, teamSysNo: null }),
  changed(-3, 'an unknown account', /appid/, { appid: 'NOBODY' }),
  changed(-1, 'a stale timestamp', /600/, { timestamp: '20260105072030' }),
  changed(-1, 'a timestamp to come', /600/, { timestamp: '20260105074230' }),
  changed(-1, 'a timestamp in UTC, eight hours off', /UTC/, { timestamp: '20260104233130' }),
  changed(-1, 'a timestamp of another form', /14 位/, { timestamp: '2026-01-05 07:31:30' }),
  changed(-1, 'a timestamp of no day', /有效/, { timestamp: '20260230073130' }),
  changed(-1, 'another version', /version/, { version: '2.0' }),
  changed(-1, 'another format', /format/, { format: 'xml' }),
  changed(-3, 'an unknown method', /不存在/, { method: 'Worker.Fly' }),
  changed(-3, 'a method that is not open', /暂未开放/, { method: 'CorpBlackList.Query' }),
  changed(-1, 'a method that is no name', /method/, { method: `${CANARY}';--` }),
  ...['appid', 'method', 'version', 'format', 'timestamp', 'nonce', 'data', 'sign'].map((name) =>
    said(-1, `no ${name}`, new RegExp(name), (client) => {
      const { [name]: _left, ...fields } = client.fields(ADD, ONE);
      return form(fields);
    }),
  ),
  spoilt(-2, 'a wrong signature', /签名/, { sign: '0'.repeat(64) }),
  spoilt(-1, 'a signature that is none', /sign/, { sign: CANARY }),
  spoilt(-2, 'other content than was signed', /签名/, { data: JSON.stringify(punches(2)) }),
  spoilt(-2, 'a parameter that was not signed', /签名/, { extra: CANARY }),
  bytes('a parameter twice', /重复/, '&nonce=again'),
  bytes('GBK bytes', /UTF-8/, '&remark=%D6%D0%B9%FA'),
  bytes('raw GBK bytes', /UTF-8/, '&remark=\xd6\xd0\xb9\xfa'),
  bytes('a broken escape', /URL/, '&remark=%zz'),
  bytes('too many parameters', /过多/, Array.from({ length: 30 }, (_, n) => `&p${n}=${CANARY}`).join('')),
  said(-1, 'an empty body', /appid/, () => '', { 'content-type': 'application/x-www-form-urlencoded' }),
  said(-1, 'JSON as the body', /form-urlencoded/, (client) => JSON.stringify(client.fields(ADD, ONE)), {
    'content-type': 'application/json',
  }),
  said(-1, 'a form of another character set', /UTF-8/, (client) => form(client.fields(ADD, ONE)), {
    'content-type': 'application/x-www-form-urlencoded; charset=GBK',
  }),
  said(-1, 'a multipart form', /form-urlencoded/, () => `--x\r\n\r\n${CANARY}\r\n--x--`, {
    'content-type': 'multipart/form-data; boundary=x',
  }),
  said(-1, 'nine megabytes', /8 MiB/, (client) =>
    form(client.fields(ADD, CANARY + 'x'.repeat(9 * 1024 * 1024))),
  ),
  said(-1, 'a compressed body', /未压缩/, (client) => gzipSync(form(client.fields(ADD, ONE))), {
    'content-encoding': 'gzip',
  }),
  said(-2, 'the golden call with one digit of its signature changed', /签名/, () =>
    form({ ...golden.fields, sign: golden.sign.replace(/^./, '0') }),
  ),
];
