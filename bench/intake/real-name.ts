import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { type Measure, median, percentile } from '../report.ts';
import type { Site } from './parents.ts';
import type { Sent } from './sending.ts';

export interface RealNameSending {
  readonly origin: string;
  readonly appid: string;
  readonly secret: string;
  readonly sites: readonly Site[];
  readonly senders: number;
  /** Records a call. */
  readonly size: number;
  readonly seconds: number;
}

const [SENDERS, SIZE, WARM_S, RUN_S] = [32, 20, 4, 10];

/** Attendance through the door of the national real-name interface, by the demo's client. */
export async function realName(url: string, dataDir: string, sites: readonly Site[]): Promise<Measure[]> {
  const { realNameClients } = JSON.parse(readFileSync(`${dataDir}/demo-credentials.json`, 'utf8'));
  const client = realNameClients.find(({ appid }: { appid: string }) => appid === 'DEMOAPP001');
  const sending = { origin: new URL(url).origin, ...client, senders: SENDERS, size: SIZE };
  const half = sites.length >> 1;
  await sent({ ...sending, sites: sites.slice(0, half), seconds: WARM_S });
  const { records, seconds, latencies } = await sent({
    ...sending,
    sites: sites.slice(half),
    seconds: RUN_S,
  });
  return [
    {
      name: `603号 calls of ${SIZE}, ${SENDERS} senders, until the serial answers done`,
      value: records / seconds,
      unit: 'records/s',
      target: '≥ 4,000',
      met: records / seconds >= 4_000,
    },
    { name: 'from call to done, median', value: median(latencies), unit: 'ms' },
    { name: 'from call to done, 99th of 100', value: percentile(latencies, 0.99), unit: 'ms' },
  ];
}

async function sent(sending: RealNameSending): Promise<Sent> {
  const thread = new Worker(new URL('./real-name-sender.ts', import.meta.url), { workerData: sending });
  const [answer] = (await once(thread, 'message')) as [Sent];
  if (answer.wrong > 0) throw new Error(`${answer.wrong} calls did not end well: ${answer.firstWrong}`);
  return answer;
}
