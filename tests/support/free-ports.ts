import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below those that a system gives to whoever asks for any port; each worker of a run has some of its own. */
const FIRST = 20_000;
const OF_A_WORKER = 3_000;
const WORKERS = 4;

let last = randomInt(OF_A_WORKER);

/** Ports of 127.0.0.1 that nobody has, and nobody takes before they are listened on. */
export async function freePorts(count: number): Promise<number[]> {
  const own = FIRST + (Number(process.env.JEST_WORKER_ID ?? 0) % WORKERS) * OF_A_WORKER;
  const found: number[] = [];
  while (found.length < count) {
    last += 1;
    const port = own + (last % OF_A_WORKER);
    if (await isFree(port)) found.push(port);
  }
  return found;
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  const listens = await once(server, 'listening').then(
    () => true,
    () => false,
  );
  if (listens) await new Promise((closed) => server.close(closed));
  return listens;
}
