import { Kind, parse } from 'graphql';
import { projectFreshness } from '../ledger/submission-queries/project-freshness.ts';
import type { SubgraphContext } from './context.ts';
import { ledgerName } from './ledger-sdl.ts';
import type { Resolvers, Subgraph } from './subgraph.ts';
import { sourcesRoom } from './whole-projects.ts';

type Owner = Pick<Subgraph, 'name' | 'sdl' | 'datasets' | 'databaseSchema'>;

/** The field that tells how fresh a department's facts of a project are: `bankingFreshness`. */
const fieldOf = (subgraph: Owner): string => `${ledgerName(subgraph)}Freshness`;

/** Adds it to every kind of project that the department's SDL names; nothing where it takes no records. */
export function projectFreshnessSdl(subgraph: Owner): string {
  if (!hasProjectFacts(subgraph)) return '';
  const field = `
  """
  How fresh what ${subgraph.name} knows of this project is (项目数据新鲜度), dataset by dataset, of those of which anything was
  stated. Source: architecture of the hub §3; no rule may conclude from what is not there after \`completeUpTo\`.
  """
  ${fieldOf(subgraph)}: [DatasetFreshness!]`;
  return projectTypes(subgraph)
    .map(({ name, isInterface }) =>
      isInterface
        ? `\nextend interface ${name} {${field}\n}\n`
        : `\nextend type ${name} {${field} @requiresScopes(scopes: [["project:read"]])\n}\n`,
    )
    .join('');
}

export function projectFreshnessResolvers(subgraph: Owner): Resolvers {
  if (!hasProjectFacts(subgraph)) return {};
  // Also of what was stated before it was kept from whom it is about.
  const confidential = new Set(
    (subgraph.datasets ?? []).filter(({ isConfidential }) => isConfidential).map(({ name }) => name),
  );
  const resolve = ({ code, projectCode }: ProjectAsked, _args: object, context: SubgraphContext) =>
    context
      .loader<string, unknown>('project freshness', async (codes) => {
        const found = await projectFreshness(context.session, sourcesRoom(context), codes);
        return codes.map((one) => (found.get(one) ?? []).filter(({ dataset }) => !confidential.has(dataset)));
      })
      .load(projectCode ?? code!);
  return Object.fromEntries(
    projectTypes(subgraph)
      .filter(({ isInterface }) => !isInterface)
      .map(({ name }) => [name, { [fieldOf(subgraph)]: resolve }]),
  );
}

/** A project by its key, or the owner's own record of it. */
interface ProjectAsked {
  readonly code?: string;
  readonly projectCode?: string;
}

const hasProjectFacts = ({ datasets = [] }: Owner): boolean =>
  datasets.some(({ fact }) => 'projectCode' in fact.entity.meta.properties);

/** `Project` and its kinds, as the department's own SDL has them. */
function projectTypes({ sdl }: Owner): { name: string; isInterface: boolean }[] {
  if (sdl.trim() === '') return [];
  return parse(sdl, { noLocation: true }).definitions.flatMap((one) => {
    if (one.kind !== Kind.OBJECT_TYPE_DEFINITION && one.kind !== Kind.INTERFACE_TYPE_DEFINITION) return [];
    const isKeyed = one.directives?.some(({ name }) => name.value === 'key') === true;
    if (!isKeyed || !/^([A-Z][a-z]+)?Project$/.test(one.name.value)) return [];
    return [{ name: one.name.value, isInterface: one.kind === Kind.INTERFACE_TYPE_DEFINITION }];
  });
}
