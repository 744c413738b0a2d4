import { cpus } from 'node:os';
import type { Measure } from './report.ts';
import { peersInstalled } from './gateway/contenders.ts';
import { canPin, OTHER_CORE, pinSelf } from './gateway/pinned.ts';
import { type Part, parts } from './gateway/settings.ts';
import { openStage, type Stage } from './gateway/stage.ts';

const PARTS: Readonly<Record<Part, () => Promise<(stage: Stage) => Promise<Measure[]>>>> = {
  speed: async () => (await import('./gateway/parts/speed.ts')).speed,
  planning: async () => (await import('./gateway/parts/planning.ts')).planning,
  caches: async () => (await import('./gateway/parts/caches.ts')).caches,
  steady: async () => (await import('./gateway/parts/steady.ts')).steady,
  connections: async () => (await import('./gateway/parts/reach.ts')).connections,
  sizes: async () => (await import('./gateway/parts/reach.ts')).sizes,
  questions: async () => (await import('./gateway/parts/own-questions.ts')).ownQuestions,
  fetches: async () => (await import('./gateway/parts/reach.ts')).fetches,
};

/**
 * `hub gateway` over a shop of four subgraphs, against the gateways under `bench/peers`: the same supergraph, subgraphs
 * and load, by turns, on a core of their own. docs/performance.md has the method.
 */
export async function bench(): Promise<readonly Measure[]> {
  const wanted = parts();
  if (!peersInstalled) console.log('peers are not installed (cd bench/peers && npm ci): ours alone');
  if (!canPin) console.log(`not pinned (${cpus().length} cores, or no taskset): only CPU figures compare`);
  pinSelf(OTHER_CORE);
  const stage = await openStage();
  try {
    const measures: Measure[] = [];
    for (const name of wanted) {
      const part = await PARTS[name]();
      // One part that cannot be measured does not cost the figures of the others.
      measures.push(...(await part(stage).catch((error: unknown) => failed(name, error))));
    }
    return measures;
  } finally {
    await stage.close();
    pinSelf(undefined);
  }
}

function failed(part: Part, error: unknown): Measure[] {
  console.error(`${part} could not be measured:`, error);
  process.exitCode = 1;
  return [{ name: `${part}: could not be measured`, value: 0, unit: '', met: false }];
}
