import { sql } from 'kysely';
import type { RowOf } from '../../../ledger/fact.ts';
import type { SubgraphContext } from '../../context.ts';
import { codeName, recordFields } from '../../fields.ts';
import type { Resolvers } from '../../subgraph.ts';
import { accountRows } from '../accounts/account-rows.ts';
import { accountKey } from '../accounts/known-account.ts';
import type { GuaranteeDeposit, GuaranteeLetter, SpecialWageAccount } from '../facts.ts';
import { projectOf } from '../references.ts';
import { GuaranteeDepositClaim, GuaranteeLetterClaim, SpecialWageAccountClaim } from './facts.ts';
import { conflictsOf } from '../../conflicts.ts';

type Deposit = RowOf<typeof GuaranteeDeposit>;
type DepositClaim = RowOf<typeof GuaranteeDepositClaim>;
type Letter = RowOf<typeof GuaranteeLetter>;
type LetterClaim = RowOf<typeof GuaranteeLetterClaim>;

type Account = RowOf<typeof SpecialWageAccount>;
type AccountClaim = RowOf<typeof SpecialWageAccountClaim>;

const BY_SOURCE = [{ property: 'claimedBy' }];

// A balance is of its moment: another is no conflict.
const ACCOUNT_FIELDS = {
  projectCode: 'project',
  generalContractorCode: 'generalContractor',
  accountName: 'accountName',
  openedOn: 'openedOn',
  closedOn: 'closedOn',
  status: 'status',
  tripartiteAgreementOn: 'tripartiteAgreementOn',
};

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
  SpecialWageAccount: {
    conflicts: async (row: Account, _args, context) => {
      return conflictsOf(row, await claimsOnAccount(row, context), ACCOUNT_FIELDS);
    },
  },
  SpecialWageAccountClaim: {
    // Counted by whoever lists the claims, against the record that is shown.
    differsIn: (claim: { differsIn: readonly string[] }) => claim.differsIn,
    project: projectOf,
    generalContractor: ({ generalContractorCode }: AccountClaim) =>
      generalContractorCode ? { creditCode: generalContractorCode } : null,
    ...recordFields(SpecialWageAccountClaim),
  },
  GuaranteeDeposit: {
    conflicts: async (row: Deposit, _args, context) => {
      const claims = await context.many(GuaranteeDepositClaim, 'projectCode', row.projectCode, BY_SOURCE);
      const ofForm = claims.filter(({ form }) => form === row.form);
      return conflictsOf(row, ofForm, DEPOSIT_FIELDS);
    },
  },
  GuaranteeDepositClaim: {
    // Counted by whoever lists the claims, against the record that is shown.
    differsIn: (claim: { differsIn: readonly string[] }) => claim.differsIn,
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
    // Counted by whoever lists the claims, against the record that is shown.
    differsIn: (claim: { differsIn: readonly string[] }) => claim.differsIn,
    project: projectOf,
    amount: (row: LetterClaim) => row.amountFen,
    ...recordFields(GuaranteeLetterClaim),
  },
};

/** Found by bank and blind index, for all accounts of an answer at once. */
const claimsOnAccount = (row: Account, context: SubgraphContext): Promise<AccountClaim[]> =>
  context
    .loader<string, AccountClaim[]>('claims on accounts', async (keys) => {
      const claims = await context.store
        .reader(SpecialWageAccountClaim)
        .select(
          context.session,
          [
            sql`(t.account_index, t.bank_code) in (select k.account_index, k.bank_code from ${accountRows(keys)})`,
          ],
          sql` order by t.claimed_by`,
        );
      return keys.map((key) => claims.filter((claim) => accountKey(claim) === key));
    })
    .load(accountKey(row));
