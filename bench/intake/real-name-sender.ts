import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { Pool } from 'undici';
import { fieldCipher } from '../../adapters/national-real-name/cipher.ts';
import type { RealNameSending } from './real-name.ts';
import type { Sent } from './sending.ts';

/** Senders of the 603号 interface, in a thread of their own: a call counts once its serial answers done. */
const { origin, appid, secret, sites, senders, size, seconds } = workerData as RealNameSending;
const pool = new Pool(origin, { connections: senders, pipelining: 1 });
const cipher = fieldCipher(secret);
const groups = sites.flatMap(({ projectCode, crews, documents }) =>
  Array.from({ length: Math.floor(documents.length / size) }, (_, at) => ({
    projectCode,
    teamSysNo: Number(crews[at % crews.length]),
    numbers: documents.slice(at * size, (at + 1) * size).map((one) => cipher.encrypt(one)),
  })),
);
/** Between two looks at a serial: the shortest that is known of clients. */
const LOOK_MS = 500;
/** Calls of one sender that may be under way. */
const MOST_WAITING = 12;
const tally = { records: 0, wrong: 0, latencies: [] as number[], firstWrong: '' };
const begun = performance.now();
const end = begun + seconds * 1000;
await Promise.all(Array.from({ length: senders }, (_, sender) => sendAll(sender)));
parentPort!.postMessage({ ...tally, seconds: (performance.now() - begun) / 1000 } satisfies Sent);
await pool.close();

/** A sender does not wait for one serial before it sends the next call, as a site's uploader does not. */
async function sendAll(sender: number): Promise<void> {
  const own = groups.filter((_, at) => at % senders === sender);
  const waiting = new Set<Promise<void>>();
  for (let round = 0; performance.now() < end; round += 1) {
    const { numbers, ...crew } = own[round % own.length]!;
    // Backwards from ten minutes ago, a second a round: no punch comes twice.
    const date = beijing(Date.now() - 600_000 - Math.floor(round / own.length) * 60_000);
    const at = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)} ${time(date)}`;
    const dataList = numbers.map((idCardNumber) => ({
      idCardType: '01',
      idCardNumber,
      date: at,
      direction: '01',
    }));
    const since = performance.now();
    const told = await call('WorkerAttendance.Add', { ...crew, dataList });
    const one = settled(told, since).finally(() => waiting.delete(one));
    waiting.add(one);
    if (waiting.size >= MOST_WAITING) await Promise.race(waiting);
  }
  await Promise.all(waiting);
}

interface Said {
  readonly code: number;
  readonly data?: { readonly requestSerialCode?: string; readonly status?: number };
}

async function settled(told: Said, since: number): Promise<void> {
  const requestSerialCode = String(told.data?.requestSerialCode);
  let result = told;
  do {
    await pause(LOOK_MS);
    result = await call('AsyncHandleResult.Query', { requestSerialCode });
  } while (result.code === 0 && result.data?.status === 0);
  tally.latencies.push(performance.now() - since);
  if (result.data?.status === 20) tally.records += size;
  else {
    tally.wrong += 1;
    tally.firstWrong ||= JSON.stringify([told, result]).slice(0, 600);
  }
}

async function call(method: string, business: object): Promise<Said> {
  const parameters = [
    ['appid', appid],
    ['data', JSON.stringify(business)],
    ['format', 'json'],
    ['method', method],
    ['nonce', randomBytes(16).toString('hex')],
    ['timestamp', beijing(Date.now())],
    ['version', '1.0'],
  ];
  const text = `${parameters.map((one) => one.join('=')).join('&')}&appsecret=${secret}`.toLowerCase();
  const sign = createHash('sha256').update(text).digest('hex');
  const { body } = await pool.request({
    path: '/open.api',
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams([...parameters, ['sign', sign]] as [string, string][]).toString(),
  });
  return (await body.json()) as Said;
}

/** An instant as `yyyyMMddHHmmss` of Beijing. */
function beijing(ms: number): string {
  return new Date(ms + 8 * 3_600_000).toISOString().replace(/\D/g, '').slice(0, 14);
}

function time(date: string): string {
  return `${date.slice(8, 10)}:${date.slice(10, 12)}:${date.slice(12)}`;
}
