import { type RawBuilder, sql } from 'kysely';
import { hubCaller } from '../../../kernel/caller.ts';
import { faults } from '../../../kernel/faults.ts';
import { arrayLiteral } from '../../array-literals.ts';
import { type ScopedProject, writeProjectScope } from '../../project-scope.ts';
import { ref } from '../../table.ts';
import type { Reference, Scene } from '../dataset.ts';
import { withinReach } from '../reach.ts';
import type { LedgerRoom } from '../room.ts';
import { askGraph, partsOf } from './ask-graph.ts';

export interface OfProject {
  readonly projectCode: string | null;
}

const named = {
  name: 'project',
  path: 'projectCode',
  missing: 'PROJECT_UNKNOWN',
  asks: 'graph',
  key: ({ projectCode }: OfProject) => projectCode,
} as const;

/**
 * The project a record is about (项目), within the reach of who states it; absent and out of reach look the same. A
 * project that the room has not heard of is asked of the graph, one question for all of a call, and brought into the
 * room's projection (architecture §8.3).
 */
export const project: Reference<OfProject, ScopedProject> = projectUnless(sql<boolean>`false`);

/**
 * The same for a room that keeps which projects are no longer on record: these are asked of the graph as if it had not heard of them.
 * @param isGone by the room's projection as `s`
 */
export function projectUnless(isGone: RawBuilder<boolean>): Reference<OfProject, ScopedProject> {
  return {
    ...named,
    find: (codes, scene) => findProjects(codes, scene, isGone),
    findGone: async (codes, scene, db) => reached(await db.rows<Heard>(heardOf(codes, scene))),
  };
}

async function findProjects(
  codes: readonly string[],
  scene: Scene,
  isGone: RawBuilder<boolean>,
): Promise<Map<string, ScopedProject>> {
  const { room } = scene;
  // Read as the hub itself: what a caller may state facts of is its reach, not the scope of what it may read.
  const ask = (some: readonly string[], left?: RawBuilder<boolean>) =>
    room.write(hubCaller(room.name), (db) => db.rows<Heard>(heardOf(some, scene, left)));
  const heard = await ask(codes, isGone);
  const known = new Set(heard.map(({ projectCode }) => projectCode));
  const found = await broughtIn(
    room,
    codes.filter((code) => !known.has(code)),
  );
  if (found.length > 0) heard.push(...(await ask(found)));
  return reached(heard);
}

interface Heard extends ScopedProject {
  readonly reached: boolean;
}

const reached = (heard: readonly Heard[]): Map<string, ScopedProject> =>
  new Map(heard.filter(({ reached }) => reached).map((one) => [one.projectCode, one]));

const heardOf = (
  codes: readonly string[],
  { room, caller }: Scene,
  isGone: RawBuilder<boolean> = sql<boolean>`false`,
): RawBuilder<unknown> => sql`
  select s.project_code as "projectCode", s.kind, s.sector, s.division_code as "divisionCode", s.version,
         ${withinReach(caller, 's')} as reached
    from ${ref(room.schema, 'project_scope')} s
   where s.project_code = any(${arrayLiteral(codes)}::text[]) and not ${isGone}`;

/** As many as a list holds when nobody says how many, so that no operator's limit is in the way. */
const A_PAGE = 50;

const PROJECTS = /* GraphQL */ `
  query ProjectsOnRecord($codes: [ID!]!) {
    projects(filter: { codes: $codes }, orderBy: CODE) {
      nodes {
        code
        kind
        sector
        divisionCode
        provenance {
          version
        }
      }
    }
  }
`;

interface ProjectsAnswer {
  readonly projects: {
    readonly nodes: readonly {
      readonly code: string;
      readonly kind: string;
      readonly sector: string;
      readonly divisionCode: string;
      readonly provenance: { readonly version: number };
    }[];
  } | null;
}

/** What the graph knows of the projects with these codes, as a projection keeps it; a code it does not know is left out. */
export async function projectsOnRecord(room: LedgerRoom, codes: readonly string[]): Promise<ScopedProject[]> {
  const found: ScopedProject[] = [];
  for (const part of partsOf(codes, A_PAGE)) {
    const { projects } = await askGraph<ProjectsAnswer>(room, PROJECTS, { codes: part });
    // A root that its department could not answer is null; then nothing is known, and not nothing on record.
    if (!projects) throw faults.UPSTREAM_UNAVAILABLE('the list of projects');
    for (const { code, kind, sector, divisionCode, provenance } of projects.nodes)
      found.push({ projectCode: code, kind, sector, divisionCode, version: provenance.version });
  }
  return found;
}

/** @returns the codes of the projects that the graph knows; they are in the projection now */
async function broughtIn(room: LedgerRoom, codes: readonly string[]): Promise<string[]> {
  const found = await projectsOnRecord(room, codes);
  if (found.length > 0)
    await room.write(hubCaller(room.name), (db) => writeProjectScope(db, room.schema, found));
  return found.map(({ projectCode }) => projectCode);
}
