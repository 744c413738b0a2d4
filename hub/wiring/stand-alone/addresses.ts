import { type DocumentNode, Kind, parse } from 'graphql';
import { faults } from '../../../kernel/faults.ts';

/**
 * Names and addresses of the subgraphs, as composition wrote them into the supergraph.
 * @throws Fault `SCHEMA_INVALID` for a text that is no supergraph
 */
export function addressesIn(supergraphSdl: string): Record<string, string> {
  const addresses: Record<string, string> = {};
  for (const definition of parsed(supergraphSdl).definitions) {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph') continue;
    for (const { directives } of definition.values ?? []) {
      const graph = directives?.find((one) => one.name.value === 'join__graph');
      const text = (name: string) => {
        const found = graph?.arguments?.find((one) => one.name.value === name)?.value;
        return found?.kind === Kind.STRING ? found.value : undefined;
      };
      const [name, url] = [text('name'), text('url')];
      if (name !== undefined) addresses[name] = url ?? '';
    }
  }
  if (Object.keys(addresses).length === 0)
    throw faults.SCHEMA_INVALID('it is no supergraph: it names no subgraph (join__Graph)');
  return addresses;
}

function parsed(supergraphSdl: string): DocumentNode {
  try {
    return parse(supergraphSdl, { noLocation: true });
  } catch (error) {
    throw faults.SCHEMA_INVALID(`the supergraph is not GraphQL: ${(error as Error).message}`);
  }
}
