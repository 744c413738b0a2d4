import type { SubmissionVerdict } from '../ledger/submission/candidate.ts';
import { verdictCatalogue } from '../schema/verdicts.ts';
import type { Resolvers } from './subgraph.ts';

type Told = Pick<SubmissionVerdict, 'code' | 'expected'>;

/** What the catalogue says of a verdict's code; the ledger keeps codes, never texts. */
export const verdictResolvers: Resolvers = {
  Verdict: {
    message: ({ code }: Told) => verdictCatalogue[code].zh,
    messageEn: ({ code }: Told) => verdictCatalogue[code].en,
    expected: ({ code, expected }: Told) => expected ?? verdictCatalogue[code].expected,
    remedy: ({ code }: Told) => verdictCatalogue[code].remedyZh,
  },
};
