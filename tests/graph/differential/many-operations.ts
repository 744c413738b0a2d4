import type { EngineName } from '../../support/federation/running-engine.ts';
import { differential, type Findings } from './differential.ts';

/**
 * Asks random operations over generated graphs from `firstWorld` on; each difference names the seeds that bring it back.
 * @returns whether the engine answered all as the monolith does, listed differences aside
 */
export async function manyOperations(
  count: number,
  firstWorld = 1_000,
  engine: EngineName = 'hub',
): Promise<boolean> {
  const findings = await differential(count, {
    firstWorld,
    operationsPerWorld: 40,
    engine,
    onWorld: (soFar) => {
      if (soFar.worlds % 25 === 0) console.error(line(soFar));
    },
  });
  for (const difference of findings.differences.slice(0, 20)) console.error(`\n${difference}`);
  console.log(line(findings));
  return findings.differences.length === 0;
}

function line({ worlds, asked, fetches, withErrors, known, differences }: Findings): string {
  const listed = Object.entries(known).map(([name, count]) => `, ${count} × ${name}`);
  return `${asked} operations over ${worlds} worlds, ${fetches} fetches, ${withErrors} with errors, ${differences.length} differences${listed.join('')}`;
}
