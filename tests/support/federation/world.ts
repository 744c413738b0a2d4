import { composeServices } from '@apollo/composition';
import { type GraphQLSchema, parse } from 'graphql';
import type { SubgraphTransport } from '../../../kernel/transport.ts';
import { makeItems } from './items.ts';
import { makeModel, type WorldOptions } from './make-model.ts';
import type { Model } from './model.ts';
import { clientSchema, oracle } from './oracle.ts';
import { subgraphSdlOf } from './print-subgraph.ts';
import { random } from './random.ts';
import type { Answer, Question } from './running-engine.ts';
import { type Fetch, schemaTransport } from './schema-transport.ts';
import { subgraphSchema } from './subgraph-schema.ts';

/** A generated federated graph with data, its subgraphs, and a monolith that knows every answer. */
export interface World {
  readonly seed: number;
  readonly model: Model;
  readonly supergraphSdl: string;
  readonly subgraphSdls: Readonly<Record<string, string>>;
  /** What clients see. */
  readonly schema: GraphQLSchema;
  readonly transports: Readonly<Record<string, SubgraphTransport>>;
  /** Every fetch the subgraphs got; to be emptied by whoever looks. */
  readonly sent: Fetch[];
  /** Everything a subgraph should not have been asked; likewise. */
  readonly complaints: string[];
  oracle(question: Question): Answer;
}

const ATTEMPTS = 40;

/** The world of a seed. Some draws do not compose (no way to a field, for instance): then the next is taken. */
export function makeWorld(seed: number, options: WorldOptions = {}): World {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const choose = random(seed * ATTEMPTS + attempt);
    const model = makeModel(choose, options);
    const sdls = Object.fromEntries(model.subgraphs.map((name) => [name, subgraphSdlOf(model, name)]));
    const supergraphSdl = composed(sdls).supergraphSdl;
    if (supergraphSdl === undefined) continue;
    const items = makeItems(model, choose);
    const schema = clientSchema(supergraphSdl);
    const sent: Fetch[] = [];
    const complaints: string[] = [];
    const holdings = { model, items, complaints };
    const transports = Object.fromEntries(
      Object.entries(sdls).map(([name, sdl]) => [
        name,
        schemaTransport(name, subgraphSchema(holdings, name, sdl), sent),
      ]),
    );
    const ask = oracle(model, items, schema);
    return {
      seed,
      model,
      supergraphSdl,
      subgraphSdls: sdls,
      schema,
      transports,
      sent,
      complaints,
      oracle: ask,
    };
  }
  throw new Error(`no world of seed ${seed} composes`);
}

/** A supergraph of subgraphs that are given by name, or why there is none. */
export function composed(sdls: Readonly<Record<string, string>>): {
  supergraphSdl?: string;
  problems: string[];
} {
  const services = Object.entries(sdls).map(([name, sdl]) => ({
    name,
    url: `http://127.0.0.1/${name}`,
    typeDefs: parse(sdl),
  }));
  const { supergraphSdl, errors = [] } = composeServices(services);
  return { ...(supergraphSdl && { supergraphSdl }), problems: errors.map(({ message }) => message) };
}
