import { memoryOf, memoryOfHub } from '../processes.ts';
import { type Measure, median } from '../report.ts';

const [EVERY_MS, LIMIT_MIB, FLAT] = [1_000, 500, 1.1];

/** Samples the memory of the hub's processes, and of everything below them, once a second until it is ended. */
export function watchMemory(pid: number): { end(): Measure[] } {
  const alone: number[] = [];
  const all: number[] = [];
  const timer = setInterval(() => {
    alone.push(memoryOfHub(pid));
    all.push(memoryOf(pid));
  }, EVERY_MS);
  return {
    end() {
      clearInterval(timer);
      return [...told('hub processes', alone, true), ...told('PostgreSQL included', all, false)];
    },
  };
}

function told(of: string, samples: readonly number[], isLimited: boolean): Measure[] {
  const third = Math.max(1, Math.floor(samples.length / 3));
  const growth = median(samples.slice(-third)) / median(samples.slice(third, 2 * third));
  const most = Math.max(...samples);
  return [
    {
      name: `memory at that rate, ${of}, at most in ${samples.length} s`,
      value: most,
      unit: 'MiB',
      ...(isLimited && { target: `≤ ${LIMIT_MIB}`, met: most <= LIMIT_MIB }),
    },
    {
      name: `memory of the last third by the middle third, ${of}`,
      value: growth,
      unit: '',
      ...(isLimited && { target: `≤ ${FLAT} (flat)`, met: growth <= FLAT }),
    },
  ];
}
