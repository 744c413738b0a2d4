import { readFileSync } from 'node:fs';
import { Kind, parse } from 'graphql';
import type { CountyMapping } from '../../adapters/county-self-built/county-mapping.ts';
import { datasetOperations } from '../../adapters/county-self-built/datasets.ts';

/**
 * What a county's mapping names that the graph does not take (未知字段): datasets, and fields of their records. One such field
 * would have every submission refused whole.
 */
export function unknownIn(county: CountyMapping): string[] {
  const inputs = new Map(
    parse(readFileSync(SUPERGRAPH, 'utf8'), { noLocation: true })
      .definitions.filter((one) => one.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION)
      .map((one) => [one.name.value, new Set(one.fields?.map(({ name }) => name.value))]),
  );
  return county.sheets.flatMap(({ name, targets }) =>
    targets.flatMap(({ dataset, rules }) => {
      const fields = inputs.get(datasetOperations[dataset!]?.input ?? '');
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

// Not by way of wiring/supergraph.ts: the composition it imports weighs more than the whole import.
const SUPERGRAPH = new URL('../../schema/supergraph.graphql', import.meta.url);
