import { membersIn } from './make-abstracts.ts';
import {
  type Abstract,
  type Entity,
  type Field,
  KEY_FIELDS,
  KINDS,
  type Model,
  MOODS,
  type ValueType,
} from './model.ts';
import { abstractsIn, valuesIn } from './settle.ts';

const DIRECTIVES = [
  '@key',
  '@shareable',
  '@external',
  '@requires',
  '@provides',
  '@override',
  '@inaccessible',
  '@interfaceObject',
];

const STANDING = `
scalar Json
enum Kind { ${KINDS.join(' ')} }
enum Mood { ${MOODS.join(' ')} }
input Box { kind: Kind = GREEN, sizes: [Int!]! = [1], inner: Box, note: String }
type Place @shareable { city: String! zip: Int! }
`;

/** The SDL of one subgraph of a world. */
export function subgraphSdlOf(model: Model, subgraph: string): string {
  const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ${JSON.stringify(DIRECTIVES)})`;
  const abstracts = abstractsIn(model, subgraph);
  const values = valuesIn(model, subgraph);
  return [
    link,
    STANDING,
    block('type Query', declared(model.roots, subgraph)),
    ...abstracts.map((it) => abstractSdl(model, it, subgraph)),
    ...model.entities
      .filter(({ at }) => at.has(subgraph))
      .map((it) => entitySdl(model, it, subgraph, abstracts)),
    ...model.values.filter(({ name }) => values.has(name)).map((it) => valueSdl(it, subgraph)),
  ].join('\n');
}

function entitySdl(model: Model, entity: Entity, subgraph: string, abstracts: Abstract[]): string {
  const { keys, isStub } = entity.at.get(subgraph)!;
  const interfaces = abstracts.filter(
    (it) => it.kind === 'interface' && membersIn(model, it, subgraph).includes(entity.name),
  );
  const head = [
    `type ${entity.name}`,
    interfaces.length > 0 ? `implements ${interfaces.map(({ name }) => name).join(' & ')}` : '',
    ...[...keys].map((key) => `@key(fields: "${key}"${isStub ? ', resolvable: false' : ''})`),
    entity.standsFor === undefined ? '' : '@interfaceObject',
  ];
  const lines = [...keys].map((key) => KEY_FIELDS[key]!);
  return block(head.filter(Boolean).join(' '), [...lines, ...declared(entity.fields, subgraph)]);
}

function abstractSdl(model: Model, abstract: Abstract, subgraph: string): string {
  const { kind, name, shared, definedIn } = abstract;
  const members = membersIn(model, abstract, subgraph);
  if (kind === 'union') return `union ${name} = ${members.join(' | ')}`;
  const owned = shared.filter((label) =>
    members.every((member) =>
      model.entities
        .find((it) => it.name === member)!
        .fields.some((it) => it.name === label && it.owners.includes(subgraph)),
    ),
  );
  const key = definedIn === undefined ? '' : ' @key(fields: "id")';
  return block(`interface ${name}${key}`, ['id: ID!', ...owned.map((label) => `${label}: String`)]);
}

function valueSdl({ name, fields, split }: ValueType, subgraph: string): string {
  return split === undefined
    ? block(
        `type ${name} @shareable`,
        fields.map(({ name: it, type }) => `${it}: ${type}`),
      )
    : block(`type ${name}`, declared(fields, subgraph));
}

function declared(fields: readonly Field[], subgraph: string): string[] {
  return fields.flatMap((it) => {
    const marks = marksOf(it, subgraph);
    if (marks === undefined) return [];
    const args = it.args.map(({ name, type }) => `${name}: ${type}`).join(', ');
    return `${it.name}${args && `(${args})`}: ${it.type} ${marks}`;
  });
}

/** The directives of a field in one subgraph; undefined where the subgraph does not have it. */
function marksOf(it: Field, subgraph: string): string | undefined {
  const hidden = it.inaccessible ? '@inaccessible' : '';
  if (it.overrides === subgraph) return hidden;
  if (!it.owners.includes(subgraph)) return it.external.has(subgraph) ? `@external ${hidden}` : undefined;
  return [
    it.owners.length > 1 || it.providedBy.size > 0 ? '@shareable' : '',
    it.requires ? `@requires(fields: ${JSON.stringify(it.requires)})` : '',
    it.provides ? `@provides(fields: "${it.provides}")` : '',
    it.overrides ? `@override(from: "${it.overrides}")` : '',
    hidden,
  ].join(' ');
}

const block = (head: string, lines: readonly string[]): string => `${head} {\n  ${lines.join('\n  ')}\n}`;
