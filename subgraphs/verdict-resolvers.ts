import type { SubmissionVerdict } from '../ledger/submission/candidate.ts';
import { verdictCatalogue } from '../schema/verdicts.ts';
import type { Resolvers } from './subgraph.ts';

type Told = Pick<SubmissionVerdict, 'code' | 'outcome' | 'expected'>;

/** What the catalogue says of a verdict's code; the ledger keeps codes, never texts. */
export const verdictResolvers: Resolvers = {
  Verdict: {
    message: (told: Told) =>
      isNotHeld(told) ? `${of(told).causeZh}；整批成功方式下不暂存，整批未保存。` : of(told).zh,
    messageEn: (told: Told) =>
      isNotHeld(told)
        ? `${of(told).causeEn}; in a submission that is stored whole nothing waits, and none of it was stored.`
        : of(told).en,
    expected: ({ code, expected }: Told) => expected ?? verdictCatalogue[code].expected,
    remedy: (told: Told) =>
      isNotHeld(told) ? '请改正本条，或先报送其所等待的记录，再整批重新报送。' : of(told).remedyZh,
  },
};

const of = ({ code }: Told) => verdictCatalogue[code];

/** It would have waited, and was refused with its whole submission (ATOMIC): nothing of it is held. */
const isNotHeld = ({ code, outcome }: Told): boolean =>
  outcome === 'REJECTED' && verdictCatalogue[code].outcome === 'HELD';
