import { deepStrictEqual } from 'node:assert/strict';
import type { Running } from './contenders.ts';
import type { JobResult } from './load/job.ts';
import { cpuMs, memoryOf } from '../processes.ts';
import type { Stage } from './stage.ts';

/** A request as the load sends it, and the answer that is right. */
export interface Question {
  readonly path: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly expected?: unknown;
}

/** What one run of one gateway under one query showed. */
export interface Figures extends JobResult {
  readonly rps: number;
  /** CPU of the gateway's process, user and system, for one request. */
  readonly cpuMs: number;
  readonly idleMiB: number;
  /** The most while it was measured. */
  readonly loadedMiB: number;
  readonly callsPerRequest: number;
}

const EVERY_MS = 500;

interface RunOptions {
  readonly warmSeconds: number;
  readonly seconds: number;
  readonly connections: number;
}

/** First answer compared in full, then warmed up, then measured. */
export async function measured(
  stage: Stage,
  gateway: Running,
  question: Question,
  { warmSeconds, seconds, connections }: RunOptions,
): Promise<Figures> {
  const idleMiB = memoryOf(gateway.pid);
  await compared(gateway, question);
  const { path, body, headers = {} } = question;
  const job = { port: gateway.port, path, body, headers, connections };
  await stage.load({ ...job, seconds: warmSeconds });
  const samples: number[] = [];
  const sample = () => samples.push(memoryOf(gateway.pid));
  const timer = setInterval(sample, EVERY_MS);
  await stage.subgraphs({ count: true });
  const before = cpuMs(gateway.pid);
  const result = await stage.load({ ...job, seconds });
  const used = cpuMs(gateway.pid) - before;
  const calls = await stage.subgraphs({});
  clearInterval(timer);
  sample();
  if (result.wrong > 0) throw new Error(`${result.wrong} wrong answers under load: ${result.example}`);
  return {
    ...result,
    rps: result.answers / result.seconds,
    cpuMs: used / result.answers,
    idleMiB,
    loadedMiB: Math.max(...samples),
    callsPerRequest: calls / result.answers,
  };
}

/** @throws AssertionError when the answer is not the one expected, whole; Error when none is stated and it has no data */
export async function compared(gateway: Pick<Running, 'port'>, question: Question): Promise<string> {
  const text = await answerTo(gateway, question);
  if (question.expected !== undefined) deepStrictEqual(JSON.parse(text), question.expected);
  else if (!text.startsWith('{"data":{')) throw new Error(`refused: ${text.slice(0, 300)}`);
  return text;
}

const [CHECKED, AT_ONCE, PATIENCE_MS] = [300, 60, 10_000];

/** Answers under concurrency, each compared in full with the first: as many as a busy machine gives in ten seconds. */
export async function comparedAtOnce(gateway: Running, question: Question): Promise<void> {
  const first = await compared(gateway, question);
  const until = performance.now() + PATIENCE_MS;
  for (let done = 0; done < CHECKED && performance.now() < until; done += AT_ONCE) {
    const texts = await Promise.all(Array.from({ length: AT_ONCE }, () => answerTo(gateway, question)));
    if (texts.some((text) => text !== first)) throw new Error('answers differ under concurrency');
  }
}

async function answerTo(
  { port }: Pick<Running, 'port'>,
  { path, body, headers = {} }: Question,
): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return response.text();
}
