import type { WorldOptions } from './make-model.ts';
import { field } from './make-plain-fields.ts';
import { type Entity, entityNamed, type Field, type Model, namedIn } from './model.ts';
import type { Random } from './random.ts';

/** Fields for which a subgraph must be told others (@requires), and fields it gives along (@provides). */
export function dependentFields(model: Model, choose: Random, options: WorldOptions): void {
  for (const entity of model.entities) {
    if (entity.standsFor !== undefined && choose.chance(0.6)) overInterface(entity);
    for (const name of ['sum', 'total'].slice(0, choose.int(0, 2))) {
      const owner = choose.pick([...entity.at.keys()]);
      const needs = choose.sample(needable(model, entity, owner, options), 1, 3);
      if (needs.length === 0) continue;
      const requires = needs.map((it) => needOf(model, it, owner, choose)).join(' ');
      entity.fields.push({ ...field(name, 'String', [owner]), requires });
    }
  }
  for (const entity of model.entities)
    entity.fields.forEach((it, place) => {
      const provides = choose.chance(0.4) ? givenAlong(model, it, choose) : undefined;
      if (provides !== undefined) entity.fields[place] = { ...it, provides };
    });
}

/** An interface object may require a field of the interface it knows nothing else of. */
function overInterface(entity: Entity): void {
  entity.fields.push({ ...field('mLabel', 'String', []), external: new Set([entity.home]) });
  entity.fields.push({ ...field('gist', 'String', [entity.home]), requires: 'mLabel' });
}

/** Fields another subgraph answers, that this one could require. */
function needable(model: Model, entity: Entity, owner: string, options: WorldOptions): Field[] {
  return entity.fields.filter((it) => {
    if (
      it.owners.length === 0 ||
      it.owners.includes(owner) ||
      it.fails ||
      it.inaccessible ||
      it.overrides === owner
    )
      return false;
    if (
      it.args.length > 0 &&
      (options.requiresArguments === false || it.args.some(({ name }) => name === 'box'))
    )
      return false;
    const target = namedIn(it.type);
    const reference = entityNamed(model, target);
    if (reference !== undefined) return reference.standsFor === undefined && reference.at.has(owner);
    return (
      !model.abstracts.some(({ name }) => name === target) &&
      !model.values.some((v) => v.name === target && v.split)
    );
  });
}

function needOf(model: Model, it: Field, owner: string, choose: Random): string {
  it.external.add(owner);
  const target = entityNamed(model, namedIn(it.type));
  if (target !== undefined) {
    const [key] = target.at.get(owner)!.keys;
    const [other] = plainOf(target, owner, choose);
    other?.external.add(owner);
    return `${it.name} { ${key}${other === undefined ? '' : ` ${other.name}`} }`;
  }
  if (namedIn(it.type) === 'V0') return `${it.name} { ${choose.pick(['a', 'b', 'a b', 'b deep { a }'])} }`;
  if (it.args.length === 0) return it.name;
  const given: Record<string, string> = {
    suffix: '"q"',
    upper: 'true',
    kind: 'BLUE',
    picks: '[1, 2]',
    first: '2',
  };
  return `${it.name}(${it.args.map(({ name }) => `${name}: ${given[name]}`).join(', ')})`;
}

/** Leaf fields of an entity that this subgraph does not answer itself. */
function plainOf(target: Entity, owner: string, choose: Random): Field[] {
  const able = target.fields.filter(
    (it) =>
      it.args.length === 0 &&
      it.requires === undefined &&
      !it.fails &&
      !it.inaccessible &&
      !it.owners.includes(owner) &&
      it.overrides === undefined &&
      /^(String|Int|ID|Float|Boolean|Kind)!?$/.test(it.type),
  );
  return choose.sample(able, 0, 1);
}

function givenAlong(model: Model, it: Field, choose: Random): string | undefined {
  const target = entityNamed(model, namedIn(it.type));
  const [owner] = it.owners;
  if (target === undefined || target.standsFor !== undefined || it.owners.length !== 1) return undefined;
  const [given] = plainOf(target, owner!, choose);
  given?.external.add(owner!);
  given?.providedBy.add(owner!);
  return given?.name;
}
