import { type Entity, type Model, presenceOf } from './model.ts';
import type { Random } from './random.ts';

/** Interfaces over entities that share a field, and unions of entities and value types. */
export function makeAbstracts(model: Model, choose: Random): void {
  const names = model.entities.filter((it) => it.standsFor === undefined).map(({ name }) => name);
  for (const name of choose.sample(['I0', 'I1'], 0)) {
    const members = choose.sample(names, 2, 3);
    model.abstracts.push({ kind: 'interface', name, members, shared: [`${name.toLowerCase()}Label`] });
  }
  if (choose.chance(0.7))
    model.abstracts.push({
      kind: 'union',
      name: 'U0',
      members: [...choose.sample(names, 1, 3), ...choose.sample(['V0'], 0)],
      shared: [],
    });
}

/**
 * An interface with a key whose implementations one subgraph has, and which another subgraph extends without knowing
 * them (@interfaceObject).
 */
export function makeInterfaceObject(model: Model, choose: Random): void {
  const [home, stranger] = choose.sample(model.subgraphs, 2, 2) as [string, string];
  const members = ['F0', 'F1'];
  for (const name of members) {
    const entity: Entity = { name, home, keys: ['id'], at: new Map(), fields: [] };
    presenceOf(entity, home);
    for (const other of model.subgraphs)
      if (other !== stranger && other !== home && choose.chance(0.3)) presenceOf(entity, other);
    model.entities.push(entity);
  }
  const media: Entity = {
    name: 'M',
    home: stranger,
    keys: ['id'],
    at: new Map(),
    fields: [],
    standsFor: members,
  };
  presenceOf(media, stranger);
  model.entities.push(media);
  const shared = ['mLabel'];
  model.abstracts.push({ kind: 'interface', name: 'M', members, shared, definedIn: home });
}

/** The members of an abstract type that a subgraph has, and so may answer with. */
export function membersIn(
  model: Model,
  { members, definedIn }: Model['abstracts'][number],
  subgraph: string,
) {
  if (definedIn !== undefined && definedIn !== subgraph) return [];
  return members.filter((name) => {
    const entity = model.entities.find((it) => it.name === name);
    return entity === undefined || entity.at.has(subgraph);
  });
}
