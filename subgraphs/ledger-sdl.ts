import type { Subgraph } from './subgraph.ts';
import { withdrawalSdl } from './withdrawals.ts';

/** What the machinery adds to the SDL of a department that takes records; nothing for one that does not. */
export function ledgerSdl(subgraph: LedgerOwner): string {
  return subgraph.datasets?.length ? ledgersField(subgraph) + withdrawalSdl(subgraph) : '';
}

export type LedgerOwner = Pick<Subgraph, 'name' | 'datasets'>;

/** The department's field of `ledgers`: `human-resources` → `humanResources`. */
export const ledgerName = ({ name }: LedgerOwner): string =>
  name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

// Each department has the root field and its own field below it, so that a question over several is answered by each;
// one that is down costs its own field, which is then null.
const ledgersField = (subgraph: LedgerOwner): string => `
extend type Query {
  "What each department keeps of the submissions it took (提交台账)."
  ledgers: Ledgers @shareable @authenticated
}

"What each department keeps of the submissions it took (提交台账): one field a department."
type Ledgers @classified(level: GENERAL) {
  "The submissions that ${subgraph.name} took (本部门提交台账)."
  ${ledgerName(subgraph)}: SubmissionLedger
}
`;
