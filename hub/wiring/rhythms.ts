import { readFileSync } from 'node:fs';
import type { Config } from '../../kernel/config.ts';
import { faults } from '../../kernel/faults.ts';
import { readRhythms, type Rhythms, RhythmsInvalid, rhythmsWith } from '../../ledger/submission/rhythms.ts';
import { subgraphs } from '../../subgraphs/registry.ts';

/**
 * The rhythms agreed with single sources (HUB_RHYTHMS) over those of everybody.
 * @throws Fault `CONFIGURATION_INVALID` that names every problem of the file at once
 */
export function rhythmsOf({ rhythms: file }: Pick<Config, 'rhythms'>): Rhythms {
  if (file === undefined) return rhythmsWith([]);
  const datasets = new Set(subgraphs.flatMap((one) => (one.datasets ?? []).map(({ name }) => name)));
  try {
    return rhythmsWith(readRhythms(readFileSync(file, 'utf8'), datasets));
  } catch (error) {
    const problems = error instanceof RhythmsInvalid ? error.problems : [(error as Error).message];
    throw faults.CONFIGURATION_INVALID(problems.map((one) => `HUB_RHYTHMS, ${file}: ${one}`).join('\n'));
  }
}
