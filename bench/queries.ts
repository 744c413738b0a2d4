import { deepStrictEqual } from 'node:assert/strict';
import { type LeastServer, type ScaleHub, startLeastServer, startScaleHub } from './queries/scale-hub.ts';
import { type Came, Connection } from './gateway/load/connection.ts';
import { writePlans } from './queries/plans.ts';
import { type Asking, type Question, questions } from './queries/questions.ts';
import { type Measure, median, percentile } from './report.ts';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const [ASKED, CALLERS, AT_ONCE] = [30, 20, 120];
const [MOST_TIMES_SQL, MOST_MS, FLAT] = [2.5, 300, 0.25];
const USAGE = `Two data folders are needed, each filled by the hub:
  HUB_DATA_DIR=.hub-city hub seed --scale city            about two minutes
  HUB_DATA_DIR=.hub-province hub seed --scale province    about half an hour, 15 GiB
  BENCH_SMALL=.hub-city BENCH_LARGE=.hub-province npm run bench -- queries
With BENCH_SMALL alone nothing is said of the province. HUB_NOW is the day of the seeds, where it was not today.`;

/**
 * The eight questions of the README as published operations through the whole hub (HTTP, gate, engine, departments, row scope,
 * masks), against hand-written SQL for the same facts on the same database: as a program sends it, and, told beside it, kept prepared on an
 * open connection, where planning and running it is all that is left. BENCH_PLANS=1 writes both plans of each question to bench/queries/plans.
 */
export async function bench(): Promise<readonly Measure[]> {
  const folders = [process.env.BENCH_SMALL, process.env.BENCH_LARGE].filter((one) => one !== undefined);
  if (folders.length === 0) throw new Error(USAGE);
  const measures: Measure[] = [];
  const alone = new Map<string, number>();
  for (const folder of folders) {
    const scale = await startScaleHub(folder);
    const least = await startLeastServer(scale);
    try {
      for (const question of questions) {
        const { rows, hubMs } = await measured(scale, least, question);
        measures.push(...rows);
        if (!question.isOfOneObject) continue;
        const small = alone.get(question.name);
        alone.set(question.name, hubMs);
        if (small !== undefined) measures.push(flat(question, small, hubMs));
      }
    } finally {
      await least.stop();
      await scale.stop();
    }
    if (process.env.BENCH_PLANS === '1') await writePlans(folder);
  }
  return measures;
}

async function measured(
  scale: ScaleHub,
  server: LeastServer,
  question: Question,
): Promise<{ rows: Measure[]; hubMs: number }> {
  const asker = new Asker(scale, server, question);
  await sameFacts(asker, question);
  const [hub, sql, planned, least, scoped, hubCrowd, sqlCrowd]: number[][] = [[], [], [], [], [], [], []];
  for (let warm = 0; warm < 20; warm++) {
    await Promise.all([asker.hub(), asker.sql(), asker.planned(), asker.least()]);
    await asker.scoped();
  }
  // Alternating, because a shared machine is slower at one minute than at the next.
  for (let round = 0; round < ROUNDS; round++) {
    hub!.push(...(await latencies(1, ASKED, asker.hub)));
    sql!.push(...(await latencies(1, ASKED, asker.sql)));
    planned!.push(...(await latencies(1, ASKED, asker.planned)));
    least!.push(...(await latencies(1, ASKED, asker.least)));
    scoped!.push(...(await latencies(1, ASKED, asker.scoped)));
    hubCrowd!.push(...(await latencies(CALLERS, AT_ONCE, asker.hub)));
    sqlCrowd!.push(...(await latencies(CALLERS, AT_ONCE, asker.sql)));
  }
  asker.close();
  const beside = (what: string, taken: readonly number[]): Measure => ({
    name: `${scale.name}, ${question.name}: ${what}`,
    value: median(taken),
    unit: 'ms',
    peer: `SQL kept prepared ${median(sql!).toFixed(2)} ms`,
    ratio: median(taken) / median(sql!),
  });
  const row = (
    what: string,
    own: readonly number[],
    peer: readonly number[],
    target: string,
    met: boolean,
  ): Measure => ({
    name: `${scale.name}, ${question.name}: ${what}`,
    value: median(own),
    unit: 'ms',
    peer: `SQL by hand ${median(peer).toFixed(2)} ms; 99 of 100: ${percentile(own, 0.99).toFixed(0)} and ${percentile(peer, 0.99).toFixed(0)}`,
    ratio: median(own) / median(peer),
    target,
    met,
  });
  return {
    hubMs: median(hub!),
    rows: [
      row(
        'one caller',
        hub!,
        planned!,
        `≤ ${MOST_TIMES_SQL} × SQL`,
        median(hub!) <= MOST_TIMES_SQL * median(planned!),
      ),
      row(`${CALLERS} callers`, hubCrowd!, sqlCrowd!, `≤ ${MOST_MS} ms`, median(hubCrowd!) <= MOST_MS),
      beside('one caller, by the statement kept prepared', hub!),
      beside('that statement behind HTTP and nothing else', least!),
      beside('the same under row scope', scoped!),
    ],
  };
}

