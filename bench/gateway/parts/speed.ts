import type { Measure } from '../../report.ts';
import { median } from '../../report.ts';
import { type ContenderName, contenders, peersInstalled, startContender } from '../contenders.ts';
import { paired, short, type Target } from '../measures.ts';
import { publishedQuestion } from '../published.ts';
import { type QueryName, questionOf } from '../questions.ts';
import { comparedAtOnce, type Figures, measured, type Question } from '../run.ts';
import { connections, rounds, seconds } from '../settings.ts';
import type { Stage } from '../stage.ts';

/** `op` is the hub asked by published operation, `hub` by `/graphql`. */
type Entrant = ContenderName | 'op';

interface Wanted {
  readonly rps?: readonly [stock: number, hive: number];
  readonly cpu?: readonly [stock: number, hive: number];
  /** One so-manieth of stock. */
  readonly p99?: number;
}

const WANTED: Readonly<Record<'hub' | 'op', Readonly<Record<QueryName, Wanted>>>> = {
  hub: {
    big: { rps: [8, 3.8], cpu: [8, 3.8], p99: 15 },
    small: { cpu: [6, 4.5], p99: 6 },
  },
  op: { big: { rps: [11, 5] }, small: { rps: [13, 10] } },
};

/** As long as a gateway needs until it is as fast as it gets, as a share of the seconds of a round. */
const WARM_SHARE = 0.8;

const QUERIES: readonly QueryName[] = ['big', 'small'];
const BY_HAND: readonly QueryName[] = ['small'];
const PEERS: readonly ContenderName[] = ['stock', 'hive'];
/** In the order of what is wanted of a ratio; of the limit nothing is. */
const COMPARED: readonly ContenderName[] = [...PEERS, 'hand'];

/** The scenario of the public gateway benchmark, all gateways by turns. */
export async function speed(stage: Stage): Promise<Measure[]> {
  const entrants: Entrant[] = [...(peersInstalled ? PEERS : []), 'hand', 'hub', 'op'];
  const taken = new Map<string, Figures[]>();
  const missing = new Set<string>();
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? entrants : entrants.toReversed();
    for (const entrant of order)
      for (const query of entrant === 'hand' ? BY_HAND : QUERIES) {
        const figures = await once(stage, entrant, query, round === 0);
        if (figures === undefined) missing.add(`${entrant} ${query}`);
        else note(taken, `${entrant} ${query}`, figures);
      }
  }
  for (const name of missing) console.log(`left out: ${name} (not to be had)`);
  return QUERIES.flatMap((query) => [
    ...entrants.flatMap((entrant) => described(entrant, query, taken.get(`${entrant} ${query}`))),
    ...(['hub', 'op'] as const).flatMap((ours) => compared(ours, query, taken)),
  ]);
}

async function once(
  stage: Stage,
  entrant: Entrant,
  query: QueryName,
  isFirst: boolean,
): Promise<Figures | undefined> {
  const gateway = await startContender(entrant === 'op' ? 'hub' : entrant, {
    supergraph: stage.shop,
  });
  try {
    const asked = await questionOf(query);
    const question: Question | undefined =
      entrant === 'op' ? await publishedQuestion(gateway, query, asked) : asked;
    if (question === undefined) return undefined;
    const figures = await measured(stage, gateway, question, {
      warmSeconds: WARM_SHARE * seconds,
      seconds,
      connections,
    });
    if (isFirst) await comparedAtOnce(gateway, question);
    return figures;
  } finally {
    await gateway.stop();
  }
}

function note(taken: Map<string, Figures[]>, key: string, figures: Figures): void {
  taken.set(key, [...(taken.get(key) ?? []), figures]);
  const { rps, cpuMs, p50, p99, loadedMiB } = figures;
  console.log(
    `${key}: ${short(rps)} rps, ${short(cpuMs)} ms CPU, p50 ${short(p50)} p99 ${short(p99)} ms, ${short(loadedMiB)} MiB`,
  );
}

const titleOf = (entrant: Entrant): string =>
  entrant === 'op' ? 'hub by published operation' : contenders[entrant].title;

/** What every gateway showed by itself, without judgement. */
function described(entrant: Entrant, query: QueryName, all: readonly Figures[] | undefined): Measure[] {
  if (all === undefined) return [];
  const row = (what: string, unit: string, of: (figures: Figures) => number): Measure => ({
    name: `${titleOf(entrant)}, ${query}: ${what}`,
    value: median(all.map(of)),
    unit,
  });
  return [
    row('requests', 'rps', ({ rps }) => rps),
    row('CPU a request', 'ms', ({ cpuMs }) => cpuMs),
    row('p50', 'ms', ({ p50 }) => p50),
    row('p99', 'ms', ({ p99 }) => p99),
    row('resident memory idle', 'MiB', ({ idleMiB }) => idleMiB),
    row('resident memory under load', 'MiB', ({ loadedMiB }) => loadedMiB),
    row('subgraph calls a request', '', ({ callsPerRequest }) => callsPerRequest),
  ];
}

function compared(
  ours: 'hub' | 'op',
  query: QueryName,
  taken: ReadonlyMap<string, readonly Figures[]>,
): Measure[] {
  const mine = taken.get(`${ours} ${query}`);
  if (mine === undefined) return [];
  const wanted = WANTED[ours][query];
  return COMPARED.flatMap((peer, index) => {
    const others = taken.get(`${peer} ${query}`);
    if (others === undefined) return [];
    const against = (what: string, unit: string, of: (figures: Figures) => number, target?: Target) =>
      paired({
        name: `${titleOf(ours)}, ${query}: ${what}`,
        unit,
        peer: contenders[peer].title,
        ours: mine.map(of),
        theirs: others.map(of),
        target,
      });
    const [rps, cpu] = [wanted.rps?.[index], wanted.cpu?.[index]];
    const rows = [
      against('requests', 'rps', (it) => it.rps, rps === undefined ? {} : { atLeast: rps }),
      against('CPU a request', 'ms', (it) => it.cpuMs, cpu === undefined ? {} : { atMostOneIn: cpu }),
    ];
    if (peer !== 'stock') return rows;
    return [
      ...rows,
      against('p99', 'ms', (it) => it.p99, wanted.p99 === undefined ? {} : { atMostOneIn: wanted.p99 }),
      against('resident memory under load', 'MiB', (it) => it.loadedMiB, { atMostOneIn: 1 }),
    ];
  });
}
