import { dataDifference, errorDifference, orderDifference } from '../../support/federation/compare.ts';
import { randomOperation } from '../../support/federation/operations.ts';
import {
  type Answer,
  type EngineName,
  type Question,
  type RunningEngine,
  runningEngine,
} from '../../support/federation/running-engine.ts';
import { makeWorld, type World } from '../../support/federation/world.ts';
import { knownDifference } from './known-differences.ts';

export interface DifferentialOptions {
  /** Seed of the first world; the others follow. */
  readonly firstWorld?: number;
  readonly operationsPerWorld?: number;
  /** Which engine is held against the monolith. */
  readonly engine?: EngineName;
  /** Told after each world; for long runs. */
  readonly onWorld?: (soFar: Findings) => void;
}

/** What a run found. `differences` is to be empty; each names the seeds that bring it back. */
export interface Findings {
  worlds: number;
  asked: number;
  fetches: number;
  /** Answers that had errors, as the monolith's did. */
  withErrors: number;
  /** Known differences of the engine by name (known-differences.ts). */
  readonly known: Record<string, number>;
  readonly differences: string[];
}

const PER_WORLD = 10;
/** Each of these may be what the reference engine cannot do. */
const TAME = { tameAliases: true };

/**
 * Asks one engine and the monolith `count` random operations over generated worlds, and compares data, order of fields
 * and the places of errors. The reference engine gets what it can be asked at all; both may differ as listed.
 */
export async function differential(count: number, options: DifferentialOptions = {}): Promise<Findings> {
  const { firstWorld = 0, operationsPerWorld = PER_WORLD, engine = 'hub' } = options;
  const findings: Findings = {
    worlds: 0,
    asked: 0,
    fetches: 0,
    withErrors: 0,
    known: {},
    differences: [],
  };
  for (let seed = firstWorld; findings.asked < count; seed++) {
    // Arguments inside @requires are planned wrongly by the reference planner.
    const world = makeWorld(seed, { requiresArguments: engine === 'hub' });
    const running = await runningEngine(engine, world.supergraphSdl, world.transports);
    findings.worlds += 1;
    try {
      for (let place = 0; place < operationsPerWorld && findings.asked < count; place++)
        await compareOne(world, running, engine, place, findings);
    } finally {
      await running.stop();
    }
    options.onWorld?.(findings);
  }
  return findings;
}

/** How the hub's engine differs from the monolith in one operation of a world, listed or not; undefined where it does not. */
export async function differenceAt(seed: number, place: number): Promise<string | undefined> {
  const world = makeWorld(seed, { requiresArguments: true });
  const running = await runningEngine('hub', world.supergraphSdl, world.transports);
  try {
    const question = randomOperation(world.schema, place, {});
    return (
      differenceOf(world, world.oracle(question), await running.ask(question), 'hub') ?? world.complaints[0]
    );
  } finally {
    await running.stop();
  }
}

async function compareOne(
  world: World,
  running: RunningEngine,
  engine: EngineName,
  place: number,
  findings: Findings,
): Promise<void> {
  const question = randomOperation(world.schema, place, engine === 'hub' ? {} : TAME);
  const expected = world.oracle(question);
  world.sent.length = 0;
  world.complaints.length = 0;
  const came = await running.ask(question);
  findings.asked += 1;
  findings.fetches += world.sent.length;
  if (expected.errors !== undefined) findings.withErrors += 1;
  const difference = differenceOf(world, expected, came, engine) ?? world.complaints[0];
  if (difference === undefined) return;
  const known = knownDifference(engine, { world, question, came, complaints: world.complaints });
  if (known !== undefined) findings.known[known.name] = (findings.known[known.name] ?? 0) + 1;
  else findings.differences.push(report(world, place, difference, question));
}

function differenceOf(world: World, expected: Answer, came: Answer, engine: EngineName): string | undefined {
  const data = dataDifference(expected.data ?? null, came.data ?? null);
  // The reference engine tells errors and orders fields in its own ways.
  if (data !== undefined || engine === 'apollo') return data;
  const mayBeSilent = world.model.entities.some(({ at }) =>
    [...at.values()].some((it) => it.forgotten.size > 0),
  );
  return (
    orderDifference(expected.data ?? null, came.data ?? null) ?? errorDifference(expected, came, mayBeSilent)
  );
}

function report(world: World, place: number, difference: string, { query, variables }: Question): string {
  return `world ${world.seed}, operation ${place}: ${difference}\n${query}\n${JSON.stringify(variables)}`;
}
