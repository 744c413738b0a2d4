import {
  type ASTNode,
  buildASTSchema,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  findBreakingChanges,
  type GraphQLSchema,
  Kind,
  parse,
  print,
  visit,
} from 'graphql';
import { ROOT_TYPES } from './directives.ts';

/**
 * What the graph promises outsiders (接口承诺): every type, field, argument and value that clients can name, without
 * descriptions and access. Compared with what stands now, so that nothing is taken away from under a client.
 */
export function promiseOf(supergraphSdl: string): string {
  const document = parse(supergraphSdl, { noLocation: true });
  const definitions = document.definitions.filter(isForClients).map((one) => visit(one, BARE));
  const texts = definitions.map((one) => print(one as ASTNode)).sort();
  return `${texts.join('\n\n')}\n`;
}

/**
 * What a graph takes away or narrows of what was promised, one sentence each. What is `@deprecated(reason: "… until
 * 2027-06-30")` may go from that day on.
 * @param today a day in Asia/Shanghai, YYYY-MM-DD
 */
export function brokenPromises(promise: string, supergraphSdl: string, today: string): string[] {
  const due = withoutUnreachable(withoutExpired(parse(promise, { noLocation: true }), today));
  return findBreakingChanges(schemaOf(due), schemaOf(parse(promiseOf(supergraphSdl)))).map(
    ({ description }) => description,
  );
}

/** The day until which something deprecated is kept; undefined when its reason names none. */
export function keptUntil({ arguments: given = [] }: ConstDirectiveNode): string | undefined {
  const reason = given.find(({ name }) => name.value === 'reason')?.value;
  return reason?.kind === Kind.STRING ? /\buntil (\d{4}-\d{2}-\d{2})\b/.exec(reason.value)?.[1] : undefined;
}

const isForClients = (one: DefinitionNode): boolean =>
  'name' in one &&
  one.name !== undefined &&
  one.kind !== Kind.DIRECTIVE_DEFINITION &&
  !/^(join|link|federation|core)__/.test(one.name.value);

const BARE = {
  Directive: ({ name }: ConstDirectiveNode) => (name.value === 'deprecated' ? undefined : null),
  enter: (node: ASTNode) =>
    'description' in node && node.description !== undefined ? { ...node, description: undefined } : undefined,
};

function schemaOf(document: DocumentNode): GraphQLSchema {
  return buildASTSchema(document, { assumeValidSDL: true });
}

function withoutExpired(document: DocumentNode, today: string): DocumentNode {
  const expired = (node: { readonly directives?: readonly ConstDirectiveNode[] }) => {
    const deprecated = node.directives?.find(({ name }) => name.value === 'deprecated');
    const until = deprecated && keptUntil(deprecated);
    return until !== undefined && until <= today ? null : undefined;
  };
  return visit(document, {
    FieldDefinition: expired,
    InputValueDefinition: expired,
    EnumValueDefinition: expired,
  });
}

// A type that only what has expired led to may go with it.
function withoutUnreachable(document: DocumentNode): DocumentNode {
  const definitions = new Map(
    document.definitions.flatMap((one) =>
      'name' in one && one.name !== undefined ? [[one.name.value, one] as const] : [],
    ),
  );
  const reached = new Set<string>();
  const reach = (name: string): void => {
    const definition = definitions.get(name);
    if (definition === undefined || reached.has(name)) return;
    reached.add(name);
    visit(definition, { NamedType: (node) => reach(node.name.value) });
    for (const [other, one] of definitions)
      if ('interfaces' in one && one.interfaces?.some((it) => it.name.value === name)) reach(other);
  };
  for (const root of ROOT_TYPES) reach(root);
  return { ...document, definitions: [...reached].map((name) => definitions.get(name)!) };
}
