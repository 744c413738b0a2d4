import { maker } from '../made.ts';
import { type Came, Connection } from './connection.ts';
import type { Job, JobResult } from './job.ts';

/** The load process: takes a job by message, answers with its result. */
process.on('message', (job: Job) => {
  run(job).then((result) => process.send?.(result));
});
process.on('disconnect', () => process.exit(0));

function run(job: Job): Promise<JobResult> {
  const next = requests(job);
  const isRead = job.made !== undefined;
  const latencies: number[] = [];
  let [wrong, bytes, active] = [0, 0, job.connections];
  let example: string | undefined;
  let first: number | undefined;
  const from = performance.now();
  const until = from + job.seconds * 1000;
  const { promise, resolve } = Promise.withResolvers<JobResult>();

  const isRight = (came: Came | undefined): boolean => {
    if (came?.status !== 200) return false;
    first ??= came.bytes;
    return came.text === undefined ? came.bytes === first : !came.text.includes('"errors":');
  };
  const turn = (connection: Connection) => {
    const request = performance.now() < until ? next() : undefined;
    if (request === undefined) {
      connection.close();
      active -= 1;
      if (active === 0) resolve(told());
      return;
    }
    const sent = performance.now();
    connection.send(request, (came) => {
      latencies.push(performance.now() - sent);
      if (!isRight(came)) {
        wrong += 1;
        example ??=
          came === undefined
            ? 'broken off'
            : `${came.status} ${came.bytes} bytes ${came.text?.slice(0, 400) ?? ''}`;
      }
      bytes += came?.bytes ?? 0;
      turn(connection);
    });
  };
  const told = (): JobResult => {
    const seconds = (performance.now() - from) / 1000;
    const sorted = Float64Array.from(latencies).sort();
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
    const [p50, p99, mostMs] = [at(0.5), at(0.99), sorted.at(-1) ?? 0];
    return { answers: sorted.length, wrong, ...(example && { example }), seconds, p50, p99, mostMs, bytes };
  };
  for (let count = 0; count < job.connections; count += 1) turn(new Connection(job.port, isRead));
  return promise;
}

function requests({ port, path, headers, body, made }: Job): () => Buffer | undefined {
  const head = Object.entries({ host: `127.0.0.1:${port}`, 'content-type': 'application/json', ...headers })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  const framed = (text: string) =>
    Buffer.from(`POST ${path} HTTP/1.1\r\n${head}content-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  if (made === undefined) {
    const request = framed(body ?? '{}');
    return () => request;
  }
  const make = maker(made.by);
  const end = made.from + made.most;
  let number = made.from;
  return () => (number < end ? framed(JSON.stringify({ query: make(number++) })) : undefined);
}
