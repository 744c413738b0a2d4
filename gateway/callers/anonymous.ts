import type { Caller } from '../../kernel/caller.ts';

/** Whoever asks where nobody can be known: no role, no scope, nowhere. What demands a known caller is closed to him. */
export const anonymous: Caller = {
  organisation: 'anonymous',
  kind: 'ENTERPRISE',
  roles: [],
  scopes: [],
  sectors: [],
  divisions: [],
  assurance: 'TOKEN',
};

/** By name, since callers are copied on their way: who calls himself so is treated so. */
export function isAnonymous({ organisation }: Caller): boolean {
  return organisation === anonymous.organisation;
}
