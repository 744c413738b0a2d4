import { type Withdrawal, withdraw } from '../ledger/submission/withdraw.ts';
import { envelopeOf, type StatedEnvelope } from './submission.ts';
import type { Resolver, Resolvers, Subgraph } from './subgraph.ts';

/** The two withdrawals (撤回) of a subgraph that takes submissions, under names of its own: `withdrawBankingRecords`. */
export function withdrawalSdl({ name, datasets }: Pick<Subgraph, 'name' | 'datasets'>): string {
  if (!datasets?.length) return '';
  const [records, submission] = operationsOf(name);
  const list = datasets.map((one) => one.name).join(', ');
  // Whoever may submit something here may take back that: which records those are, the ledger says (standing.ts).
  const scopes = [...new Set(datasets.flatMap((one) => one.scopes))].map((one) => `["${one}"]`).join(', ');
  return `
extend type Mutation {
  """
  Takes single records of ${name} back (按记录撤回): a withdrawal is a version too, and the history keeps what was stated.
  A source takes back its own records only, of datasets that the caller may submit; what is absent, what is out of reach
  and what is of other datasets look the same. Datasets: ${list}.
  Source: architecture of the hub §3, invariant 4.
  """
  ${records}(
    "The envelope (提交信封); its source system is the one that stated the records."
    envelope: SubmissionEnvelopeInput!
    "The records (撤回的记录), at most 5,000."
    records: [WithdrawnRecordInput!]!
    "Why (撤回原因), 2 to 500 characters; it names no person."
    reason: String!
  ): Receipt! @requiresScopes(scopes: [${scopes}])
  """
  Takes back all that a submission to ${name} made and that still stands (按提交撤回); what it holds stops waiting. Records
  that were corrected since are left as they are. Source: architecture of the hub §3, invariant 4.
  """
  ${submission}(
    "The envelope (提交信封); its source system is the one of the submission."
    envelope: SubmissionEnvelopeInput!
    "The receipt of the submission (回执编号)."
    receipt: ID!
    "Why (撤回原因), 2 to 500 characters; it names no person."
    reason: String!
  ): Receipt! @requiresScopes(scopes: [${scopes}])
}
`;
}

export function withdrawalResolvers({ name, datasets }: Pick<Subgraph, 'name' | 'datasets'>): Resolvers {
  if (!datasets?.length) return {};
  const [records, submission] = operationsOf(name);
  return { Mutation: { [records]: withdraws(records), [submission]: withdraws(submission) } };
}

const withdraws =
  (operation: string): Resolver =>
  (_root, { envelope, ...withdrawal }: { envelope: StatedEnvelope } & Withdrawal, { store, caller }) =>
    withdraw(store.ledger, caller, operation, envelopeOf(envelope), withdrawal);

/** `withdrawHumanResourcesRecords` for `human-resources`. */
function operationsOf(name: string): [records: string, submission: string] {
  const pascal = name.replace(/(^|-)([a-z])/g, (_all, _dash, letter: string) => letter.toUpperCase());
  return [`withdraw${pascal}Records`, `withdraw${pascal}Submission`];
}
