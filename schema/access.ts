import { type DocumentNode, type FieldDefinitionNode, isTypeExtensionNode, Kind, parse } from 'graphql';
import { isTypeDefinitionNode } from 'graphql';
import type { Classification, MaskName } from '../kernel/classification.ts';
import { faults } from '../kernel/faults.ts';
import { type Classified, classifiedOf, strictestClassified } from './classification.ts';
import { namedType } from './connections.ts';
import { argumentsOf, directivesNamed, isInputNode, isOutputNode, type OutputNode } from './directives.ts';
import {
  type CostDirectives,
  costDirectivesOf,
  dearest,
  type FieldCost,
  fieldCostOf,
  weightOf,
} from './field-cost.ts';
import { allOf, NO_REQUIREMENT, type Requirement, requirementOf } from './requirement.ts';
import { type AccessDirectives, accessDirectivesOf } from './security-links.ts';

export type { ListSize } from './field-cost.ts';
export type { AnyOfAll, Requirement } from './requirement.ts';
export { withoutSecurityLinks } from './security-links.ts';

/** What the gate must know of one field. */
export interface FieldAccess extends Requirement, FieldCost {
  /** The class of the content; undefined where the supergraph does not classify. */
  readonly classification?: Classification;
  readonly mask?: MaskName;
}

/** What the gate must know of a type as a whole, for instance for its `__typename`. */
export interface TypeAccess extends Requirement {
  readonly classification?: Classification;
  readonly cost?: number;
}

/**
 * What each field of a supergraph demands of its caller (访问控制表). Immutable; made once per supergraph.
 * Fields of input types are in it as well, for their cost alone.
 */
export interface AccessTable {
  /** Undefined for a field that the supergraph does not have. A union has no fields: its members' count. */
  field(type: string, field: string): FieldAccess | undefined;
  /** Undefined for a type that the supergraph does not have. */
  type(type: string): TypeAccess | undefined;
  /** Every field as `Type.field` with what it demands, for reports and tests. */
  entries(): IterableIterator<[place: string, access: FieldAccess]>;
}

/**
 * Reads what a supergraph demands of its callers.
 *
 * A field demands what stands on itself, on its type, and on the object, scalar or enum that it returns; a field that
 * a kind has from an interface object also what stands on the interface's field. A field of an interface demands
 * whatever one of its kinds does. Its class: its own before its type's, and the strictest with its interfaces.
 *
 * @throws Fault `SCHEMA_INVALID` when the supergraph links security that the gate does not know, or holds a type
 * extension, whose directives could be overlooked.
 */
export function accessTable(supergraphSdl: string): AccessTable {
  const supergraph = parse(supergraphSdl, { noLocation: true });
  const extended = supergraph.definitions.find(isTypeExtensionNode);
  if (extended)
    throw faults.SCHEMA_INVALID(
      `A supergraph has no extensions, but this one extends ${extended.name.value}.`,
    );

  const access = accessDirectivesOf(supergraph);
  const cost = costDirectivesOf(supergraph);
  const types = typesOf(supergraph, access, cost);
  const stated = statedFields(supergraph, types, access, cost);
  const fields = inheritedFields(supergraph.definitions.filter(isOutputNode), stated);
  return {
    field: (type, field) => fields.get(`${type}.${field}`),
    type: (type) => types.get(type),
    entries: () => fields.entries(),
  };
}

function typesOf(
  supergraph: DocumentNode,
  access: AccessDirectives,
  costs: CostDirectives,
): Map<string, TypeAccess> {
  return new Map(
    supergraph.definitions.filter(isTypeDefinitionNode).map((node) => {
      const classification = classifiedOf(node)?.level;
      const cost = weightOf(node, costs);
      const stated = {
        ...requirementOf(node, access),
        ...(classification && { classification }),
        ...(cost !== undefined && { cost }),
      };
      return [node.name.value, stated];
    }),
  );
}

