import { membersIn } from './make-abstracts.ts';
import { type Abstract, entityNamed, type Model, namedIn, presenceOf } from './model.ts';

/** Draws the consequences of what was made: every subgraph gets the types and keys that its fields lead to. */
export function settle(model: Model): void {
  for (const subgraph of model.subgraphs) {
    for (const name of valuesIn(model, subgraph))
      for (const { type } of model.values.find((value) => value.name === name)!.fields) {
        const entity = entityNamed(model, namedIn(type));
        if (entity === undefined || entity.at.has(subgraph)) continue;
        presenceOf(entity, subgraph).isStub = true;
      }
    for (const abstract of abstractsIn(model, subgraph).filter(({ kind }) => kind === 'interface'))
      for (const member of membersIn(model, abstract, subgraph))
        entityNamed(model, member)?.at.get(subgraph)?.keys.add('id');
  }
  for (const { at, fields } of model.entities)
    for (const [subgraph, presence] of at)
      if (fields.some(({ owners, overrides }) => owners.includes(subgraph) || overrides === subgraph))
        presence.isStub = false;
}

/** Types that fields of this subgraph have, declared or answered. */
export function typesIn(model: Model, subgraph: string): Set<string> {
  const types = new Set<string>();
  for (const { owners, external, overrides, type } of [
    ...model.roots,
    ...model.entities.filter(({ at }) => at.has(subgraph)).flatMap(({ fields }) => fields),
  ])
    if (owners.includes(subgraph) || external.has(subgraph) || overrides === subgraph)
      types.add(namedIn(type));
  return types;
}

/** Abstract types of a subgraph: those its fields return, and the interface whose home it is. */
export function abstractsIn(model: Model, subgraph: string): Abstract[] {
  const types = typesIn(model, subgraph);
  return model.abstracts.filter(
    ({ name, definedIn }) => definedIn === subgraph || (definedIn === undefined && types.has(name)),
  );
}

/** Value types of a subgraph, with those inside them and inside its unions. */
export function valuesIn(model: Model, subgraph: string): Set<string> {
  const reached = typesIn(model, subgraph);
  for (const { members } of abstractsIn(model, subgraph)) for (const member of members) reached.add(member);
  const found = new Set<string>();
  const reach = (name: string): void => {
    const value = model.values.find((it) => it.name === name);
    if (value === undefined || found.has(name)) return;
    found.add(name);
    for (const { type } of value.fields) reach(namedIn(type));
  };
  for (const name of reached) reach(name);
  return found;
}
