import { verdictCatalogue } from '../../schema/verdicts.ts';
import type { Querier } from '../query.ts';
import type { VerdictCode } from '../verdict.ts';
import type { Candidate } from './candidate.ts';
import type { Dataset, Reference, Scene } from './dataset.ts';

/**
 * Looks up what records point to, each reference for all records of the call at once. A record whose parent is not
 * known, or not to this caller, is held: the two look the same.
 */
export async function resolveReferences(
  dataset: Dataset,
  candidates: readonly Candidate[],
  scene: Scene,
  db: Querier | null,
): Promise<void> {
  const asks = db === null ? 'graph' : 'database';
  for (const reference of dataset.references as readonly Reference<never, unknown>[]) {
    if (reference.asks !== asks) continue;
    const keys = new Map<Candidate, string>();
    for (const one of candidates) {
      if (!one.isWritable) continue;
      const key = reference.key(one.values as never, one.found);
      if (key !== null) keys.set(one, key);
    }
    if (keys.size === 0) continue;
    // Nothing will be stored of it: nobody may be registered for it either.
    const isInVain = scene.isAtomic && candidates.some((one) => !one.isWritable);
    const asking = isInVain ? { ...scene, isRehearsal: true } : scene;
    const targets = await reference.find([...new Set(keys.values())], asking, db);
    const missing: [Candidate, string][] = [];
    for (const [one, key] of keys) {
      const target = targets.get(key);
      if (target !== undefined && target !== null) one.point(reference, target);
      else missing.push([one, key]);
    }
    if (missing.length === 0 || reference.missing === null) continue;
    const code = (await reference.missingNow?.(scene, db)) ?? reference.missing;
    for (const [one, key] of missing) wait(one, reference, key, code, scene);
  }
}

function wait(
  one: Candidate,
  reference: Reference<never, unknown>,
  key: string,
  code: VerdictCode,
  { room }: Scene,
): void {
  one.unfound = reference;
  const path = reference.pathIn?.(one.values as never, one.found) ?? reference.path;
  // What no coming record puts right is refused, as the catalogue says of the code.
  if (verdictCatalogue[code].outcome === 'REJECTED') {
    one.reject(code, { path });
    return;
  }
  one.hold(code, { path });
  one.waits = { name: reference.name, key: reference.blind?.(key, room) ?? key };
}