function statedFields(
  { definitions }: DocumentNode,
  types: ReadonlyMap<string, TypeAccess>,
  access: AccessDirectives,
  costs: CostDirectives,
): Map<string, FieldAccess> {
  const stated = new Map<string, FieldAccess>();
  const abstract = new Set(
    definitions.flatMap((node) =>
      ABSTRACT.has(node.kind) && isTypeDefinitionNode(node) ? node.name.value : [],
    ),
  );
  for (const node of definitions.filter(isInputNode))
    for (const field of node.fields ?? []) {
      const cost = weightOf(field, costs);
      stated.set(`${node.name.value}.${field.name.value}`, {
        ...NO_REQUIREMENT,
        ...(cost !== undefined && { cost }),
      });
    }
  for (const node of definitions.filter(isOutputNode))
    for (const field of node.fields ?? []) {
      const type = types.get(node.name.value) ?? NO_REQUIREMENT;
      // The kinds behind an interface or a union answer for themselves, field by field.
      const returned = namedType(field.type);
      const leaf = (!abstract.has(returned) && types.get(returned)) || NO_REQUIREMENT;
      stated.set(`${node.name.value}.${field.name.value}`, {
        ...allOf([requirementOf(field, access), type, leaf]),
        ...classOf(classifiedOf(field) ?? classifiedOf(node)),
        ...fieldCostOf(field, costs),
      });
    }
  return stated;
}

function inheritedFields(
  outputs: readonly OutputNode[],
  stated: ReadonlyMap<string, FieldAccess>,
): Map<string, FieldAccess> {
  const fields = new Map(stated);
  const kinds = outputs.filter(({ kind }) => kind === Kind.OBJECT_TYPE_DEFINITION);
  const of = (types: readonly string[], field: FieldDefinitionNode): FieldAccess[] =>
    types.flatMap((type) => fields.get(`${type}.${field.name.value}`) ?? []);

  for (const node of kinds)
    for (const field of node.fields ?? []) {
      const place = `${node.name.value}.${field.name.value}`;
      const own = stated.get(place)!;
      const above = of(
        (node.interfaces ?? []).map(({ name }) => name.value),
        field,
      );
      const demands = isFromInterfaceObject(field) ? allOf([own, ...above]) : {};
      fields.set(place, { ...own, ...demands, ...strictestOf([own, ...above]) });
    }
  for (const node of outputs.filter(({ kind }) => kind === Kind.INTERFACE_TYPE_DEFINITION)) {
    const below = kinds.filter(({ interfaces }) =>
      interfaces?.some(({ name }) => name.value === node.name.value),
    );
    for (const field of node.fields ?? []) {
      const place = `${node.name.value}.${field.name.value}`;
      const all = [
        stated.get(place)!,
        ...of(
          below.map(({ name }) => name.value),
          field,
        ),
      ];
      fields.set(place, { ...dearest(all), ...allOf(all), ...strictestOf(all) });
    }
  }
  return fields;
}

// Composition gives a kind the fields of an interface object under a @join__field that names no subgraph.
function isFromInterfaceObject(field: FieldDefinitionNode): boolean {
  return directivesNamed(field, 'join__field').some((it) => argumentsOf(it).graph === undefined);
}

function strictestOf(accesses: readonly FieldAccess[]): Pick<FieldAccess, 'classification' | 'mask'> {
  return classOf(
    strictestClassified(
      accesses.map(({ classification: level, mask }) => level && { level, ...(mask && { mask }) }),
    ),
  );
}

function classOf(it: Classified | undefined): Pick<FieldAccess, 'classification' | 'mask'> {
  return it ? { classification: it.level, ...(it.mask && { mask: it.mask }) } : {};
}

const ABSTRACT: ReadonlySet<Kind> = new Set([Kind.INTERFACE_TYPE_DEFINITION, Kind.UNION_TYPE_DEFINITION]);
