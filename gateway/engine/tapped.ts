import type { GraphQLSchema } from 'graphql';
import type { Engine, EngineAnswer } from './engine.ts';

type Loaded = NonNullable<Awaited<ReturnType<Engine['load']>>['executor']>;
export type Executor = (request: Parameters<Loaded>[0]) => Promise<EngineAnswer> | ReturnType<Loaded>;

/** An engine of which the executor that Apollo Server was given when it loaded it can be had as well. */
export interface Tapped<E extends Engine> {
  engine: E;
  /** @throws Error before the engine is loaded */
  executor: Executor;
  /** @throws Error before the engine is loaded */
  schema: () => GraphQLSchema;
}

/** Lets published operations reach the engine beside Apollo Server: an engine is loaded once, by whoever starts it. */
export function tapped<E extends Engine>(engine: E): Tapped<E> {
  let loaded: Loaded | undefined;
  let schema: GraphQLSchema | undefined;
  engine.onSchemaLoadOrUpdate(({ apiSchema }) => {
    schema = apiSchema;
  });
  const load: Engine['load'] = async (options) => {
    const answer = await engine.load(options);
    loaded = answer.executor ?? undefined;
    return answer;
  };
  const there = <T>(one: T | undefined): T => {
    if (one === undefined) throw new Error('the engine has not loaded its supergraph');
    return one;
  };
  return {
    engine: { ...engine, load },
    executor: (request) => there(loaded)(request),
    schema: () => there(schema),
  };
}
