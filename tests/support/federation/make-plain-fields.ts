import { membersIn } from './make-abstracts.ts';
import type { WorldOptions } from './make-model.ts';
import { type Argument, type Entity, type Field, type Model, presenceOf } from './model.ts';
import type { Random } from './random.ts';

const LEAVES = ['String', 'Int', 'Float', 'Boolean', 'ID', 'Kind', 'Mood', 'Json', '[String!]', '[[Int]!]'];
const NAMES = ['name', 'title', 'size', 'rank', 'open', 'kind', 'mood', 'note', 'blob', 'price'];
const ARGUMENTS: readonly Argument[] = [
  { name: 'suffix', type: 'String = "d"' },
  { name: 'upper', type: 'Boolean' },
  { name: 'kind', type: 'Kind = RED' },
  { name: 'picks', type: '[Int!]' },
  { name: 'box', type: 'Box' },
];

/** Fields that need nothing but the entity: leaves, value types, references, lists in lists, abstract ones. */
export function plainFields(model: Model, choose: Random, options: WorldOptions): void {
  valueTypes(model, choose);
  for (const entity of model.entities) {
    const subgraphs = [...entity.at.keys()];
    // An interface object's fields are fields of all the types it stands for: the names must differ.
    const own = (name: string) => (entity.standsFor === undefined ? name : `m_${name}`);
    for (const name of choose.sample(NAMES, 3, 7))
      entity.fields.push(leaf(own(name), subgraphs, choose, options));
    for (const { shared } of model.abstracts.filter(({ members }) => members.includes(entity.name)))
      for (const name of shared)
        entity.fields.push(
          field(name, 'String', name === 'mLabel' ? [entity.home] : owners(subgraphs, choose)),
        );
    for (const name of choose.sample(['detail', 'details'], 0)) valueField(model, entity, own(name), choose);
    for (const name of choose.sample(['friend', 'friends', 'grid', 'peer'], 1, 3))
      entity.fields.push({ ...reference(model, name, subgraphs, choose), name: own(name) });
    if (entity.standsFor === undefined && choose.chance(0.5)) abstractField(model, entity, choose);
  }
}

/** A field with nothing special about it. */
export function field(name: string, type: string, owning: string[], args: readonly Argument[] = []): Field {
  return { name, type, args, owners: owning, external: new Set(), providedBy: new Set() };
}

/** The type in a random wrapping of lists and bangs. */
export function wrapped(type: string, shapes: readonly string[], choose: Random): string {
  return choose.pick(shapes).replace('T', type);
}

const owners = (subgraphs: readonly string[], choose: Random): string[] =>
  choose.sample(subgraphs, 1, choose.chance(0.25) ? 2 : 1);

function leaf(name: string, subgraphs: readonly string[], choose: Random, options: WorldOptions): Field {
  const type = choose.chance(0.4) ? 'String' : choose.pick(LEAVES);
  const isText = type === 'String' && choose.chance(0.4);
  const plain = field(
    name,
    wrapped(type, ['T', 'T', 'T!'], choose),
    owners(subgraphs, choose),
    isText ? choose.sample(ARGUMENTS, 1, 2) : [],
  );
  if (choose.chance(0.08) && !plain.type.endsWith('!'))
    return { ...plain, owners: plain.owners.slice(0, 1), fails: true };
  if (options.inaccessible !== false && choose.chance(0.05)) return { ...plain, inaccessible: true };
  const [from] = subgraphs.filter((it) => !plain.owners.includes(it));
  const isMoved = plain.owners.length === 1 && from !== undefined && choose.chance(0.08);
  return isMoved ? { ...plain, overrides: from } : plain;
}

function valueTypes(model: Model, choose: Random): void {
  const any = [...model.subgraphs];
  const deep = field('deep', wrapped('V1', ['T', '[T]', '[T!]!'], choose), any);
  const target = choose.pick(model.entities.filter(({ name }) => name.startsWith('E')));
  const toEntity = choose.chance(0.4) ? [field('owner', target.name, any)] : [];
  model.values.push(
    { name: 'V0', fields: [field('a', 'Int', any), field('b', 'String!', any), deep] },
    { name: 'V1', fields: [field('a', 'String', any), field('c', 'Kind', any), ...toEntity] },
  );
}

function valueField(model: Model, entity: Entity, name: string, choose: Random): void {
  const subgraphs = [...entity.at.keys()];
  const shapes = name.endsWith('detail') ? ['T', 'T!'] : ['[T!]!', '[T]', '[[T]]', '[[T!]!]!'];
  if (subgraphs.length < 2 || choose.chance(0.6)) {
    entity.fields.push(field(name, wrapped('V0', shapes, choose), owners(subgraphs, choose)));
    return;
  }
  // Two subgraphs give the same value, each another part of it; the way between them is the entity around it.
  const [one, two] = choose.sample(subgraphs, 2, 2) as [string, string];
  const type = `${entity.name}Part${name.length}`;
  const fields = [
    field('left', 'String', [one]),
    field('right', 'Int', [two]),
    field('both', 'ID', [one, two]),
  ];
  model.values.push({ name: type, fields, split: [one, two] });
  entity.fields.push(field(name, wrapped(type, shapes, choose), [one, two]));
}

function reference(model: Model, name: string, subgraphs: readonly string[], choose: Random): Field {
  const owner = choose.pick(subgraphs);
  const strange = (it: Entity) =>
    (it.standsFor !== undefined && it.home !== owner) || isHiddenFrom(model, it, owner);
  const target = choose.pick(model.entities.filter((it) => !strange(it)));
  const isNew = !target.at.has(owner);
  const presence = presenceOf(target, owner, choose.pick(target.keys));
  if (isNew) presence.isStub = choose.chance(0.4);
  const shapes = { friend: ['T', 'T!'], peer: ['T'], friends: ['[T!]!', '[T]'], grid: ['[[T]]', '[[T!]!]!'] };
  const args = name === 'friends' && choose.chance(0.5) ? [{ name: 'first', type: 'Int' }] : [];
  return field(name, wrapped(target.name, shapes[name as keyof typeof shapes], choose), [owner], args);
}

/** The subgraph of an interface object must not know the types it stands for. */
function isHiddenFrom(model: Model, entity: Entity, subgraph: string): boolean {
  return model.entities.some(({ standsFor, home }) => standsFor?.includes(entity.name) && home === subgraph);
}

function abstractField(model: Model, entity: Entity, choose: Random): void {
  const able = [...entity.at.keys()].flatMap((subgraph) =>
    model.abstracts
      .filter((it) => membersIn(model, it, subgraph).length > 0)
      .map((abstract) => ({ subgraph, abstract })),
  );
  if (able.length === 0) return;
  const { subgraph, abstract } = choose.pick(able);
  const type = wrapped(abstract.name, ['T', '[T]', '[T!]!', '[[T]]'], choose);
  entity.fields.push(field('thing', type, [subgraph]));
}
