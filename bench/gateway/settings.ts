/** Settings of `npm run bench -- gateway`, from the environment. */
const { env } = process;

export const rounds: number = Number(env.BENCH_ROUNDS ?? 4);
/** How long a query is measured in a round. */
export const seconds: number = Number(env.BENCH_SECONDS ?? 7);
export const connections: number = Number(env.BENCH_CONNECTIONS ?? 50);
/** How long an ordinary load lasts while memory is watched. */
export const steadySeconds: number = Number(env.BENCH_MINUTES ?? 0.5) * 60;
/** How many operations that differ in their literals at most, a tenth of it in their shape, and for how long at most, while memory is watched. */
export const distinct: number = Number(env.BENCH_DISTINCT ?? 100_000);
export const distinctSeconds: number = Number(env.BENCH_DISTINCT_SECONDS ?? 30);

const PARTS = [
  'speed',
  'planning',
  'caches',
  'steady',
  'connections',
  'sizes',
  'fetches',
  'questions',
] as const;
export type Part = (typeof PARTS)[number];

/** @throws RangeError for a part that does not exist */
export function parts(): readonly Part[] {
  const wanted = env.BENCH_PARTS?.split(',').filter(Boolean) ?? [...PARTS];
  for (const name of wanted)
    if (!PARTS.some((one) => one === name))
      throw new RangeError(`BENCH_PARTS: there is no ${name}; parts are ${PARTS.join(', ')}`);
  return PARTS.filter((one) => wanted.includes(one));
}