const flat = ({ name }: Question, small: number, large: number): Measure => ({
  name: `${name}: province by city`,
  value: large,
  unit: 'ms',
  peer: `city ${small.toFixed(2)} ms`,
  ratio: large / small,
  target: `1 ± ${FLAT}`,
  met: large / small <= 1 + FLAT,
});

/** Asks one question both ways, of another object at each turn; each way by twenty connections of its own. */
class Asker {
  readonly #scale: ScaleHub;
  readonly #question: Question;
  readonly #idle: Connection[];
  readonly #least: Connection;
  #turn = 0;

  constructor(scale: ScaleHub, least: LeastServer, question: Question) {
    this.#scale = scale;
    this.#question = question;
    const port = Number(new URL(scale.hub.url).port);
    this.#idle = Array.from({ length: CALLERS }, () => new Connection(port, true));
    this.#least = new Connection(least.port, true);
  }

  readonly hub = () => this.askHub(this.next());
  readonly sql = () => this.askSql(this.next());
  readonly planned = () => this.askSql(this.next(), false);
  readonly least = () => this.askLeast('owner', this.next());
  readonly scoped = () => this.askLeast('scoped', this.next());

  next(): Asking {
    return this.#question.asking(this.#scale, this.#turn++);
  }

  async askHub({ variables }: Asking): Promise<string> {
    const connection = this.#idle.pop()!;
    const text = await this.#posted(connection, `/op/${this.#question.name}`, variables);
    this.#idle.push(connection);
    return text;
  }

  /** One at a time. */
  async askLeast(as: 'owner' | 'scoped', { values }: Asking): Promise<string> {
    return this.#posted(this.#least, `/${as}/${this.#question.name}`, values);
  }

  async #posted(connection: Connection, path: string, asked: unknown): Promise<string> {
    const body = JSON.stringify(asked);
    const request = Buffer.from(
      `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${this.#scale.token}\r\n` +
        `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    const came = await new Promise<Came | undefined>((resolve) => connection.send(request, resolve));
    if (came?.status !== 200 || came.text === undefined || came.text.includes('"errors":'))
      throw new Error(`${path} was answered ${came?.status} ${came?.text?.slice(0, 600)}`);
    return came.text;
  }

  /** @param isPrepared its plan is made once a connection, as the hub's are; otherwise anew each time, as the driver sends a text */
  async askSql({ values }: Asking, isPrepared = true): Promise<unknown> {
    const { name, sql } = this.#question;
    const asked = { text: sql, values: [...values] };
    const { rows } = await this.#scale.pool.query(isPrepared ? { name, ...asked } : asked);
    return rows[0]?.answer;
  }

  close(): void {
    for (const one of [...this.#idle, this.#least]) one.close();
  }
}

/** Both must answer the same before their times mean anything; of several objects, where it is about one. */
async function sameFacts(asker: Asker, question: Question): Promise<void> {
  for (let turn = 0; turn < 12; turn++) {
    const asking = asker.next();
    const hub = question.ofHub(JSON.parse(await asker.askHub(asking)).data);
    const byHand = {
      'by hand': await asker.askSql(asking),
      'by hand behind HTTP': JSON.parse(await asker.askLeast('owner', asking)),
      'by hand under row scope': JSON.parse(await asker.askLeast('scoped', asking)),
    };
    for (const [how, answer] of Object.entries(byHand))
      deepStrictEqual(hub, question.ofSql(answer), `${question.name} is not answered as ${how}`);
  }
}

async function latencies(callers: number, asked: number, run: () => Promise<unknown>): Promise<number[]> {
  const taken: number[] = [];
  let left = asked;
  const caller = async () => {
    while (left-- > 0) {
      const from = performance.now();
      await run();
      taken.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return taken;
}
