import type { Caller } from '../../kernel/caller.ts';
import { faults } from '../../kernel/faults.ts';
import { askGraph, partsOf } from './references/ask-graph.ts';
import type { LedgerRoom } from './room.ts';

/** As many as a list holds when nobody says how many, so that no operator's limit is in the way. */
const A_PAGE = 50;

const PROJECT_CODES = /* GraphQL */ `
  query ProjectsOfEnterprises($codes: [SocialCreditCode!]!) {
    enterprises(filter: { creditCodes: $codes }) {
      nodes {
        creditCode
        projectCodes
      }
    }
  }
`;

interface Answer {
  readonly enterprises: {
    readonly nodes: readonly { readonly creditCode: string; readonly projectCodes: readonly string[] }[];
  } | null;
}

/** Who sent a held record, as they stand now (报送人现状). */
export type PresentCaller = (caller: Caller) => Promise<Caller>;

/**
 * An enterprise reaches the projects that it takes part in today, and neither the one that its record waits for nor one that it
 * has left is told by those it had on the day of sending. Of an enterprise the graph is asked once.
 * @returns a function that throws Fault `UPSTREAM_UNAVAILABLE`
 */
export function presentCallers(room: LedgerRoom): PresentCaller {
  const asked = new Map<string, Promise<readonly string[]>>();
  return async (caller) => {
    const { kind, enterprise } = caller;
    if (kind !== 'ENTERPRISE' || enterprise === undefined) return caller;
    let projects = asked.get(enterprise);
    if (!projects) {
      projects = projectsNow(room, [enterprise]).then((found) => found.get(enterprise) ?? []);
      asked.set(enterprise, projects);
    }
    return { ...caller, projects: await projects };
  };
}

/**
 * The codes of the projects that each of these enterprises takes part in; one that is not on record takes part in none.
 * @throws Fault `UPSTREAM_UNAVAILABLE`
 */
export async function projectsNow(
  room: LedgerRoom,
  enterpriseCodes: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for (const codes of partsOf(enterpriseCodes, A_PAGE)) {
    const { enterprises } = await askGraph<Answer>(room, PROJECT_CODES, { codes });
    // A root that its department could not answer is null; then nothing is known, and not nothing on record.
    if (!enterprises) throw faults.UPSTREAM_UNAVAILABLE('the list of enterprises');
    for (const { creditCode, projectCodes } of enterprises.nodes) found.set(creditCode, projectCodes);
  }
  return found;
}
