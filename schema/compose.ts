import { composeServices } from '@apollo/composition';
import { type DefinitionNode, parse, print } from 'graphql';
import { faults } from '../kernel/faults.ts';
import { conflictingMasks, withStrictestClassification } from './classification.ts';
import { flawsOf } from './house-rules.ts';

/** A subgraph as it enters composition; `sdl` is what `subgraphSdl` made of its department's SDL. */
export interface SupergraphPart {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
}

/**
 * The one graph over all subgraphs. The order of the parts does not matter.
 *
 * @throws Fault `SCHEMA_INVALID` with every problem at once: what breaks the rules of the house (an open root field,
 * an unclassified field, personal data classified too low, an unknown scope, a missing description) and what
 * composition refuses.
 */
export function composeSupergraph(parts: readonly SupergraphPart[]): { supergraphSdl: string } {
  const subgraphs = [...parts]
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) }));
  const flaws = subgraphs.flatMap(({ name, typeDefs }) => flawsOf(typeDefs).map((it) => `[${name}] ${it}`));
  const documents = subgraphs.map(({ typeDefs }) => typeDefs);
  const composed = composeServices(subgraphs);
  const problems = [
    ...flaws,
    ...conflictingMasks(documents),
    ...(composed.errors ?? []).map(({ message }) => message),
  ];
  if (problems.length > 0 || !composed.supergraphSdl) throw faults.SCHEMA_INVALID(problems.join('\n'));

  const supergraph = parse(composed.supergraphSdl, { noLocation: true });
  const { definitions } = withStrictestClassification(supergraph, documents);
  return { supergraphSdl: `${definitions.map(printed).join('\n\n')}\n` };
}

// One directive a line, because the supergraph is reviewed as a diff.
function printed(node: DefinitionNode): string {
  const directives = 'directives' in node ? (node.directives ?? []) : [];
  if (directives.length === 0) return print(node);
  const description = 'description' in node && node.description ? `${print(node.description)}\n` : '';
  const text = print({ ...node, description: undefined } as DefinitionNode);
  const lines = directives.map((it) => `\n  ${print(it)}`).join('');
  return description + text.replace(` ${directives.map((it) => print(it)).join(' ')}`, () => lines);
}
