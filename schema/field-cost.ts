import type { DocumentNode, FieldDefinitionNode } from 'graphql';
import { argumentsOf, type Directed, directivesNamed } from './directives.ts';
import { linksOf } from './links.ts';

/** `@listSize`: how long a list may get, by its arguments or by assumption. */
export interface ListSize {
  readonly assumedSize?: number;
  readonly slicingArguments?: readonly string[];
  readonly sizedFields?: readonly string[];
  readonly requireOneSlicingArgument?: boolean;
}

/** What demand control (请求成本) must know of a field. */
export interface FieldCost {
  /** The weight of `@cost` on the field itself. */
  readonly cost?: number;
  /** The weights of `@cost` on its arguments, by name. */
  readonly argumentCosts?: Readonly<Record<string, number>>;
  readonly listSize?: ListSize;
}

/** The names that the cost directives bear in a supergraph; none when it does not link them. */
export interface CostDirectives {
  readonly cost?: string;
  readonly listSize?: string;
}

export function costDirectivesOf(supergraph: DocumentNode): CostDirectives {
  const link = linksOf(supergraph).find(({ url }) => url.startsWith('https://specs.apollo.dev/cost/'));
  return link ? { cost: link.nameOf('cost'), listSize: link.nameOf('listSize') } : {};
}

/** The weight of `@cost` on a node, if it carries one. */
export function weightOf(node: Directed, { cost }: CostDirectives): number | undefined {
  const [directive] = directivesNamed(node, cost);
  return directive && Number(argumentsOf(directive).weight);
}

/** What a field states of its cost. */
export function fieldCostOf(field: FieldDefinitionNode, directives: CostDirectives): FieldCost {
  const cost = weightOf(field, directives);
  const weights = (field.arguments ?? []).flatMap((argument) => {
    const weight = weightOf(argument, directives);
    return weight === undefined ? [] : [[argument.name.value, weight] as const];
  });
  const [listSize] = directivesNamed(field, directives.listSize);
  return {
    ...(cost !== undefined && { cost }),
    ...(weights.length > 0 && { argumentCosts: Object.fromEntries(weights) }),
    ...(listSize && { listSize: argumentsOf(listSize) as ListSize }),
  };
}

/** The cost of a field of an interface: the dearest of its kinds; arguments and list size as the first one states. */
export function dearest(costs: readonly FieldCost[]): FieldCost {
  const weights = costs.flatMap(({ cost }) => cost ?? []);
  const argumentCosts = costs.find((it) => it.argumentCosts)?.argumentCosts;
  const listSize = costs.find((it) => it.listSize)?.listSize;
  return {
    ...(weights.length > 0 && { cost: Math.max(...weights) }),
    ...(argumentCosts && { argumentCosts }),
    ...(listSize && { listSize }),
  };
}
