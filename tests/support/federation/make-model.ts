import { makeAbstracts, makeInterfaceObject } from './make-abstracts.ts';
import { dependentFields } from './make-dependent-fields.ts';
import { plainFields } from './make-plain-fields.ts';
import { forgetSome, makeRoots } from './make-roots.ts';
import { settle } from './settle.ts';
import { type Entity, KEY_FIELDS, type Model, presenceOf } from './model.ts';
import type { Random } from './random.ts';

/** What a generated world may have beyond the plain; all on unless said. */
export interface WorldOptions {
  /** Arguments inside @requires; the reference engine plans them wrongly. */
  readonly requiresArguments?: boolean;
  readonly inaccessible?: boolean;
}

/** Draws one world. The same choices give the same world. */
export function makeModel(choose: Random, options: WorldOptions): Model {
  const subgraphs = Array.from({ length: choose.int(2, 6) }, (_, place) => `s${place}`);
  const model: Model = { subgraphs, entities: [], values: [], abstracts: [], roots: [] };
  const count = choose.int(2, 4);
  for (let place = 0; place < count; place++) model.entities.push(makeEntity(`E${place}`, subgraphs, choose));
  if (choose.chance(0.4)) makeInterfaceObject(model, choose);
  makeAbstracts(model, choose);
  plainFields(model, choose, options);
  dependentFields(model, choose, options);
  makeRoots(model, choose);
  settle(model);
  forgetSome(model, choose);
  return model;
}

function makeEntity(name: string, subgraphs: readonly string[], choose: Random): Entity {
  const home = choose.pick(subgraphs);
  const keys = ['id', ...choose.sample(Object.keys(KEY_FIELDS).slice(1), 0, 2)];
  const entity: Entity = { name, home, keys, at: new Map(), fields: [] };
  for (const subgraph of subgraphs) {
    if (subgraph !== home && choose.chance(0.4)) continue;
    const presence = presenceOf(entity, subgraph, choose.pick(keys));
    for (const key of subgraph === home ? keys : choose.sample(keys, 0, 1)) presence.keys.add(key);
  }
  return entity;
}
