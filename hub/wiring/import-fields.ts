import { readFileSync } from 'node:fs';
import { Kind, parse } from 'graphql';
import type { CountyMapping } from '../../adapters/county-self-built/county-mapping.ts';
import { datasetOperations } from '../../adapters/county-self-built/datasets.ts';

/**
 * What a county's mapping names that the graph does not take (未知字段): datasets, and fields of their records. One such field
 * would have every submission refused whole.
 */
export function unknownIn(county: CountyMapping): string[] {
  const supergraph = readFileSync(SUPERGRAPH, 'utf8');
  return county.sheets.flatMap(({ name, targets }) =>
    targets.flatMap(({ dataset, rules }) => {
      const fields = fieldsOf(datasetOperations[dataset!]?.input ?? '', supergraph);
      if (!fields)
        return [
          `${name}: there is no dataset ${dataset} for rows; there are ${Object.keys(datasetOperations).join(', ')}`,
        ];
      return rules
        .filter(({ to }) => !fields.has(to))
        .map(({ to }) => `${name}: ${dataset} has no field ${to}`);
    }),
  );
}

/** The fields of one input type; null when there is none of this name. Only its own text is parsed. */
function fieldsOf(input: string, supergraph: string): ReadonlySet<string> | null {
  const from = input === '' ? -1 : supergraph.search(new RegExp(`^input ${input}\\b`, 'm'));
  if (from < 0) return null;
  const text = supergraph.slice(from, supergraph.indexOf('\n}', from) + 2);
  const [found] = parse(text, { noLocation: true }).definitions;
  return found?.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION
    ? new Set(found.fields?.map(({ name }) => name.value))
    : null;
}

// Not by way of wiring/supergraph.ts: the composition it imports weighs more than the whole import.
const SUPERGRAPH = new URL('../../schema/supergraph.graphql', import.meta.url);
