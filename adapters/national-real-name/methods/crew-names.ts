import { ask, type Desk } from '../desk.ts';
import { graphDocument } from '../graph-document.ts';

/** What rows say of their crew beside its number (班组及所属单位, §6.5, §6.6). */
interface Named {
  readonly corpCode: string | null;
  readonly corpName: string | null;
  readonly teamName: string | null;
}

const NOBODYS: Named = { corpCode: null, corpName: null, teamName: null };

const SEES_UNITS = ['project:read', 'enterprise:read'] as const;

/**
 * The crews of a project by their numbers. Where two units use the same number nothing is said of either: a place on a roster names the
 * number alone; nor to clients that may not see units, whose question would be refused whole.
 */
export async function crewNames(code: string, desk: Desk): Promise<(crewNo: string) => Named> {
  const { scopes } = desk.client.caller;
  if (!SEES_UNITS.every((scope) => scopes.includes(scope))) return () => NOBODYS;
  const { project } = (await ask(desk, CREWS, { code })) as { project: { crews: readonly Crew[] } | null };
  const byNumber = Map.groupBy(project?.crews ?? [], ({ crewNo }) => crewNo);
  return (crewNo) => {
    const [crew, another] = byNumber.get(crewNo) ?? [];
    if (crew === undefined || another !== undefined) return NOBODYS;
    return {
      corpCode: crew.unit?.creditCode ?? null,
      corpName: crew.unit?.name ?? null,
      teamName: crew.name,
    };
  };
}

const CREWS = graphDocument(`query RealName_crewNames($code: ID!) {
  project(code: $code) { crews { crewNo name unit { creditCode name } } }
}`);

interface Crew {
  readonly crewNo: string;
  readonly name: string;
  readonly unit: { readonly creditCode: string; readonly name: string } | null;
}
