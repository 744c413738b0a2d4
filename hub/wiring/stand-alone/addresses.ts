import { Kind, parse } from 'graphql';

/** Names and addresses of the subgraphs, as composition wrote them into the supergraph. */
export function addressesIn(supergraphSdl: string): Record<string, string> {
  const addresses: Record<string, string> = {};
  for (const definition of parse(supergraphSdl, { noLocation: true }).definitions) {
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
  return addresses;
}
