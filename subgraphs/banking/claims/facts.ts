import { column } from '../../../ledger/column-types.ts';
import { fact } from '../../../ledger/fact.ts';

const schema = 'banking';

/** What is stated of a special account (专户): the content of the fact, and of each source’s word on it. */
export const accountColumns = {
  bankCode: column.code(),
  accountIndex: column.bytes(),
  accountNumber: column.bytes(),
  projectCode: column.code(),
  generalContractorCode: column.code().nullable(),
  accountName: column.text().nullable(),
  bankName: column.text(),
  openedOn: column.day().nullable(),
  closedOn: column.day().nullable(),
  status: column.code(),
  tripartiteAgreementOn: column.day().nullable(),
  balanceFen: column.fen().nullable(),
  balanceAt: column.instant().nullable(),
  lastSerial: column.code().nullable(),
  closingNoticeFrom: column.day().nullable(),
  closingNoticeTo: column.day().nullable(),
  nature: column.code().nullable(),
  tripartiteAgreementDigest: column.code().nullable(),
  /** Other projects that it serves (shared-projects.ts). */
  sharedProjects: column.json().nullable(),
};

/** One source's word on a special account (专户的来源陈述); the content of the fact, and whose word it is. */
export const SpecialWageAccountClaim = fact(
  {
    name: 'SpecialWageAccountClaim',
    schema,
    table: 'special_wage_account_claim',
    naturalKey: ['bankCode', 'accountIndex', 'claimedBy'],
    sealed: ['accountNumber'],
  },
  { ...accountColumns, claimedBy: column.text() },
);

/** What is stated of a deposit (保证金): the content of the fact, and of each source’s word on it. */
export const depositColumns = {
  projectCode: column.code(),
  form: column.code(),
  requiredFen: column.fen(),
  storedFen: column.fen(),
  bankCode: column.code().nullable(),
  accountName: column.text().nullable(),
  storedOn: column.day().nullable(),
  contractPriceFen: column.fen().nullable(),
  arrearsHistory: column.code().nullable(),
  lastArrearsOn: column.day().nullable(),
  noticeFrom: column.day().nullable(),
  noticeTo: column.day().nullable(),
  returnedOn: column.day().nullable(),
  accountIndex: column.bytes().nullable(),
  accountNumber: column.bytes().nullable(),
  usedFen: column.fen().nullable(),
  useNoticedOn: column.day().nullable(),
  usedOn: column.day().nullable(),
  restoredOn: column.day().nullable(),
  /** All uses, where they are stated (uses.ts); the latest is in the columns above as well. */
  uses: column.json().nullable(),
  status: column.code(),
};

/** One source's word on a deposit (保证金的来源陈述); the content of the fact, and whose word it is. */
export const GuaranteeDepositClaim = fact(
  {
    name: 'GuaranteeDepositClaim',
    schema,
    table: 'guarantee_deposit_claim',
    naturalKey: ['projectCode', 'form', 'claimedBy'],
    sealed: ['accountNumber'],
  },
  { ...depositColumns, claimedBy: column.text() },
);

/** What is stated of a letter (保函): the content of the fact, and of each source’s word on it. */
export const letterColumns = {
  issuerCode: column.code(),
  letterNo: column.code(),
  projectCode: column.code(),
  issuerName: column.text(),
  form: column.code(),
  amountFen: column.fen(),
  startsOn: column.day(),
  endsOn: column.day(),
  status: column.code(),
};

/** One source's word on a letter (保函的来源陈述); the content of the fact, and whose word it is. */
export const GuaranteeLetterClaim = fact(
  {
    name: 'GuaranteeLetterClaim',
    schema,
    table: 'guarantee_letter_claim',
    naturalKey: ['issuerCode', 'letterNo', 'claimedBy'],
  },
  { ...letterColumns, claimedBy: column.text() },
);
