import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, parse } from 'graphql';
import { compileQuery } from 'graphql-jit';
import { assertionMemory, checkAssertion } from '../../../kernel/assertion.ts';
import type { SubgraphAnswer, SubgraphTransport } from '../../../kernel/transport.ts';
import { keyring } from './running-gateway.ts';

/** A department in this process: the same schema through graphql-jit, the same assertion check. */
export function inProcess(
  name: string,
  sdl: string,
  resolvers: object,
): SubgraphTransport & { hangs: boolean } {
  type Modules = Extract<Parameters<typeof buildSubgraphSchema>[0], unknown[]>;
  const schema = buildSubgraphSchema([
    { typeDefs: parse(sdl) as DocumentNode, resolvers },
  ] as unknown as Modules);
  const check = {
    key: keyring.secret(`assertion/${name}`),
    subgraph: name,
    remembered: assertionMemory(1000),
  };
  const transport = {
    kind: 'in-process' as const,
    hangs: false,
    async send({ body, assertion }: { body: string; assertion: string }): Promise<SubgraphAnswer> {
      if (transport.hangs) await new Promise(() => {});
      const claims = checkAssertion(assertion, body, { ...check, now: new Date() });
      const { query, variables, operationName } = JSON.parse(body);
      const compiled = compileQuery(schema, parse(query), operationName);
      if (!('query' in compiled)) return compiled as SubgraphAnswer;
      return (await compiled.query({}, claims, variables ?? {})) as SubgraphAnswer;
    },
    healthy: async () => true,
    close: async () => {},
  };
  return transport;
}
