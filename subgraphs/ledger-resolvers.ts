import { changes, type ChangeRequest } from '../ledger/order/changes.ts';
import { clientOf } from '../ledger/submission/envelope.ts';
import { type FiguresRequest, submissionFigures } from '../ledger/submission-queries/figures.ts';
import { type FreshnessFilter, sourceFreshness } from '../ledger/submission-queries/freshness.ts';
import { type HeldFilter, heldRecords, type ListedHeld } from '../ledger/submission-queries/held-records.ts';
import type { Paging } from '../ledger/submission-queries/ledger-list.ts';
import { checkDataset } from '../ledger/submission-queries/named-dataset.ts';
import {
  ownReceipt,
  ownSubmissions,
  type SubmissionFilter,
} from '../ledger/submission-queries/submissions.ts';
import { verdictCatalogue } from '../schema/verdicts.ts';
import { ledgerName } from './ledger-sdl.ts';
import type { Resolvers, Subgraph } from './subgraph.ts';

/** How the fields that `ledgerSdl` adds are answered: from the department's own tables, under the caller's row scope. */
export function ledgerResolvers(subgraph: Pick<Subgraph, 'name' | 'databaseSchema' | 'datasets'>): Resolvers {
  if (!subgraph.datasets?.length) return {};
  const room = { schema: subgraph.databaseSchema, datasets: subgraph.datasets };
  return {
    Query: { ledgers: () => ({}) },
    Ledgers: { [ledgerName(subgraph)]: () => ({}) },
    SubmissionLedger: {
      submission: (_ledger, { receipt }: { receipt: string }, { session, caller }) =>
        ownReceipt(session, room, clientOf(caller), receipt),
      mySubmissions: (_ledger, { filter, ...paging }: Filtered<SubmissionFilter>, { session, caller }) =>
        ownSubmissions(session, room, clientOf(caller), filter ?? {}, paging),
      submissionFigures: (_ledger, request: FiguresRequest, { session, caller }) =>
        submissionFigures(session, room, clientOf(caller), request),
      heldRecords: (_ledger, { filter, ...paging }: Filtered<HeldFilter>, { session }) =>
        heldRecords(session, room, filter ?? { state: 'HELD' }, paging),
      sourceFreshness: (_ledger, { filter }: Filtered<FreshnessFilter>, { session, caller, now, store }) => {
        const seesAll = caller.scopes.includes('change:read');
        const { organisation } = filter ?? {};
        checkDataset(filter?.dataset, room);
        if (!seesAll && organisation != null && organisation !== caller.organisation) return [];
        const own = seesAll ? {} : { organisation: caller.organisation };
        return sourceFreshness(session, room, { ...filter, ...own }, { now, rhythms: store.rhythms });
      },
      changes: (_ledger, request: ChangeRequest, { session }) => changes(session, room, request),
    },
    HeldRecord: {
      message: ({ code }: ListedHeld) => verdictCatalogue[code].zh,
      messageEn: ({ code }: ListedHeld) => verdictCatalogue[code].en,
      remedy: ({ code }: ListedHeld) => verdictCatalogue[code].remedyZh,
    },
  };
}

type Filtered<Filter> = Paging & { readonly filter?: Filter | null };
