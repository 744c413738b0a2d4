import { sql } from 'kysely';
import { hubCaller } from '../../../kernel/caller.ts';
import { arrayLiteral } from '../../array-literals.ts';
import { type ScopedProject, writeProjectScope } from '../../project-scope.ts';
import { ref } from '../../table.ts';
import type { Reference } from '../dataset.ts';
import type { LedgerRoom } from '../room.ts';
import { askGraph, partsOf } from './ask-graph.ts';
import type { OfProject } from './project.ts';

/**
 * Brings projects that the room has not heard of into its projection (architecture §8.3), in one question for all of
 * them. It judges nothing: `project`, which follows it, says what is known and within reach.
 */
export const projectOnRecord: Reference<OfProject, ScopedProject> = {
  name: 'project-on-record',
  path: 'projectCode',
  missing: null,
  asks: 'graph',
  key: ({ projectCode }) => projectCode,
  async find(codes, { room }) {
    const missing = await notHeardOf(room, codes);
    const found: ScopedProject[] = [];
    for (const part of partsOf(missing, A_PAGE)) found.push(...(await onRecord(room, part)));
    if (found.length > 0)
      await room.write(hubCaller(room.name), (db) => writeProjectScope(db, room.schema, found));
    return new Map(found.map((one) => [one.projectCode, one]));
  },
};

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
  };
}

async function notHeardOf(room: LedgerRoom, codes: readonly string[]): Promise<string[]> {
  const known = await room.write(hubCaller(room.name), (db) =>
    db.rows<{ code: string }>(sql`
      select s.project_code as code from ${ref(room.schema, 'project_scope')} s
       where s.project_code = any(${arrayLiteral(codes)}::text[])`),
  );
  const heard = new Set(known.map(({ code }) => code));
  return codes.filter((code) => !heard.has(code));
}

async function onRecord(room: LedgerRoom, codes: readonly string[]): Promise<ScopedProject[]> {
  const { projects } = await askGraph<ProjectsAnswer>(room, PROJECTS, { codes });
  return projects.nodes.map(({ code, kind, sector, divisionCode, provenance }) => ({
    projectCode: code,
    kind,
    sector,
    divisionCode,
    version: provenance.version,
  }));
}
