import type { Caller } from '../../../kernel/caller.ts';
import type { Moment } from '../../../ledger/submission/dataset.ts';
import {
  code,
  creditCode,
  day,
  identifier,
  notReversed,
  oneOf,
  projectCode,
  required,
  text,
  within,
  yuan,
} from '../../../ledger/submission/fields/index.ts';
import type { ValuesOf } from '../../../ledger/submission/field.ts';
import type { Report } from '../../../ledger/submission/report.ts';

/** What every undertaking of a bank, guarantor or insurer states (保函、担保), whatever it secures. */
export const undertakingFields = {
  issuerCode: required(identifier({ max: 18, characters: 'WORD' })),
  issuerName: required(text({ max: 200 })),
  projectCode: required(projectCode()),
  form: required(oneOf(['BANK_LETTER', 'GUARANTEE_COMPANY_LETTER', 'SURETY_INSURANCE'])),
  amount: required(yuan({ isAboveZero: true })),
  startsOn: required(day()),
  endsOn: required(day()),
  status: oneOf(['IN_FORCE', 'CLAIMED', 'RELEASED']),
};

export type Undertaking = ValuesOf<typeof undertakingFields>;

/** Who issues it fits its form, a bank, guarantor or insurer states its own, and it does not end before it begins. */
export function checkUndertaking(
  values: Undertaking,
  report: Report,
  { kind, bank, enterprise }: Caller,
): void {
  const { issuerCode, form } = values;
  notReversed(report, 'endsOn', values.startsOn, values.endsOn);
  if (issuerCode === null || form === null) return;
  (form === 'BANK_LETTER' ? BANK : COMPANY).read(issuerCode, within(report, 'issuerCode'));
  if (kind === 'BANK' && issuerCode !== bank)
    report.reject('BANK_OF_ANOTHER', { path: 'issuerCode', expected: 'the bank that states the record' });
  if (kind === 'GUARANTOR' && issuerCode !== enterprise)
    report.reject('ISSUER_OF_ANOTHER', { path: 'issuerCode', expected: 'the issuer that states the record' });
}

/** Stated to be in force though its last day is past. */
export function tellWhenEnded({ status, endsOn }: Undertaking, report: Report, { today }: Moment): void {
  if ((status ?? IN_FORCE) === IN_FORCE && endsOn < today) report.warn('GUARANTEE_ENDED');
}

/** What is stored of it, the same for all kinds. */
export const undertakingContent = ({ amount, status, ...values }: Undertaking) => ({
  ...values,
  amountFen: amount,
  status: status ?? IN_FORCE,
});

const IN_FORCE = 'IN_FORCE';
const BANK = code('bank-codes');
const COMPANY = creditCode();
