import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type AccessTable, accessTable } from '../../schema/access.ts';
import { composeSupergraph } from '../../schema/compose.ts';
import { fullSdl } from '../../subgraphs/executable.ts';
import type { Composed } from '../../subgraphs/masking.ts';
import type { Subgraph } from '../../subgraphs/subgraph.ts';

/** The committed supergraph: composed, reviewed as a diff, never edited. */
export const SUPERGRAPH_FILE = fileURLToPath(new URL('../../schema/supergraph.graphql', import.meta.url));

/** What outsiders were promised of it, in fields and values: what goes from there is taken away from somebody. */
export const PROMISE_FILE = fileURLToPath(new URL('../../schema/promise.graphql', import.meta.url));

export const committedPromise = (): string => readFileSync(PROMISE_FILE, 'utf8');

export const committedSupergraph = (): string => readFileSync(SUPERGRAPH_FILE, 'utf8');

export const addressOf = ({ port }: Subgraph): string => `http://127.0.0.1:${port}/graphql`;

/** The supergraph of these subgraphs. @throws Fault `SCHEMA_INVALID` with every problem */
export const compose = (subgraphs: readonly Subgraph[]): string =>
  composeSupergraph(subgraphs.map((one) => ({ name: one.name, url: addressOf(one), sdl: fullSdl(one) })))
    .supergraphSdl;

/** How the committed supergraph classifies each field: the strictest of all departments' statements (分级从严). */
export function composedClassification(): Composed {
  table ??= accessTable(committedSupergraph());
  const known = table;
  return (type, field) => {
    const access = known.field(type, field);
    return access?.classification && { level: access.classification, mask: access.mask ?? 'NULL' };
  };
}

let table: AccessTable | undefined;
