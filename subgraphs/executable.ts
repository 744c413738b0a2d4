import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, type GraphQLSchema, parse } from 'graphql';
import type { Page } from '../ledger/reader.ts';
import { scalars } from '../schema/scalars.ts';
import { subgraphSdl } from '../schema/subgraph-sdl.ts';
import { keepReads } from './asked-fields.ts';
import { askingInForm } from './asked-identifiers.ts';
import { ledgerResolvers } from './ledger-resolvers.ts';
import { ledgerSdl } from './ledger-sdl.ts';
import { projectFreshnessResolvers, projectFreshnessSdl } from './project-freshness.ts';
import { type Composed, masked } from './masking.ts';
import { refusingReversed } from './reversed-periods.ts';
import { mergeResolvers } from './resolvers.ts';
import type { Resolver, Resolvers, Subgraph } from './subgraph.ts';
import { verdictResolvers } from './verdict-resolvers.ts';
import { withdrawalResolvers } from './withdrawals.ts';

type ResolverMap =
  Extract<Parameters<typeof buildSubgraphSchema>[0], readonly unknown[]> extends readonly (infer Module)[]
    ? Module extends { resolvers?: infer Map }
      ? Map
      : never
    : never;

/** A subgraph's schema, ready to run: its SDL with the shared shapes, its resolvers, the masks around them. */
export function executable(subgraph: Subgraph, composed: Composed = () => undefined): GraphQLSchema {
  const typeDefs = parse(fullSdl(subgraph));
  refuseMisspelt(subgraph, typeDefs);
  const { Mutation, ...others } = mergeResolvers([
    subgraph.resolvers,
    ledgerResolvers(subgraph),
    withdrawalResolvers(subgraph),
    projectFreshnessResolvers(subgraph),
  ]);
  const resolvers = {
    ...scalarsOf(typeDefs),
    ...countedConnections(typeDefs),
    ...(declares(typeDefs, 'Verdict') && verdictResolvers),
    ...others,
    ...(Mutation && { Mutation: apart(Mutation) }),
  };
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: resolvers as ResolverMap }]);
  keepReads(schema, others);
  return refusingReversed(askingInForm(masked(schema, typeDefs, composed)));
}

/**
 * Each change of a request by itself (逐个变更): what was read before it is not answered after it, and it need not wait for a connection
 * while the request holds one for reading.
 */
function apart(changes: Resolvers[string]): Resolvers[string] {
  return Object.fromEntries(
    Object.entries(changes).map(([name, change]): [string, Resolver] => [
      name,
      async (root, args, context, info) => {
        await context.forget();
        const changed = await change(root, args, context, info);
        await context.forget();
        return changed;
      },
    ]),
  );
}

/** A list counts its total only when asked, and then once for both fields and in one statement for all of its siblings. */
function countedConnections(typeDefs: DocumentNode): Resolvers {
  const connections = typeDefs.definitions.flatMap((one) =>
    one.kind === 'ObjectTypeDefinition' && one.name.value.endsWith('Connection') ? [one.name.value] : [],
  );
  return Object.fromEntries(connections.map((name) => [name, counted]));
}

const counted: Resolvers[string] = {
  totalCount: async (page: Page<unknown>) => (await page.total()).count,
  totalIsEstimate: async (page: Page<unknown>) => (await page.total()).isEstimate,
};

const declares = (typeDefs: DocumentNode, type: string): boolean =>
  typeDefs.definitions.some((one) => one.kind === 'ObjectTypeDefinition' && one.name.value === type);

/** The SDL a subgraph gives to composition. */
export const fullSdl = (subgraph: Subgraph): string =>
  subgraphSdl(subgraph.name, `${subgraph.sdl}\n${ledgerSdl(subgraph)}${projectFreshnessSdl(subgraph)}`);

function scalarsOf(typeDefs: DocumentNode): Record<string, unknown> {
  const declared = new Set(
    typeDefs.definitions.flatMap((one) => (one.kind === 'ScalarTypeDefinition' ? [one.name.value] : [])),
  );
  return Object.fromEntries(Object.entries(scalars).filter(([name]) => declared.has(name)));
}

/** The schema builder ignores a resolver for a field that does not exist; here it stops the start. */
function refuseMisspelt(subgraph: Subgraph, typeDefs: DocumentNode): void {
  const fields = new Map<string, Set<string>>();
  for (const definition of typeDefs.definitions) {
    if (!('fields' in definition) || !definition.name) continue;
    const known = fields.get(definition.name.value) ?? new Set<string>();
    for (const field of definition.fields ?? []) known.add(field.name.value);
    fields.set(definition.name.value, known);
  }
  const wrong = Object.entries(subgraph.resolvers).flatMap(([type, resolvers]) =>
    Object.keys(resolvers)
      .filter((field) => !field.startsWith('__') && !fields.get(type)?.has(field))
      .map((field) => `${type}.${field}`),
  );
  if (wrong.length > 0)
    throw new Error(`${subgraph.name} resolves what its SDL does not have: ${wrong.join(', ')}`);
}
