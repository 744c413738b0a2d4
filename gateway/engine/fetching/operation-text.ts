/** The fixed parts of a fetch's body: everything but the values of its variables. */
export interface BodyText {
  /** `{"query":"…","operationName":"…"` */
  readonly head: string;
  /** Variables of the normal form that the fetch uses, each with its quoted name and colon. */
  readonly uses: readonly (readonly [slot: string, quoted: string])[];
}

/** Writes down, once, what every fetch of a step sends. The operation gets a name by which a subgraph's log finds it. */
export function bodyText(operation: string, name: string, variableUsages: readonly string[] = []): BodyText {
  const { query, operationName } = named(operation, name);
  return {
    head: `{"query":${JSON.stringify(query)},"operationName":${JSON.stringify(operationName)}`,
    uses: variableUsages.map((slot) => [slot, `${JSON.stringify(slot)}:`]),
  };
}

/** `hub_human_resources_2`: a name of ours, never the client's. */
export function operationName(subgraph: string, step: number): string {
  return `hub_${subgraph.replace(/\W/g, '_')}_${step}`;
}

function named(operation: string, name: string): { query: string; operationName: string } {
  if (operation.startsWith('{')) return { query: `query ${name}${operation}`, operationName: name };
  const [, kind, theirs, rest] = /^(query|mutation|subscription)\b\s*(\w*)(.*)$/s.exec(operation)!;
  const known = theirs || name;
  return { query: `${kind} ${known}${rest}`, operationName: known };
}

/** A fetch's body for one request: `more` holds further variables as JSON members. */
export function body(
  { head, uses }: BodyText,
  json: (slot: string) => string | undefined,
  more = '',
): string {
  let members = more;
  for (const [slot, quoted] of uses) {
    const value = json(slot);
    if (value !== undefined) members += `${members === '' ? '' : ','}${quoted}${value}`;
  }
  return members === '' ? `${head}}` : `${head},"variables":{${members}}}`;
}
