import type { Caller } from '../../kernel/caller.ts';
import type { Dataset } from './dataset.ts';
import { askGraph } from './references/ask-graph.ts';
import type { LedgerRoom } from './room.ts';

const PROJECT_CODES = /* GraphQL */ `
  query ProjectsOfEnterprise($code: SocialCreditCode!) {
    enterprise(creditCode: $code) {
      projectCodes
    }
  }
`;

interface Answer {
  readonly enterprise: { readonly projectCodes: readonly string[] } | null;
}

/**
 * Who sent a held record, as they stand now (报送人现状): an enterprise reaches the projects that it takes part in today,
 * and the one its record waits for is not among those it had on the day of sending.
 * @throws Fault `UPSTREAM_UNAVAILABLE`
 */
export async function presentCaller(room: LedgerRoom, dataset: Dataset, caller: Caller): Promise<Caller> {
  // A department that keeps the projects itself knows who takes part in them.
  const isAsked = dataset.references.some(({ asks }) => asks === 'graph');
  if (!isAsked || caller.kind !== 'ENTERPRISE' || caller.enterprise === undefined) return caller;
  const { enterprise } = await askGraph<Answer>(room, PROJECT_CODES, { code: caller.enterprise });
  return { ...caller, projects: enterprise?.projectCodes ?? [] };
}
