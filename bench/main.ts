import type { Measure } from './report.ts';

/** The benchmarks by name; each prints ratios against a stated peer or limit taken in the same run. */
const BENCHES: Readonly<Record<string, () => Promise<{ bench: () => Promise<readonly Measure[]> }>>> = {
  start: () => import('./start.ts'),
  queries: () => import('./queries.ts'),
  seed: () => import('./seed.ts'),
  intake: () => import('./intake.ts'),
  gateway: () => import('./gateway.ts'),
  'intake-by-size': () => import('./intake-by-size.ts'),
};

/** Needs databases that somebody has to make first, so it runs only when it is named. */
const ONLY_NAMED: ReadonlySet<string> = new Set(['intake-by-size']);

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in BENCHES));
if (wanted.includes('--help') || unknown.length > 0) {
  console.log(`usage: npm run bench [-- NAME …]\nbenches: ${Object.keys(BENCHES).join(', ')}`);
  process.exitCode = wanted.includes('--help') ? 0 : 2;
} else {
  const { report } = await import('./report.ts');
  const every = Object.keys(BENCHES).filter((name) => !ONLY_NAMED.has(name));
  for (const name of wanted.length > 0 ? wanted : every) {
    const { bench } = await BENCHES[name]!();
    await report(name, await bench());
  }
}
