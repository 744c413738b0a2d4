import { askGraph, partsOf } from '../../ledger/submission/references/ask-graph.ts';
import type { Reference } from '../../ledger/submission/dataset.ts';
import type { Named } from './rules/account-name.ts';

/** What the provincial hub knows of a project, as far as banks' records are compared with it. */
export interface ProjectOnRecord extends Named {
  readonly code: string;
  readonly divisionCode: string;
  readonly contractSignedOn: string | null;
  readonly contractPrice: string | null;
  readonly generalContractor: Named | null;
}

/** As the graph tells it: abbreviations of the contractor's name are approved for the project. */
interface Told extends Omit<ProjectOnRecord, 'approved'> {
  readonly approvedAbbreviations: readonly string[] | null;
  readonly approvedContractorAbbreviations: readonly string[] | null;
}

/**
 * The project's master data (项目主数据), asked of the graph once for a call. Only warnings depend on it: where it is not
 * known, or cannot be asked, a record is taken without them, since money that moved does not wait for a name.
 */
export const projectOnRecord: Reference<{ readonly projectCode: string }, ProjectOnRecord> = {
  name: 'project-on-record',
  path: 'projectCode',
  missing: null,
  asks: 'graph',
  key: ({ projectCode }) => projectCode,
  async find(codes, { room }) {
    const found = new Map<string, ProjectOnRecord>();
    for (const part of partsOf(codes, A_PAGE)) {
      const answer = await askGraph<Answer>(room, PROJECTS, { codes: part }).catch((): Answer => NOTHING);
      for (const one of answer.projects?.nodes ?? []) found.set(one.code, withApproved(one));
    }
    return found;
  },
};

const withApproved = ({
  approvedAbbreviations,
  approvedContractorAbbreviations,
  ...one
}: Told): ProjectOnRecord => ({
  ...one,
  approved: approvedAbbreviations,
  generalContractor: one.generalContractor && {
    ...one.generalContractor,
    approved: approvedContractorAbbreviations,
  },
});

interface Answer {
  readonly projects: { readonly nodes: readonly Told[] } | null;
}

const NOTHING: Answer = { projects: null };

/** As many as a list holds when nobody says how many. */
const A_PAGE = 50;

const PROJECTS = /* GraphQL */ `
  query ProjectsOfAccounts($codes: [ID!]!) {
    projects(filter: { codes: $codes }, orderBy: CODE) {
      nodes {
        code
        name
        abbreviation
        approvedAbbreviations
        approvedContractorAbbreviations
        divisionCode
        contractSignedOn
        contractPrice
        generalContractor {
          name
          abbreviation
        }
      }
    }
  }
`;
