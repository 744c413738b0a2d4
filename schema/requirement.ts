import type { AccessDirectives } from './security-links.ts';
import { argumentsOf, type Directed, directivesNamed } from './directives.ts';

/** One demand: any of the groups is enough, and of a group all names are needed. */
export type AnyOfAll = readonly (readonly string[])[];

/** What a caller must be to have something: all of it at once. */
export interface Requirement {
  /** Whether the caller must be known. Scopes and policies imply it. */
  readonly authenticated: boolean;
  /** Each demand must be met. */
  readonly scopes: readonly AnyOfAll[];
  /** Each demand must be met. */
  readonly policies: readonly AnyOfAll[];
}

/** The requirement of what is open to everybody. */
export const NO_REQUIREMENT: Requirement = { authenticated: false, scopes: [], policies: [] };

/** What the access directives on a node require. */
export function requirementOf(
  node: Directed,
  { authenticated, requiresScopes, policy }: AccessDirectives,
): Requirement {
  const scopes = directivesNamed(node, requiresScopes).map((it) => argumentsOf(it).scopes as AnyOfAll);
  const policies = directivesNamed(node, policy).map((it) => argumentsOf(it).policies as AnyOfAll);
  const known = directivesNamed(node, authenticated).length + scopes.length + policies.length > 0;
  return { authenticated: known, scopes, policies };
}

/** Everything that any of them requires, each demand once. */
export function allOf(requirements: Iterable<Requirement>): Requirement {
  let all = NO_REQUIREMENT;
  for (const it of requirements)
    all = {
      authenticated: all.authenticated || it.authenticated,
      scopes: union(all.scopes, it.scopes),
      policies: union(all.policies, it.policies),
    };
  return all;
}

function union(left: readonly AnyOfAll[], right: readonly AnyOfAll[]): readonly AnyOfAll[] {
  if (right.length === 0) return left;
  return [...new Map([...left, ...right].map((demand) => [JSON.stringify(demand), demand])).values()];
}
