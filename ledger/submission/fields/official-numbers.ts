import { parseBankCard } from '../../../kernel/identifiers/bank-card.ts';
import { isOfAProvince, parseDivisionCode } from '../../../kernel/identifiers/division-code.ts';
import { parseMobileNumber } from '../../../kernel/identifiers/mobile-number.ts';
import { parseSocialCreditCode } from '../../../kernel/identifiers/social-credit-code.ts';
import { isMissingFromTree } from '../../../schema/divisions.ts';
import type { VerdictCode } from '../../verdict.ts';
import type { Field } from '../field.ts';
import type { Report } from '../report.ts';
import { asciiText } from './stated-text.ts';

/**
 * A unified social credit code (统一社会信用代码). Eighteen letters and digits that are none, as with a letter O for a
 * zero, hold the record: they may be doubtful data (YD-17); other text is malformed.
 */
export const creditCode = (): Field<string | null> =>
  number(
    { expected: 'a unified social credit code of 18 characters', max: 32, malformed: 'VALUE_MALFORMED' },
    (text, report) => {
      const parsed = parseSocialCreditCode(text);
      if (parsed.ok) return parsed.value;
      if (!/^[0-9A-Za-z]{18}$/.test(text)) return null;
      report.hold('CREDIT_CODE_INVALID', { expected: parsed.expected });
      return text.toUpperCase();
    },
  );

/**
 * A division code (行政区划代码) of a place: of the tree where the hub has that of its province, down to the county; elsewhere by its
 * form and its province, since the counties of others come, merge and go unnoticed.
 */
export const divisionCode = (): Field<string | null> =>
  number(
    {
      expected: 'a division code of 6, 9 or 12 digits, such as "450103"',
      max: 16,
      malformed: 'DIVISION_UNKNOWN',
      takesNumbers: true,
    },
    (text) => {
      const parsed = parseDivisionCode(text);
      if (!parsed.ok || !isOfAProvince(parsed.value)) return null;
      return isMissingFromTree(parsed.value) ? null : parsed.value;
    },
  );

/** A bank card's number (银行卡号), as its digits. A Luhn digit that does not fit holds the record. */
export const bankCard = (): Field<string | null> =>
  number(
    { expected: 'a card number of 13 to 19 digits as text', max: 40, malformed: 'ACCOUNT_NUMBER_MALFORMED' },
    (text, report) => {
      const digits = withoutGroups(text);
      if (!/^\d{13,19}$/.test(digits)) return null;
      const parsed = parseBankCard(digits);
      if (!parsed.ok) report.hold('CARD_NUMBER_INVALID', { expected: parsed.expected });
      return digits;
    },
  );

/** A CNAPS number of a bank's branch (联行号). */
export const bankLinkNo = (): Field<string | null> =>
  number(
    {
      expected: 'a bank link number of 12 digits',
      max: 30,
      malformed: 'VALUE_MALFORMED',
      takesNumbers: true,
    },
    (text) => (/^[1-9]\d{11}$/.test(text) ? text : null),
  );

/**
 * A bank account's number (账号), as its digits; leading zeros count, and there is no check digit to test. Never a JSON
 * number: one of more than 15 digits has lost some before anybody reads it.
 */
export const accountNumber = (): Field<string | null> =>
  number(
    {
      expected: 'an account number of 8 to 32 digits as text',
      max: 64,
      malformed: 'ACCOUNT_NUMBER_MALFORMED',
    },
    (text) => {
      const digits = withoutGroups(text);
      return /^\d{8,32}$/.test(digits) ? digits : null;
    },
  );

/** A mobile number (手机号码) of mainland China, as its 11 digits. */
export const mobilePhone = (): Field<string | null> =>
  number(
    {
      expected: 'a mobile number of mainland China, 11 digits',
      max: 32,
      malformed: 'PHONE_MALFORMED',
      takesNumbers: true,
    },
    (text) => {
      const parsed = parseMobileNumber(text);
      return parsed.ok ? parsed.value : null;
    },
  );

interface NumberTerms {
  readonly expected: string;
  readonly max: number;
  readonly malformed: VerdictCode;
  readonly takesNumbers?: boolean;
}

function number(
  terms: NumberTerms,
  parse: (text: string, report: Report) => string | null,
): Field<string | null> {
  const { expected, malformed } = terms;
  const asText = { ...terms, tooLong: malformed };
  return {
    expected,
    read(raw, report) {
      const text = asciiText(raw, report, asText);
      if (text === null) return null;
      const value = parse(text, report);
      if (value === null) report.reject(malformed, { expected });
      return value;
    },
  };
}

const withoutGroups = (text: string): string => text.replace(/[\s-]/g, '');
