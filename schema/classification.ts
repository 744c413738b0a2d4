import { type DocumentNode, type FieldDefinitionNode, Kind, parseConstValue, visit } from 'graphql';
import type { ConstDirectiveNode } from 'graphql';
import { type Classification, compareClassification, type MaskName } from '../kernel/classification.ts';
import { argumentsOf, type Directed, directivesNamed, isOutputNode, type OutputNode } from './directives.ts';

/** What `@classified` states: the class, the mask and the ground. */
export interface Classified {
  readonly level: Classification;
  readonly mask?: MaskName;
  readonly basis?: string;
}

/** What a node's `@classified` states, if it carries one. */
export function classifiedOf(node: Directed): Classified | undefined {
  const [directive] = directivesNamed(node, 'classified');
  return directive && (argumentsOf(directive) as unknown as Classified);
}

/** The strictest of several statements; of equals the first that has a mask. Undefined of none. */
export function strictestClassified(statements: Iterable<Classified | undefined>): Classified | undefined {
  let strictest: Classified | undefined;
  for (const it of statements) {
    if (!it) continue;
    const difference = strictest ? compareClassification(it.level, strictest.level) : 1;
    if (difference > 0 || (difference === 0 && it.mask && !strictest?.mask)) strictest = it;
  }
  return strictest;
}

/**
 * The supergraph with each `@classified` as the strictest of its subgraphs, because composition takes the majority.
 * A field takes its own statement in a subgraph, else that of its type there; a kind takes what an interface object
 * says of the field that it adds.
 */
export function withStrictestClassification(
  supergraph: DocumentNode,
  subgraphs: readonly DocumentNode[],
): DocumentNode {
  const stated = statementsOf(subgraphs);
  const classify = (type: OutputNode): OutputNode => {
    const name = type.name.value;
    const ofType = strictestClassified(stated.get(name) ?? []);
    const ofField = (field: string): Classified | undefined =>
      strictestClassified(stated.get(`${name}.${field}`) ?? inherited(type, field));
    const inherited = ({ interfaces }: OutputNode, field: string): Iterable<Classified> =>
      (interfaces ?? []).flatMap(({ name }) => stated.get(`${name.value}.${field}`) ?? []);
    const fields = type.fields?.map((field): FieldDefinitionNode => {
      const own = ofField(field.name.value);
      return restate(field, same(own, ofType) ? undefined : own);
    });
    return { ...restate(type, ofType), ...(fields && { fields }) };
  };
  return visit(supergraph, {
    ObjectTypeDefinition: (node) => classify(node),
    InterfaceTypeDefinition: (node) => classify(node),
  });
}

/** Fields that two subgraphs mask differently at the same, strictest class: no mask is stricter than another. */
export function conflictingMasks(subgraphs: readonly DocumentNode[]): string[] {
  return [...statementsOf(subgraphs)].flatMap(([place, statements]) => {
    const level = strictestClassified(statements)?.level;
    const masks = new Set(statements.flatMap((it) => (it.level === level && it.mask ? it.mask : [])));
    if (masks.size < 2) return [];
    return [
      `${place} is masked as ${[...masks].join(' and as ')} by different subgraphs: agree on one mask.`,
    ];
  });
}

function statementsOf(subgraphs: readonly DocumentNode[]): Map<string, Classified[]> {
  const stated = new Map<string, Classified[]>();
  const state = (place: string, it: Classified | undefined): void => {
    if (it) stated.set(place, [...(stated.get(place) ?? []), it]);
  };
  for (const { definitions } of subgraphs) {
    const nodes = definitions.filter(isOutputNode);
    for (const { name } of nodes) {
      const parts = nodes.filter((node) => node.name.value === name.value);
      if (parts[0]?.name !== name) continue;
      const ofType = strictestClassified(parts.map(classifiedOf));
      state(name.value, ofType);
      for (const field of parts.flatMap(({ fields }) => fields ?? []))
        state(`${name.value}.${field.name.value}`, classifiedOf(field) ?? ofType);
    }
  }
  return stated;
}

function same(left: Classified | undefined, right: Classified | undefined): boolean {
  return left?.level === right?.level && left?.mask === right?.mask && left?.basis === right?.basis;
}

function restate<Node extends Directed>(node: Node, classified: Classified | undefined): Node {
  const others = (node.directives ?? []).filter(({ name }) => name.value !== 'classified');
  return { ...node, directives: classified ? [...others, directive(classified)] : others };
}

function directive({ level, mask, basis }: Classified): ConstDirectiveNode {
  const values = { level, mask, basis: basis && JSON.stringify(basis) };
  return {
    kind: Kind.DIRECTIVE,
    name: { kind: Kind.NAME, value: 'classified' },
    arguments: Object.entries(values).flatMap(([name, value]) =>
      value === undefined
        ? []
        : [{ kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: name }, value: parseConstValue(value) }],
    ),
  };
}
