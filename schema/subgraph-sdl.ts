import { type DocumentNode, isTypeExtensionNode, parse, print, specifiedScalarTypes, visit } from 'graphql';
import { connectionItem, connectionSdl, withPageSize } from './connections.ts';
import { definedName, mentionedNames, standardShapes, standardShapesReachedFrom } from './standard.ts';

/** The federation specification that every subgraph speaks. */
export const FEDERATION_SPEC = 'https://specs.apollo.dev/federation/v2.9';
/** The hub's own specification of `@classified`. The address names it; nothing is fetched from there. */
export const CLASSIFIED_SPEC = 'https://specs.guixin-hub.invalid/classified/v1.0';
/** The hub's own specification of `@lookup`. */
export const LOOKUP_SPEC = 'https://specs.guixin-hub.invalid/lookup/v1.0';

/**
 * A department's SDL as a complete Federation 2 subgraph: the federation header, `@classified` and `@lookup`, the standard shapes
 * that the department reaches, and a Relay connection for each `XConnection` it mentions but does not define.
 *
 * @throws Error naming the subgraph when the SDL cannot be parsed, defines a standard shape, or mentions a type that
 * nobody defines.
 */
export function subgraphSdl(name: string, departmentSdl: string): string {
  const department = parseDepartment(name, departmentSdl);
  const own = definedBy(name, department);
  const items = [...mentionedNames(department)].flatMap((mentioned) =>
    own.has(mentioned) || standardShapes.has(mentioned) ? [] : (connectionItem(mentioned) ?? []),
  );
  const body = [
    print(visit(department, { FieldDefinition: withPageSize })),
    ...items.map((item) => connectionSdl(item, department)),
  ].join('\n');

  const mentioned = mentionedNames(parse(body, { noLocation: true }));
  refuseUndefined(
    name,
    mentioned,
    new Set([...own, ...items.flatMap((i) => [`${i}Connection`, `${i}Edge`])]),
  );
  const standard = standardShapesReachedFrom([...mentioned, '@classified', '@lookup']);
  return [HEADER, body, ...standard.map(({ sdl }) => sdl)].join('\n\n');
}

const IMPORTED = [
  '@key',
  '@shareable',
  '@external',
  '@requires',
  '@provides',
  '@override',
  '@inaccessible',
  '@tag',
  '@interfaceObject',
  '@composeDirective',
  '@authenticated',
  '@requiresScopes',
  '@policy',
  '@cost',
  '@listSize',
];

const HEADER = `extend schema
  @link(url: "${FEDERATION_SPEC}", import: ${JSON.stringify(IMPORTED)})
  @link(url: "${CLASSIFIED_SPEC}", import: ["@classified"])
  @link(url: "${LOOKUP_SPEC}", import: ["@lookup"])
  @composeDirective(name: "@classified")
  @composeDirective(name: "@lookup")`;

function parseDepartment(name: string, sdl: string): DocumentNode {
  try {
    return parse(sdl, { noLocation: true });
  } catch (cause) {
    throw new Error(`The SDL of subgraph ${name} cannot be parsed: ${(cause as Error).message}`, { cause });
  }
}

function definedBy(name: string, department: DocumentNode): Set<string> {
  const names = new Set<string>();
  for (const node of department.definitions) {
    const defined = definedName(node);
    if (defined === undefined) continue;
    if (standardShapes.has(defined))
      throw new Error(
        `Subgraph ${name} defines ${defined}, a shape of schema/standard. Mention it; the standard adds it.`,
      );
    // An extension alone defines nothing, so a misspelt `extend type` is found when it is mentioned.
    if (!isTypeExtensionNode(node)) names.add(defined);
  }
  return names;
}

function refuseUndefined(name: string, mentioned: Set<string>, own: Set<string>): void {
  const unknown = [...mentioned].filter(
    (it) => !own.has(it) && !standardShapes.has(it) && !BUILT_IN.has(it) && !IMPORTED.includes(it),
  );
  if (unknown.length > 0)
    throw new Error(
      `Subgraph ${name} mentions ${unknown.join(', ')}, which neither it nor schema/standard defines.`,
    );
}

const BUILT_IN = new Set([
  ...specifiedScalarTypes.map(({ name }) => name),
  ...['deprecated', 'specifiedBy', 'skip', 'include', 'oneOf', 'link'].map((it) => `@${it}`),
]);
