import { type RawBuilder, sql } from 'kysely';
import type { Fact } from '../ledger/fact.ts';

/** One source's word on a fact (来源陈述). */
interface Claim {
  readonly claimedBy: string;
}

/** A claim that is not shown, with the fields in which it differs from what is (冲突). */
export type Conflict<C> = C & { readonly differsIn: readonly string[] };

/** What is compared of the claims on a fact: its properties, by the name under which the graph shows them (比对字段). */
export type ClaimedFields = Readonly<Record<string, string>>;

/**
 * The claims of other sources that differ from what is shown; what a source leaves out contradicts nothing.
 */
export function conflictsOf<C extends Claim>(
  shown: object & { readonly sourceSystem: string },
  claims: readonly C[],
  fields: ClaimedFields,
): Conflict<C>[] {
  const stands = shown as Readonly<Record<string, unknown>>;
  const differing = (claim: C): string[] => {
    const states = claim as Readonly<Record<string, unknown>>;
    return Object.entries(fields)
      .filter(([property]) => states[property] != null && states[property] !== stands[property])
      .map(([, name]) => name);
  };
  return claims
    .filter(({ claimedBy }) => claimedBy !== shown.sourceSystem)
    .map((claim) => ({ ...claim, differsIn: differing(claim) }))
    .filter(({ differsIn }) => differsIn.length > 0);
}

/**
 * Whether `conflictsOf` finds any for a row `t` of the fact that is shown, as a condition; a test holds the two together.
 * @param claims the claims as they were at the instant asked about, named `c`; their natural key is that of `shown` with `claimedBy`
 */
export function hasConflicts(
  shown: Fact,
  claims: RawBuilder<unknown>,
  fields: ClaimedFields,
): RawBuilder<boolean> {
  const same = shown.naturalKey.map((property) => sql`c.${columnOf(property)} = t.${columnOf(property)}`);
  const differing = Object.keys(fields).map((property) => {
    const column = columnOf(property);
    return sql`(c.${column} is not null and c.${column} is distinct from t.${column})`;
  });
  return sql<boolean>`exists (
    select 1 from ${claims}
     where ${sql.join(same, sql` and `)} and not c.withdrawn and c.claimed_by <> t.source_system
       and (${sql.join(differing, sql` or `)}))`;
}

/** A property's column, as the entities name theirs. */
const columnOf = (property: string): RawBuilder<unknown> =>
  sql.ref(property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
