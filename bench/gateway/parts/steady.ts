import { type Measure, median } from '../../report.ts';
import { contenders, startContender } from '../contenders.ts';
import { memoryOf } from '../../processes.ts';
import { questionOf } from '../questions.ts';
import { compared } from '../run.ts';
import { connections, steadySeconds } from '../settings.ts';
import type { Stage } from '../stage.ts';

const EVERY_MS = 500;
const FLAT = 1.1;

/** Memory under the big query, on and on (`BENCH_MINUTES`). */
export async function steady(stage: Stage): Promise<Measure[]> {
  const gateway = await startContender('hub', { supergraph: stage.shop });
  try {
    const question = await questionOf('big');
    await compared(gateway, question);
    const samples: number[] = [];
    const timer = setInterval(() => samples.push(memoryOf(gateway.pid)), EVERY_MS);
    const { port } = gateway;
    const { path, body } = question;
    const { answers, wrong } = await stage.load({
      port,
      path,
      body,
      connections,
      seconds: steadySeconds,
    });
    clearInterval(timer);
    const third = Math.max(1, Math.floor(samples.length / 3));
    const growth = median(samples.slice(-third)) / median(samples.slice(third, 2 * third + 1));
    const what = `${contenders.hub.title}, big query for ${steadySeconds} s`;
    return [
      { name: `${what}: answers`, value: answers, unit: '' },
      { name: `${what}: wrong`, value: wrong, unit: '', target: '0', met: wrong === 0 },
      { name: `${what}: resident memory, most`, value: Math.max(...samples), unit: 'MiB' },
      {
        name: `${what}: last third by middle third of memory`,
        value: growth,
        unit: '',
        target: `≤ ${FLAT} (flat)`,
        met: growth <= FLAT,
      },
    ];
  } finally {
    await gateway.stop();
  }
}
