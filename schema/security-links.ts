import { type DefinitionNode, type DocumentNode, parse, print, visit } from 'graphql';
import { faults } from '../kernel/faults.ts';
import { argumentsOf } from './directives.ts';
import { linksOf, type SpecLink } from './links.ts';
import { definedName } from './standard.ts';

/** The names that the access directives bear in a supergraph; undefined for one that it does not link. */
export interface AccessDirectives {
  readonly authenticated?: string;
  readonly requiresScopes?: string;
  readonly policy?: string;
}

/**
 * The access directives of a supergraph.
 * @throws Fault `SCHEMA_INVALID` when it links another specification `for: SECURITY`, or a version of these that is
 * not known: what cannot be enforced must not be served.
 */
export function accessDirectivesOf(supergraph: DocumentNode): AccessDirectives {
  const links = accessLinks(supergraph);
  const unknown = links.filter(({ url }) => !KNOWN.has(url)).map(({ url }) => url);
  if (unknown.length > 0)
    throw faults.SCHEMA_INVALID(
      `The supergraph asks for security that the gate does not know: ${unknown.join(', ')}`,
    );
  return Object.fromEntries(links.map((link) => [link.spec, link.nameOf(link.spec)]));
}

/**
 * The supergraph without its access links (`for: SECURITY`) and all that belongs to them, for the stock gateway, which
 * refuses them. Only to be served behind the gate. `@inaccessible` stays: engines enforce it, by leaving out what bears it.
 */
export function withoutSecurityLinks(supergraphSdl: string): string {
  const supergraph = parse(supergraphSdl, { noLocation: true });
  const links = accessLinks(supergraph);
  const linking = new Set(links.map(({ url }) => url));
  const directives = new Set(links.map((link) => link.nameOf(link.spec)));
  const belongs = (node: DefinitionNode): boolean => {
    const name = definedName(node) ?? '';
    return directives.has(name.slice(1)) || links.some(({ prefix }) => name.startsWith(`${prefix}__`));
  };
  const rest = { ...supergraph, definitions: supergraph.definitions.filter((node) => !belongs(node)) };
  return print(
    visit(rest, {
      Directive: (node) =>
        directives.has(node.name.value) ||
        (node.name.value === 'link' && linking.has(String(argumentsOf(node as never).url)))
          ? null
          : undefined,
    }),
  );
}

const KNOWN = new Set(
  ['authenticated', 'requiresScopes', 'policy'].map((spec) => `https://specs.apollo.dev/${spec}/v0.1`),
);

const INACCESSIBLE = 'https://specs.apollo.dev/inaccessible/v0.2';

function accessLinks(supergraph: DocumentNode): SpecLink[] {
  return linksOf(supergraph).filter(({ purpose, url }) => purpose === 'SECURITY' && url !== INACCESSIBLE);
}
