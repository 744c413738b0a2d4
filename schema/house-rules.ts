import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  isTypeDefinitionNode,
  Kind,
  type StringValueNode,
  visit,
} from 'graphql';
import { compareClassification } from '../kernel/classification.ts';
import { classifiedOf, strictestClassified } from './classification.ts';
import { namedType } from './connections.ts';
import {
  argumentsOf,
  directivesNamed,
  isInputNode,
  isOutputNode,
  type OutputNode,
  ROOT_TYPES,
} from './directives.ts';
import { keptUntil } from './promise.ts';
import { leastClassification, scopes } from './vocabulary.ts';

/** What a subgraph's SDL lacks by the rules of the house, one sentence each; none when it may be composed. */
export function flawsOf(sdl: DocumentNode): string[] {
  const types = sdl.definitions.filter(isOutputNode);
  return [
    ...types.filter(({ name }) => ROOT_TYPES.has(name.value)).flatMap(openRootFields),
    ...types.filter(({ name }) => !ROOT_TYPES.has(name.value)).flatMap((type) => unclassified(type, types)),
    ...types.flatMap(unknownScopes),
    ...types.flatMap(requirementsWithArguments),
    ...types.flatMap((type) => lookupsOfOtherThings(type, types)),
    ...deprecatedForEver(sdl),
    ...undescribed(sdl),
  ];
}

function openRootFields(type: OutputNode): string[] {
  return fieldsOf(type)
    .filter(([, field]) => !ACCESS.some((name) => directivesNamed(field, name).length > 0))
    .map(
      ([place]) => `${place} has no access directive: give it @authenticated, @requiresScopes or @policy.`,
    );
}

function unclassified(type: OutputNode, types: readonly OutputNode[]): string[] {
  const ofType = strictestClassified(
    types.filter(({ name }) => name.value === type.name.value).map(classifiedOf),
  );
  return fieldsOf(type).flatMap(([place, field]) => {
    const stated = classifiedOf(field) ?? ofType;
    if (!stated) return [`${place} is not classified: put @classified on the field or on its type.`];
    const least = leastClassification(type.name.value, field.name.value, namedType(field.type));
    if (!least || compareClassification(stated.level, least) >= 0) return [];
    return [`${place} is classified ${stated.level}, but its name says personal data: at least ${least}.`];
  });
}

function unknownScopes(type: OutputNode): string[] {
  const places: [string, OutputNode | FieldDefinitionNode][] = [[type.name.value, type], ...fieldsOf(type)];
  return places.flatMap(([place, node]) =>
    directivesNamed(node, 'requiresScopes')
      .flatMap((directive) => [argumentsOf(directive).scopes].flat(3))
      .filter((scope) => !scopes.some(({ code }) => code === scope))
      .map(
        (scope) =>
          `${place} requires ${scope}, which schema/scopes.json does not list: nobody could have it.`,
      ),
  );
}

// Planners ask for the required field under its bare name, so that its arguments get lost or a caller's win.
function requirementsWithArguments(type: OutputNode): string[] {
  return fieldsOf(type)
    .filter(([, field]) =>
      directivesNamed(field, 'requires').some((it) => String(argumentsOf(it).fields).includes('(')),
    )
    .map(([place]) => `${place} has arguments in its @requires: planners answer such a field wrongly.`);
}

function lookupsOfOtherThings(type: OutputNode, types: readonly OutputNode[]): string[] {
  const keysOf = (name: string) =>
    types
      .filter((one) => one.name.value === name)
      .flatMap((one) => directivesNamed(one, 'key').map((it) => String(argumentsOf(it).fields)));
  return fieldsOf(type).flatMap(([place, field]) => {
    if (directivesNamed(field, 'lookup').length === 0) return [];
    const given = (field.arguments ?? []).map(({ name }) => name.value).sort();
    const isByKey = keysOf(namedType(field.type)).some(
      (key) => key.match(/\w+/g)?.sort().join() === given.join(),
    );
    const isOne = field.type.kind === Kind.NAMED_TYPE;
    return type.name.value === 'Query' && isByKey && isOne
      ? []
      : [
          `${place} is no @lookup: expected a nullable root query field whose arguments are a key of its type.`,
        ];
  });
}

// Without a day nobody knows how long it may still be asked for, and nobody may ever take it away.
function deprecatedForEver(sdl: DocumentNode): string[] {
  const flaws: string[] = [];
  visit(sdl, {
    Directive(node, _key, _parent, _path, ancestors) {
      if (node.name.value !== 'deprecated' || keptUntil(node as ConstDirectiveNode) !== undefined) return;
      const names = ancestors.flatMap((one) => ('name' in one && one.name ? [one.name.value] : []));
      flaws.push(`${names.join('.')} is deprecated without a day: say "… until YYYY-MM-DD" in its reason.`);
    },
  });
  return flaws;
}

function undescribed(sdl: DocumentNode): string[] {
  const missing: string[] = [];
  const look = (place: string, node: { readonly description?: StringValueNode }): void => {
    if (!node.description?.value.trim()) missing.push(`${place} has no description.`);
  };
  for (const node of sdl.definitions) {
    const type = 'name' in node ? node.name?.value : undefined;
    if (type === undefined) continue;
    if (isTypeDefinitionNode(node) && !ROOT_TYPES.has(type)) look(type, node);
    if (node.kind === Kind.ENUM_TYPE_DEFINITION || node.kind === Kind.ENUM_TYPE_EXTENSION)
      for (const value of node.values ?? []) look(`${type}.${value.name.value}`, value);
    if (isInputNode(node)) for (const field of node.fields ?? []) look(`${type}.${field.name.value}`, field);
    if (isOutputNode(node))
      for (const [place, field] of fieldsOf(node)) {
        look(place, field);
        for (const argument of field.arguments ?? []) look(`${place}(${argument.name.value}:)`, argument);
      }
  }
  return missing;
}

function fieldsOf(type: OutputNode): [place: string, field: FieldDefinitionNode][] {
  return (type.fields ?? []).map((field) => [`${type.name.value}.${field.name.value}`, field]);
}

const ACCESS = ['authenticated', 'requiresScopes', 'policy'];
