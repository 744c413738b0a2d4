import { membersIn } from './make-abstracts.ts';
import { field, wrapped } from './make-plain-fields.ts';
import { type Entity, ENTITIES_OF_TYPE, type Model, namedIn, type Root } from './model.ts';
import type { Random } from './random.ts';

/** Ways into the world: lists, single entities by id, abstract ones; some in two subgraphs at once. */
export function makeRoots(model: Model, choose: Random): void {
  for (const subgraph of model.subgraphs) {
    for (const entity of model.entities.filter((it) => it.at.has(subgraph))) {
      if (!choose.chance(entity.home === subgraph ? 0.9 : 0.25)) continue;
      model.roots.push(choose.chance(0.7) ? listOf(entity, subgraph, choose) : oneOf(entity, subgraph));
    }
    for (const abstract of model.abstracts) {
      if (membersIn(model, abstract, subgraph).length === 0 || !choose.chance(0.4)) continue;
      const name = `${subgraph}${abstract.name}s`;
      const type = wrapped(abstract.name, ['[T!]!', '[T]', '[[T!]]', 'T'], choose);
      model.roots.push({ ...field(name, type, [subgraph]), gives: 'some' });
    }
    if (!model.roots.some(({ owners }) => owners.includes(subgraph)))
      model.roots.push({ ...field(`${subgraph}Alive`, 'Boolean!', [subgraph]), gives: 'some' });
  }
  const [shared] = choose.sample(
    model.entities.filter(({ at, standsFor }) => at.size > 1 && !standsFor),
    0,
    1,
  );
  if (shared === undefined) return;
  const owners = choose.sample([...shared.at.keys()], 2, 2);
  model.roots.push({ ...field('shared', `[${shared.name}!]`, owners), gives: 'all' });
}

function listOf({ name }: Entity, subgraph: string, choose: Random): Root {
  const type = wrapped(name, ['[T!]!', '[T]', '[T!]'], choose);
  const args = choose.chance(0.3) ? [{ name: 'first', type: 'Int = 3' }] : [];
  return { ...field(`${subgraph}${name}s`, type, [subgraph], args), gives: 'all' };
}

function oneOf({ name }: Entity, subgraph: string): Root {
  const args = [{ name: 'id', type: 'ID!' }];
  return { ...field(`${subgraph}${name}`, name, [subgraph], args), gives: 'byId' };
}

/**
 * Lets some subgraphs not know some entities. Only where one key and nothing but a reference from outside leads to the
 * entity, so that the answer does not depend on the way a planner takes.
 */
export function forgetSome(model: Model, choose: Random): void {
  for (const entity of model.entities) {
    if (entity.standsFor !== undefined) continue;
    for (const [subgraph, presence] of entity.at) {
      if (subgraph === entity.home || presence.isStub || presence.keys.size > 1) continue;
      if (leadsTo(model, entity, subgraph) || !isBystander(entity, subgraph)) continue;
      for (const place of choose.sample([...Array(ENTITIES_OF_TYPE).keys()], 0, 2))
        presence.forgotten.add(place);
    }
  }
}

function leadsTo(model: Model, entity: Entity, subgraph: string): boolean {
  const names = new Set([entity.name]);
  for (const { name, members } of model.abstracts) if (members.includes(entity.name)) names.add(name);
  // Value types are in every subgraph, with all they refer to.
  const typesOf = [...model.entities, ...model.values].flatMap(({ fields }) => fields);
  return [...typesOf, ...model.roots].some(
    ({ type, owners, external }) =>
      names.has(namedIn(type)) && (owners.includes(subgraph) || external.has(subgraph)),
  );
}

/** Answers only fields of its own, that nobody requires. */
function isBystander({ fields }: Entity, subgraph: string): boolean {
  const own = fields.filter(({ owners, overrides }) => owners.includes(subgraph) || overrides === subgraph);
  return (
    own.length > 0 &&
    own.every(({ owners, external, overrides }) => owners.length === 1 && external.size === 0 && !overrides)
  );
}
