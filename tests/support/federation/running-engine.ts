import { randomBytes, randomUUID } from 'node:crypto';
import type { ApolloServer } from '@apollo/server';
import { type FormattedExecutionResult, GraphQLError } from 'graphql';
import pino from 'pino';
import { apolloServer } from '../../../gateway/apollo-server.ts';
import { apolloEngine } from '../../../gateway/engine/apollo-engine.ts';
import { tapped } from '../../../gateway/engine/tapped.ts';
import type { SubgraphWay } from '../../../gateway/engine/ask-subgraph.ts';
import type { Engine } from '../../../gateway/engine/engine.ts';
import type { Session } from '../../../gateway/session.ts';
import { hubCaller } from '../../../kernel/caller.ts';
import type { SubgraphTransport } from '../../../kernel/transport.ts';

export type EngineName = 'hub' | 'apollo';

/** What a client would send. */
export interface Question {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

export type Answer = Pick<FormattedExecutionResult<Record<string, unknown>>, 'data' | 'errors'>;

/** An engine behind the real shell (parsing, validation), without gate and without HTTP. */
export interface RunningEngine {
  ask(question: Question): Promise<Answer>;
  stop(): Promise<void>;
}

const TIMEOUT_MS = 10_000;
const log = pino({ level: process.env.HUB_LOG_LEVEL ?? 'silent' });

/** Starts one engine over any supergraph; `transports` has the way to each of its subgraphs. */
export async function runningEngine(
  name: EngineName,
  supergraphSdl: string,
  transports: Readonly<Record<string, SubgraphTransport>>,
): Promise<RunningEngine> {
  const assertionKey = randomBytes(32);
  const wayTo = (subgraph: string): SubgraphWay => {
    const transport = transports[subgraph];
    if (transport === undefined) throw new Error(`no way to ${subgraph}`);
    return { name: subgraph, transport, assertionKey, timeoutMs: TIMEOUT_MS, log };
  };
  const engine = await engineOf(name, supergraphSdl, wayTo);
  const server = apolloServer({
    ...tapped(engine),
    gate: () => ({ cost: 0 }),
    formatError: (formatted) => formatted,
    introspection: true,
    csrfPrevention: false,
    log,
  });
  await server.start();
  return { ask: (question) => askServer(server, question), stop: () => server.stop() };
}

async function engineOf(
  name: EngineName,
  supergraphSdl: string,
  wayTo: (subgraph: string) => SubgraphWay,
): Promise<Engine> {
  if (name === 'apollo') return apolloEngine(supergraphSdl, wayTo, log);
  const { hubEngine } = await import('../../../gateway/engine/hub-engine.ts');
  return hubEngine(supergraphSdl, wayTo, log);
}

async function askServer(server: ApolloServer<Session>, question: Question): Promise<Answer> {
  const contextValue: Session = {
    requestId: randomUUID(),
    caller: hubCaller('federation tests'),
    clear: [],
    losses: [],
    unseen: [],
  };
  const { body } = await server.executeOperation(question, { contextValue });
  if (body.kind !== 'single') throw new GraphQLError('an answer in parts was not asked for');
  // What a client reads is what survives JSON.
  return JSON.parse(JSON.stringify(body.singleResult)) as Answer;
}
