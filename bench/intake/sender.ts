import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { Pool } from 'undici';
import { Batch, secondsUntil } from './batches.ts';
import type { Run, Sent, Sending } from './sending.ts';

/** The load generator, in a thread of its own: bodies are prepared, answers are only looked at. */
const sending = workerData as Sending;
const { url, token, connections, firstRound = 0, until = new Date(), sentAt = new Date() } = sending;
const { origin, pathname } = new URL(url);
const pool = new Pool(origin, { connections, pipelining: 1 });
const seconds = secondsUntil(until);
const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
const batches = sending.batches.map((people, at) => new Batch(people, `s${at}`, sentAt));
const rounds = batches.map(() => firstRound);
const senders = sending.senders ?? batches.length;

parentPort!.on('message', async (run: Run | 'end') => {
  if (run === 'end') {
    await pool.close();
    parentPort!.close();
    return;
  }
  parentPort!.postMessage(await sent(run));
});

async function sent(run: Run): Promise<Sent> {
  const tally = { records: 0, wrong: 0, latencies: [] as number[], seconds: 0, firstWrong: '' };
  const begun = performance.now();
  if (run.batchesPerSecond === undefined) await asFastAsAnswered(run.seconds, tally);
  else await onTime(run.seconds, run.batchesPerSecond, tally);
  return { ...tally, seconds: (performance.now() - begun) / 1000 };
}

/** Each sender waits for its answer before it sends again. */
async function asFastAsAnswered(duration: number, tally: Tally): Promise<void> {
  const end = performance.now() + duration * 1000;
  const sender = async (first: number) => {
    for (let at = first; performance.now() < end; at = next(at)) await one(at, performance.now(), tally);
  };
  await Promise.all(Array.from({ length: senders }, (_, at) => sender(at)));
}

/** The next batch of the same sender. */
const next = (at: number): number => (at + senders < batches.length ? at + senders : at % senders);

/** A batch at each tick, whether or not those before it are answered; the wait for its turn counts. */
async function onTime(duration: number, perSecond: number, tally: Tally): Promise<void> {
  const begun = performance.now();
  const open: Promise<void>[] = [];
  for (let tick = 0; tick < duration * perSecond; tick += 1) {
    const due = begun + (tick * 1000) / perSecond;
    const wait = due - performance.now();
    if (wait > 0) await pause(wait);
    open.push(one(tick % batches.length, due, tally));
  }
  await Promise.all(open);
}

type Tally = { -readonly [Name in keyof Sent]: Sent[Name] };

async function one(at: number, since: number, tally: Tally): Promise<void> {
  const batch = batches[at]!;
  // A copy, because several may be under way of one batch.
  const body = Buffer.from(batch.body(rounds[at]!++, seconds));
  const { body: answer } = await pool.request({ path: pathname, method: 'POST', headers, body });
  const text = await answer.text();
  tally.latencies.push(performance.now() - since);
  if (text.includes(`"accepted":${batch.records},`)) tally.records += batch.records;
  else {
    tally.wrong += 1;
    tally.firstWrong ||= text.slice(0, 400);
  }
}
