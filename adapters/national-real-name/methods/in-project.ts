import { askInside, type Desk } from '../desk.ts';
import { graphDocument } from '../graph-document.ts';
import { identityOf, type Registered, registeredWorkers } from './on-roster.ts';

/** What of a person of a project is asked for (项目中的工人). */
export interface Here {
  /** On a roster of the project, or ever engaged in it: whoever has left still is. */
  readonly isHere: boolean;
  /** Whose word on the person is shown. */
  readonly shownBy?: string | undefined;
}

/**
 * Who of these persons is in the project (工人是否在项目中), by their places in the list; null for whoever cannot be told. Nobody is
 * told to be missing in a project that is missing itself.
 */
export async function inProject(
  projectCode: string,
  people: readonly Readonly<Record<string, unknown>>[],
  desk: Desk,
): Promise<readonly (Here | null)[]> {
  if (people.length === 0) return [];
  const registered = await registeredWorkers(people.map(identityOf), desk);
  const asked = [...new Set(registered.map(({ workerId }) => workerId))].filter((id) => id !== null);
  const known = new Map<string, Here | null>();
  for (let at = 0; at < asked.length; at += AT_ONCE)
    await Promise.all(
      asked.slice(at, at + AT_ONCE).map(async (id) => known.set(id, await one(projectCode, id, desk))),
    );
  // Nobody has ever stated such a one; a document that can be nobody's is for the graph to refuse.
  const isNobody = ({ workerId, code }: Registered) => workerId === null && code === null;
  const nobody = registered.some(isNobody) && (await isFiled(projectCode, desk)) ? NOT_HERE : null;
  return registered.map((one) => (isNobody(one) ? nobody : (known.get(one.workerId ?? '') ?? null)));
}

const NOT_HERE: Here = { isHere: false };

async function isFiled(code: string, desk: Desk): Promise<boolean> {
  const { project } = await askInside(desk, FILED, { code });
  return project !== null;
}

const FILED = graphDocument(`query RealName_filed($code: ID!) { project(code: $code) { code } }`);

const AT_ONCE = 8;

async function one(code: string, workerId: string, desk: Desk): Promise<Here | null> {
  const of = { projectCode: code, workerId };
  const data = (await askInside(desk, IN_PROJECT, { code, rosters: of, periods: of })) as unknown as Answer;
  if (data.project === null) return null;
  const [found] = [...data.realNameRegistrations.nodes, ...data.engagements.nodes];
  return { isHere: found !== undefined, shownBy: found?.worker?.provenance.sourceSystem };
}

const WORKER = 'worker { provenance { sourceSystem } }';
const IN_PROJECT =
  graphDocument(`query RealName_inProject($code: ID!, $rosters: RealNameRegistrationFilter!, $periods: EngagementFilter!) {
  project(code: $code) { code }
  realNameRegistrations(filter: $rosters, first: 1) { nodes { ${WORKER} } }
  engagements(filter: $periods, first: 1) { nodes { ${WORKER} } }
}`);

interface Found {
  readonly nodes: readonly {
    readonly worker: { readonly provenance: { readonly sourceSystem: string } } | null;
  }[];
}

interface Answer {
  readonly project: { readonly code: string } | null;
  readonly realNameRegistrations: Found;
  readonly engagements: Found;
}
