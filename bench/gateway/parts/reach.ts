import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Measure } from '../../report.ts';
import { type ContenderName, contenders, peersInstalled, startContender } from '../contenders.ts';
import { pagesOf, stepsOf } from '../ladder/graphs.ts';
import { questionOf } from '../questions.ts';
import { type Figures, measured, type Question } from '../run.ts';
import { connections as usual, seconds } from '../settings.ts';
import type { Stage } from '../stage.ts';

const CONNECTIONS = [1, 10, 100, 1000];
const PAGES = [1, 10, 100, 1000, 10_000];
const FETCHES = [1, 5, 10, 20, 40];
const SHARE = 0.4;
/** No more than these of 10 MB are under way at once. */
const BYTES_UNDER_WAY = 20_000;

interface Step {
  readonly name: string;
  readonly question: Question;
  readonly connections: number;
}

/** The small query over 1 to 1,000 connections. */
export async function connections(stage: Stage): Promise<Measure[]> {
  const question = await questionOf('small');
  const steps = CONNECTIONS.map((count) => ({ name: `${count} connections`, question, connections: count }));
  return reached(stage, stage.shop, steps);
}

/** Answers of 1 kB to 10 MB from one fetch. */
export async function sizes(stage: Stage): Promise<Measure[]> {
  const steps = PAGES.map((pages) => ({
    name: `answer of ${pages} kB`,
    question: asked(pagesOf(pages)),
    connections: Math.max(2, Math.min(usual, Math.floor(BYTES_UNDER_WAY / pages))),
  }));
  return reached(stage, stage.ladder, steps);
}

/** One to forty fetches, each after the one before. */
export async function fetches(stage: Stage): Promise<Measure[]> {
  const steps = FETCHES.map((count) => ({
    name: `${count} fetches in a row`,
    question: asked(stepsOf(count)),
    connections: usual,
  }));
  return reached(stage, stage.ladder, steps);
}

const asked = (query: string): Question => ({ path: '/graphql', body: JSON.stringify({ query }) });

async function reached(stage: Stage, supergraph: string, steps: readonly Step[]): Promise<Measure[]> {
  const stock = peersInstalled ? await walked(stage, 'stock', supergraph, steps) : [];
  const hub = await walked(stage, 'hub', supergraph, steps);
  return steps.flatMap(({ name }, index) => {
    const [ours, theirs] = [hub[index], stock[index]];
    if (ours === undefined) return [];
    const row = (what: string, unit: string, of: (figures: Figures) => number): Measure => ({
      name: `${contenders.hub.title}, ${name}: ${what}`,
      value: of(ours),
      unit,
      ...(theirs && { peer: `stock: ${of(theirs).toPrecision(3)} ${unit}`, ratio: of(ours) / of(theirs) }),
    });
    return [
      row('requests', 'rps', ({ rps }) => rps),
      row('CPU a request', 'ms', ({ cpuMs }) => cpuMs),
      row('p99', 'ms', ({ p99 }) => p99),
      row('resident memory', 'MiB', ({ loadedMiB }) => loadedMiB),
    ];
  });
}

/** Forty fetches in a row are deeper than what the hub lets strangers ask. */
async function roomyConfig({ folder }: Stage): Promise<string> {
  const file = join(folder, 'roomy.yaml');
  await writeFile(file, 'limits:\n  depth: 60\n');
  return file;
}

/** A step that a gateway refuses is left out with a word; the others stand. */
async function walked(
  stage: Stage,
  name: ContenderName,
  supergraph: string,
  steps: readonly Step[],
): Promise<(Figures | undefined)[]> {
  const gateway = await startContender(name, { supergraph, config: await roomyConfig(stage) });
  const all: (Figures | undefined)[] = [];
  try {
    for (const step of steps) {
      const options = {
        warmSeconds: seconds * SHARE * SHARE,
        seconds: seconds * SHARE,
        connections: step.connections,
      };
      const figures = await measured(stage, gateway, step.question, options).catch((error: Error) => {
        console.log(`${step.name}, ${contenders[name].title}: ${error.message.slice(0, 300)}`);
        return undefined;
      });
      all.push(figures);
    }
    return all;
  } finally {
    await gateway.stop();
  }
}
