import { officer, training } from '../human-resources/support/datasets.ts';
import type { Case } from './cases.ts';

/** The inputs that give the codes of human resources beside those of contracts. */
export const humanResourcesCases = {
  NO_CONTRACT_HERE: { send: ['submitTrainings', training('no contract')], told: 'ACCEPTED' },
  OFFICER_UNTRAINED: {
    send: ['submitWageOfficers', officer('untrained', { trainedOn: null, certificateNo: null })],
    told: 'ACCEPTED',
  },
} as const satisfies Record<string, Case>;

/** A record in order of each of its datasets. */
export const humanResourcesRecords = [
  ['submitTrainings', training('good')],
  ['submitWageOfficers', officer('good')],
] as const;
