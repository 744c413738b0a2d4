import type { Reference } from '../../ledger/submission/dataset.ts';
import { askGraph, partsOf } from '../../ledger/submission/references/ask-graph.ts';
import type { Report } from '../../ledger/submission/report.ts';
import { endingFaults, type ProjectAtEnd } from './rules/ending.ts';

interface Ending {
  readonly projectCode: string;
  /** Of an account. */
  readonly closedOn?: string | null;
  /** Of a deposit. */
  readonly returnedOn?: string | null;
}

const endedOn = ({ closedOn, returnedOn }: Ending): string | null => closedOn ?? returnedOn ?? null;

/**
 * Status and open warnings of the project, asked of the graph for what is closed or returned only. As with `projectOnRecord`, where
 * it is not known or cannot be asked, a record is taken without it.
 */
export const projectAtEnd: Reference<Ending, ProjectAtEnd> = {
  name: 'project-at-end',
  path: 'projectCode',
  missing: null,
  asks: 'graph',
  key: (values) => (endedOn(values) === null ? null : values.projectCode),
  async find(codes, { room }) {
    const found = new Map<string, ProjectAtEnd>();
    for (const part of partsOf(codes, A_PAGE)) {
      const answer = await askGraph<Answer>(room, PROJECTS, { codes: part }).catch((): Answer => NOTHING);
      for (const one of answer.projects?.nodes ?? []) found.set(one.code, one);
    }
    return found;
  },
};

/** Tells what speaks against a closing or return; what was done is a fact all the same. */
export function tellEnding(values: Ending, project: ProjectAtEnd | null, report: Report): void {
  const day = endedOn(values);
  if (!project || day === null) return;
  for (const fault of endingFaults(project, day)) report.warn(fault);
}

interface Answer {
  readonly projects: { readonly nodes: readonly (ProjectAtEnd & { readonly code: string })[] } | null;
}

const NOTHING: Answer = { projects: null };

/** As many as a list holds when nobody says how many. */
const A_PAGE = 50;

const PROJECTS = /* GraphQL */ `
  query ProjectsAtEnd($codes: [ID!]!) {
    projects(filter: { codes: $codes }, orderBy: CODE) {
      nodes {
        code
        constructionStatus
        completedOn
        warnings(openOnly: true) {
          raisedOn
        }
      }
    }
  }
`;
