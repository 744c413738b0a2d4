import type { Found, Reference } from '../../../ledger/submission/dataset.ts';
import { askGraph, partsOf } from '../../../ledger/submission/references/ask-graph.ts';
import type { Report } from '../../../ledger/submission/report.ts';

interface Act {
  readonly projectCode: string | null;
  readonly employerCode: string | null;
  readonly warningIds: readonly string[];
}

/** As many as a list holds when nobody says how many, so that no operator's limit is in the way. */
const A_PAGE = 50;

/**
 * The early warnings about the project (项目预警), by the hub's ids, where the act names any: they are the provincial hub's, asked of
 * the graph once for a call. A warning comes with no dataset that could be waited for, and its id is known from the hub alone.
 */
export const projectWarnings: Reference<Act, ReadonlySet<string>> = {
  name: 'project-warnings',
  path: 'warningIds',
  missing: null,
  asks: 'graph',
  key: ({ projectCode, warningIds }) => (warningIds.length === 0 ? null : projectCode),
  async find(codes, { room }) {
    const found = new Map<string, ReadonlySet<string>>();
    for (const part of partsOf(codes, A_PAGE)) {
      const { projects } = await askGraph<WarningsAnswer>(room, WARNINGS, { codes: part });
      for (const { code, warnings } of projects?.nodes ?? [])
        found.set(code, new Set(warnings.map(({ id }) => id)));
    }
    return found;
  },
};

/**
 * Who takes part in the project (参建单位), the owner and the general contractor included, where all of them are known. Only a warning
 * depends on it: an act is taken without it where it cannot be asked, and against a unit that nobody has put on record as well.
 */
export const projectUnits: Reference<Pick<Act, 'projectCode'>, ReadonlySet<string>> = {
  name: 'project-units',
  path: 'employerCode',
  missing: null,
  asks: 'graph',
  key: ({ projectCode }) => projectCode,
  async find(codes, { room }) {
    const found = new Map<string, ReadonlySet<string>>();
    for (const part of partsOf(codes, A_PAGE)) {
      const answer = await askGraph<UnitsAnswer>(room, UNITS, { codes: part }).catch(() => null);
      for (const { code, owner, generalContractor, participatingUnits } of answer?.projects?.nodes ?? []) {
        // Of an owner or a contractor that the register lacks nobody can say here who it is.
        if (!owner || !generalContractor) continue;
        const units = participatingUnits.map(({ enterpriseCode }) => enterpriseCode);
        found.set(code, new Set([owner.creditCode, generalContractor.creditCode, ...units]));
      }
    }
    return found;
  },
};

/** What an act of inspection says of its project (关联核对), beside what the project itself has on record. */
export function checkAgainstProject({ warningIds, employerCode }: Act, found: Found, report: Report): void {
  const known = found(projectWarnings);
  const place = warningIds.findIndex((id) => !known?.has(id));
  if (place >= 0) report.reject('WARNING_NOT_OF_PROJECT', { path: `warningIds.${place}` });
  tellIfNoUnit(employerCode, found, report);
}

/** An employer that takes no part in the project (非参建单位) is told. */
export function tellIfNoUnit(employerCode: string | null, found: Found, report: Report): void {
  const units = found(projectUnits);
  if (units !== null && employerCode !== null && !units.has(employerCode)) report.warn('EMPLOYER_NOT_A_UNIT');
}

const WARNINGS = /* GraphQL */ `
  query WarningsOfProjects($codes: [ID!]!) {
    projects(filter: { codes: $codes }, orderBy: CODE) {
      nodes {
        code
        warnings {
          id
        }
      }
    }
  }
`;

interface WarningsAnswer {
  readonly projects: {
    readonly nodes: readonly {
      readonly code: string;
      readonly warnings: readonly { readonly id: string }[];
    }[];
  } | null;
}

const UNITS = /* GraphQL */ `
  query UnitsOfProjects($codes: [ID!]!) {
    projects(filter: { codes: $codes }, orderBy: CODE) {
      nodes {
        code
        owner {
          creditCode
        }
        generalContractor {
          creditCode
        }
        participatingUnits {
          enterpriseCode
        }
      }
    }
  }
`;

interface Named {
  readonly creditCode: string;
}

interface UnitsAnswer {
  readonly projects: {
    readonly nodes: readonly {
      readonly code: string;
      readonly owner: Named | null;
      readonly generalContractor: Named | null;
      readonly participatingUnits: readonly { readonly enterpriseCode: string }[];
    }[];
  } | null;
}
