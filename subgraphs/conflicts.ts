/** One source's word on a fact (来源陈述). */
interface Claim {
  readonly claimedBy: string;
}

/** A claim that is not shown, with the fields in which it differs from what is (冲突). */
export type Conflict<C> = C & { readonly differsIn: readonly string[] };

/**
 * The claims of other sources that differ from what is shown; what a source leaves out contradicts nothing.
 * @param fields columns that are compared, by the name under which the graph shows them
 */
export function conflictsOf<C extends Claim>(
  shown: object & { readonly sourceSystem: string },
  claims: readonly C[],
  fields: Readonly<Record<string, string>>,
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
