import type { RowOf } from '../../../ledger/fact.ts';
import { codeName, recordFields } from '../../fields.ts';
import type { Resolvers } from '../../subgraph.ts';
import {
  type GuaranteeDeposit,
  GuaranteeDepositClaim,
  type GuaranteeLetter,
  GuaranteeLetterClaim,
} from '../facts.ts';
import { projectOf } from '../references.ts';
import { conflictsOf } from './conflicts.ts';

type Deposit = RowOf<typeof GuaranteeDeposit>;
type DepositClaim = RowOf<typeof GuaranteeDepositClaim>;
type Letter = RowOf<typeof GuaranteeLetter>;
type LetterClaim = RowOf<typeof GuaranteeLetterClaim>;

const BY_SOURCE = [{ property: 'claimedBy' }];

const DEPOSIT_FIELDS = {
  requiredFen: 'required',
  storedFen: 'stored',
  contractPriceFen: 'contractPrice',
  bankCode: 'bank',
  accountName: 'accountName',
  storedOn: 'storedOn',
  returnedOn: 'returnedOn',
  status: 'status',
};

const LETTER_FIELDS = {
  projectCode: 'project',
  form: 'form',
  amountFen: 'amount',
  startsOn: 'startsOn',
  endsOn: 'endsOn',
  status: 'status',
};

/** What other sources state of deposits and letters than what is shown (多来源冲突). */
export const claimResolvers: Resolvers = {
  GuaranteeDeposit: {
    conflicts: async (row: Deposit, _args, context) => {
      const claims = await context.many(GuaranteeDepositClaim, 'projectCode', row.projectCode, BY_SOURCE);
      const ofForm = claims.filter(({ form }) => form === row.form);
      return conflictsOf(row, ofForm, DEPOSIT_FIELDS);
    },
  },
  GuaranteeDepositClaim: {
    required: (row: DepositClaim) => row.requiredFen,
    stored: (row: DepositClaim) => row.storedFen,
    contractPrice: (row: DepositClaim) => row.contractPriceFen,
    bank: (row: DepositClaim) => codeName('bank-codes', row.bankCode),
    ...recordFields(GuaranteeDepositClaim),
  },
  GuaranteeLetter: {
    conflicts: async (row: Letter, _args, context) => {
      const claims = await context.many(GuaranteeLetterClaim, 'letterNo', row.letterNo, BY_SOURCE);
      const ofIssuer = claims.filter(({ issuerCode }) => issuerCode === row.issuerCode);
      return conflictsOf(row, ofIssuer, LETTER_FIELDS);
    },
  },
  GuaranteeLetterClaim: {
    project: projectOf,
    amount: (row: LetterClaim) => row.amountFen,
    ...recordFields(GuaranteeLetterClaim),
  },
};
