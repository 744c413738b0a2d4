import { residentNumber } from '../../../../seeds/synthetic-numbers.ts';
import { golden } from '../../../adapters/national-real-name/golden.ts';
import {
  PROJECT,
  team,
  payLineOf,
  workerOf,
} from '../../../adapters/national-real-name/support/file-parents.ts';
import { ACCOUNT, CANARY, NUMBER, WRONG_NUMBER } from './planted.ts';
import type { HttpClient } from './real-name-client.ts';

/** A call with a record that is wrong, and the start of its result. */
type ToldRecord = readonly [
  what: string,
  method: string,
  data: (client: HttpClient) => object,
  result: RegExp,
];

/** With the tables of what is in order by itself, and taken. */
export type DoorRecord = readonly [...ToldRecord, taken?: readonly string[]];

const punch = (what: string, more: object, result: RegExp, outer: object = {}): ToldRecord => [
  what,
  'WorkerAttendance.Add',
  () => ({
    projectCode: PROJECT,
    teamSysNo: 1500000001,
    ...outer,
    dataList: [
      {
        idCardType: '01',
        idCardNumber: golden.numberEncrypted,
        date: '2026-01-05 07:00:00',
        direction: '01',
        ...more,
      },
    ],
  }),
  result,
];
const worker = (what: string, more: (client: HttpClient) => object, result: RegExp): ToldRecord => [
  what,
  'ProjectWorker.Add',
  (client) => ({
    ...team,
    workerList: [workerOf(client, residentNumber('450103', '1985-05-05'), more(client))],
  }),
  result,
];
const pay = (
  what: string,
  more: object | ((client: HttpClient) => object),
  result: RegExp,
  outer: object = {},
): ToldRecord => [
  what,
  'Payroll.Add',
  (client) => ({
    ...team,
    payMonth: '2025-12',
    ...outer,
    detailList: [payLineOf(client, golden.number, typeof more === 'function' ? more(client) : more)],
  }),
  result,
];

/** Records of `/open.api`, whose faults are told when their call is asked after. */
export const DOOR_RECORDS: readonly DoorRecord[] = [
  punch('an unknown project', {}, /项目不存在/, { projectCode: '4501002026019999' }),
  punch('an unknown crew', {}, /班组不存在/, { teamSysNo: 1599999999 }),
  punch('a time to come', { date: '2026-01-05 09:30:00' }, /^\[dataList\]\[0\]\[date\]/),
  punch('a time in 1970', { date: '1970-01-01 08:00:00' }, /^\[dataList\]\[0\]\[date\]/),
  punch('a time that is a number', { date: 1_767_571_890 }, /^\[dataList\]\[0\]\[date\]/),
  punch('a time that is an object', { date: { a: CANARY } }, /^\[dataList\]\[0\]\[date\]/),
  punch('the 30th of February', { date: '2025-02-30 07:00:00' }, /^\[dataList\]\[0\]\[date\]/),
  punch('no time', { date: null }, /^\[dataList\]\[0\]\[date\]/),
  punch('a direction that is none', { direction: CANARY }, /^\[dataList\]\[0\]\[direction\]/),
  punch('a direction that is a list', { direction: ['01'] }, /^\[dataList\]\[0\]\[direction\]/),
  punch(
    'a number that is not encrypted',
    { idCardNumber: NUMBER },
    /^\[dataList\]\[0\]\[idCardNumber\].*加密/,
  ),
  punch('a number that is true', { idCardNumber: true }, /^\[dataList\]\[0\]\[idCardNumber\]/),
  punch('nobody', { idCardNumber: '' }, /^\[dataList\]\[0\]/),
  worker(
    'a number that fails its check digit',
    (client) => ({ idCardNumber: client.aes(WRONG_NUMBER) }),
    /^\[workerList\]\[0\]\[idCardNumber\]/,
  ),
  worker('a name with NUL', () => ({ workerName: '张\u0000三' }), /^\[workerList\]\[0\]\[workerName\]/),
  worker(
    'a name written backwards',
    () => ({ workerName: '张\u202e三' }),
    /^\[workerList\]\[0\]\[workerName\]/,
  ),
  worker(
    'a name with half a character',
    () => ({ workerName: '张\ud842' }),
    /^\[workerList\]\[0\]\[workerName\]/,
  ),
  worker(
    'a name that is an object',
    () => ({ workerName: { a: CANARY } }),
    /^\[workerList\]\[0\]\[workerName\]/,
  ),
  worker(
    'a name of five megabytes',
    () => ({ workerName: CANARY + 'x'.repeat(5_000_000) }),
    /^\[workerList\]\[0\]\[workerName\]/,
  ),
  worker(
    'a telephone that is none',
    () => ({ cellPhone: `${CANARY}1` }),
    /^\[workerList\]\[0\]\[cellPhone\]/,
  ),
  [
    ...worker(
      'a kind of work of 36 characters',
      () => ({ workType: CANARY.repeat(6) }),
      /^\[workerList\]\[0\]\[workType\]/,
    ),
    // The person is in order; the place on the roster is not.
    ['provincial.migrant_worker'],
  ],
  pay('negative pay', { totalPayAmount: -100 }, /^\[detailList\]\[0\]\[totalPayAmount\]/),
  pay('pay of a huge number', { actualAmount: 1e300 }, /^\[detailList\]\[0\]\[actualAmount\]/),
  pay('pay that is a text', { actualAmount: CANARY }, /^\[detailList\]\[0\]\[actualAmount\]/),
  pay('a month after today', {}, /^\[payMonth\] 月份不能晚于本月/, { payMonth: '2026-02' }),
  pay('a month that is none', {}, /^\[payMonth\]/, { payMonth: '2025-13' }),
  pay('someone unknown', (client) => ({ idCardNumber: client.aes(NUMBER) }), /^\[detailList\]\[0\]/),
  pay(
    'an account that is not encrypted',
    { bankNumber: ACCOUNT, bankCode: '105' },
    /^\[detailList\]\[0\]\[bankNumber\]/,
  ),
];
