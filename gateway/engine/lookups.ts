import { type DocumentNode, Kind } from 'graphql';
import { directivesNamed } from '../../schema/directives.ts';
import { linksOf } from '../../schema/links.ts';
import { LOOKUP_SPEC } from '../../schema/subgraph-sdl.ts';
import { namedType } from '../../schema/connections.ts';

/** Root query fields that find an entity by its key (`@lookup`), each with the type it finds. */
export type Lookups = ReadonlyMap<string, string>;

/** Those of a supergraph; none where it does not link to the hub's `@lookup`. */
export function lookupsOf(supergraph: DocumentNode): Lookups {
  const directive = linksOf(supergraph)
    .find(({ url }) => url === LOOKUP_SPEC)
    ?.nameOf('lookup');
  if (directive === undefined) return new Map();
  return new Map(
    supergraph.definitions.flatMap((node) =>
      node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value === queryType(supergraph)
        ? (node.fields ?? []).flatMap((field) =>
            directivesNamed(field, directive).map((): [string, string] => [
              field.name.value,
              namedType(field.type),
            ]),
          )
        : [],
    ),
  );
}

function queryType(supergraph: DocumentNode): string {
  const operations = supergraph.definitions.flatMap((node) =>
    node.kind === Kind.SCHEMA_DEFINITION ? node.operationTypes : [],
  );
  return operations.find(({ operation }) => operation === 'query')?.type.name.value ?? 'Query';
}
