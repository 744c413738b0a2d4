import { type Measure, median } from '../../report.ts';
import { contenders, startContender } from '../contenders.ts';
import type { Maker } from '../made.ts';
import { memoryOf } from '../../processes.ts';
import { questionOf } from '../questions.ts';
import { measured } from '../run.ts';
import { connections, distinct, distinctSeconds, seconds } from '../settings.ts';
import type { Stage } from '../stage.ts';

const EVERY_MS = 500;
/** Growth of the last third over the middle one that still counts as bounded, and speed that counts as recovered. */
const [FLAT, RECOVERED] = [1.1, 0.8];

/** Memory while operations come that are all different, and whether ordinary clients are served as before afterwards. */
export async function caches(stage: Stage): Promise<Measure[]> {
  return [
    ...(await flooded(stage, 'literals', distinct)),
    ...(await flooded(stage, 'shapes', distinct / 10)),
  ];
}

async function flooded(stage: Stage, by: Maker, most: number): Promise<Measure[]> {
  const gateway = await startContender('hub', { supergraph: stage.shop });
  const ordinary = async () => {
    const options = { warmSeconds: seconds * 0.4, seconds: seconds * 0.4, connections };
    return measured(stage, gateway, await questionOf('small'), options);
  };
  try {
    const before = await ordinary();
    const samples: number[] = [];
    const timer = setInterval(() => samples.push(memoryOf(gateway.pid)), EVERY_MS);
    const { port } = gateway;
    const made = { by, from: 0, most };
    const job = { port, path: '/graphql', made, connections, seconds: distinctSeconds };
    const { answers, wrong, example } = await stage.load(job);
    clearInterval(timer);
    samples.push(memoryOf(gateway.pid));
    const after = await ordinary();
    if (wrong > 0) console.log(`${by}: ${wrong} refused or wrong, as ${example}`);
    const third = Math.max(1, Math.floor(samples.length / 3));
    const growth = median(samples.slice(-third)) / median(samples.slice(third, 2 * third + 1));
    const what = `${contenders.hub.title}, ${answers} operations differing in ${by}`;
    const kept = before.cpuMs / after.cpuMs;
    return [
      { name: `${what}: resident memory before`, value: before.loadedMiB, unit: 'MiB' },
      { name: `${what}: resident memory, most`, value: Math.max(...samples), unit: 'MiB' },
      {
        name: `${what}: last third by middle third of memory`,
        value: growth,
        unit: '',
        target: `≤ ${FLAT}`,
        met: growth <= FLAT,
      },
      { name: `${what}: refused or wrong`, value: wrong, unit: '', target: '0', met: wrong === 0 },
      {
        name: `${what}: small query after, CPU a request`,
        value: after.cpuMs,
        unit: 'ms',
        peer: `before: ${before.cpuMs.toPrecision(3)} ms`,
        ratio: after.cpuMs / before.cpuMs,
        target: `≤ ${(1 / RECOVERED).toFixed(2)} ×`,
        met: kept >= RECOVERED,
      },
    ];
  } finally {
    await gateway.stop();
  }
}
