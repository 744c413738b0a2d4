import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { luhnDigit, parseBankCard } from '../../kernel/identifiers/bank-card.ts';
import { bankOf, parseCnaps } from '../../kernel/identifiers/cnaps.ts';
import { parseMobileNumber } from '../../kernel/identifiers/mobile-number.ts';
import type { Parsed } from '../../kernel/identifiers/parsed.ts';
import {
  birthDateOf,
  genderOf,
  parseResidentNumber,
  residentNumberCheck,
} from '../../kernel/identifiers/resident-number.ts';
import {
  isOrganisationCode,
  organisationCodeOf,
  parseSocialCreditCode,
  socialCreditCodeCheck,
} from '../../kernel/identifiers/social-credit-code.ts';

const RESIDENTS = [
  '450102199001010001',
  '530902198506150009',
  '420102199202290008',
  '450203198808080008',
  '45070219751231000X',
];
const CREDIT_CODES = ['91450100MA0TEMA03L', '91530900MA1ATEK1X8', '114500000000000273', '91420100MA2HUBE33K'];
const CARDS = ['6228480000000000000', '6227000000000000003', '6222020000000000000'];

function mustRead<T>(parsed: Parsed<T>): T {
  if (!parsed.ok) throw new Error(parsed.code);
  return parsed.value;
}
const codeOf = (parsed: Parsed<unknown>) => (parsed.ok ? 'understood' : parsed.code);

describe('Resident numbers (GB 11643)', () => {
  // The two printed in the standard belong to nobody; the others carry serial 000, which is not issued.
  test.each(['11010519491231002X', '440524188001010014', ...RESIDENTS])('%s passes', (number) => {
    expect(parseResidentNumber(number)).toEqual({ ok: true, value: number });
  });

  test('the old 15 digits become 18, and both forms are one person', () => {
    expect(parseResidentNumber('450102900101000')).toEqual({ ok: true, value: '450102199001010001' });
    for (const number of RESIDENTS)
      expect(parseResidentNumber(number.slice(0, 6) + number.slice(8, 17))).toEqual({
        ok: true,
        value: number,
      });
  });

  test('birth date and gender are read from it', () => {
    const number = mustRead(parseResidentNumber('420102199202290008'));
    expect([birthDateOf(number), genderOf(number)]).toEqual(['1992-02-29', 'FEMALE']);
    expect(genderOf(mustRead(parseResidentNumber('440524188001010014')))).toBe('MALE');
  });

  test('a small x and spaces around are forgiven', () => {
    expect(parseResidentNumber(' 45070219751231000x ')).toEqual({ ok: true, value: '45070219751231000X' });
  });

  test('every single wrong digit and every exchange of two neighbours is found', () => {
    for (const number of RESIDENTS)
      for (let place = 0; place < 17; place += 1) {
        for (const digit of '0123456789')
          if (digit !== number[place])
            expect(parseResidentNumber(number.slice(0, place) + digit + number.slice(place + 1)).ok).toBe(
              false,
            );
        const [left, right] = [number[place]!, number[place + 1]!];
        if (left !== right)
          expect(
            parseResidentNumber(number.slice(0, place) + right + left + number.slice(place + 2)).ok,
          ).toBe(false);
      }
  });

  test.each([
    ['', 'RESIDENT_NUMBER_LENGTH'],
    ['4501021990010100011', 'RESIDENT_NUMBER_LENGTH'],
    ['45010219900101000A', 'RESIDENT_NUMBER_CHARACTERS'],
    ['４５０102199001010001', 'RESIDENT_NUMBER_CHARACTERS'],
    ['050102199001010001', 'RESIDENT_NUMBER_DIVISION'],
    ['450102199002300001', 'RESIDENT_NUMBER_BIRTH_DATE'],
    ['450102900230000', 'RESIDENT_NUMBER_BIRTH_DATE'],
    ['420102190002290008', 'RESIDENT_NUMBER_BIRTH_DATE'],
    ['450102199001010002', 'RESIDENT_NUMBER_CHECK'],
  ])('%j is refused as %s', (text, code) => {
    expect(codeOf(parseResidentNumber(text))).toBe(code);
  });

  test('every body with its check character passes', () => {
    const body = fc.tuple(
      fc.integer({ min: 110000, max: 659999 }),
      fc.integer({ min: 0, max: 45_000 }),
      fc.integer({ min: 0, max: 999 }),
    );
    fc.assert(
      fc.property(body, ([division, age, serial]) => {
        const born = new Date(age * 86_400_000 - 1_262_304_000_000)
          .toISOString()
          .slice(0, 10)
          .replaceAll('-', '');
        const digits = `${division}${born}${String(serial).padStart(3, '0')}`;
        expect(parseResidentNumber(digits + residentNumberCheck(digits)).ok).toBe(true);
      }),
    );
  });
});

describe('Unified social credit codes (GB 32100)', () => {
  test.each(['91350100M000100Y43', ...CREDIT_CODES])(
    '%s passes, and so does the organisation code inside',
    (code) => {
      expect(isOrganisationCode(organisationCodeOf(mustRead(parseSocialCreditCode(code))))).toBe(true);
    },
  );

  test('every single wrong character is found', () => {
    for (const code of CREDIT_CODES)
      for (let place = 0; place < 18; place += 1)
        for (const other of '0123456789ABCDEFGHJKLMNPQRTUWXY')
          if (other !== code[place])
            expect(parseSocialCreditCode(code.slice(0, place) + other + code.slice(place + 1)).ok).toBe(
              false,
            );
  });

  test.each([
    ['91450100MA0TEMA03', 'SOCIAL_CREDIT_CODE_LENGTH'],
    ['91450100MAOTEMA03L', 'SOCIAL_CREDIT_CODE_CHARACTERS'],
    ['9145O100MA0TEMA03L', 'SOCIAL_CREDIT_CODE_CHARACTERS'],
    ['91450100MA0TEMA03M', 'SOCIAL_CREDIT_CODE_CHECK'],
  ])('%s is refused as %s', (text, code) => {
    expect(codeOf(parseSocialCreditCode(text))).toBe(code);
  });

  test('small letters are forgiven', () => {
    expect(parseSocialCreditCode('91450100ma0tema03l')).toEqual({ ok: true, value: '91450100MA0TEMA03L' });
    expect(socialCreditCodeCheck('91450100MA0TEMA03')).toBe('L');
  });
});

describe('Bank cards', () => {
  test.each(CARDS)('%s passes Luhn', (card) => {
    expect(parseBankCard(card)).toEqual({ ok: true, value: card });
  });

  test('every single wrong digit is found, for every card', () => {
    const digits = fc.stringMatching(/^[1-9][0-9]{11,17}$/);
    fc.assert(
      fc.property(digits, fc.nat(18), fc.integer({ min: 1, max: 9 }), (body, place, change) => {
        const card = body + luhnDigit(body);
        expect(parseBankCard(card).ok).toBe(true);
        const at = place % card.length;
        const wrong = card.slice(0, at) + ((Number(card[at]) + change) % 10) + card.slice(at + 1);
        expect(codeOf(parseBankCard(wrong))).toBe('BANK_CARD_CHECK');
      }),
    );
  });

  test('groups are forgiven; letters and other lengths are not', () => {
    expect(parseBankCard('6227 0000 0000 0000 003').ok).toBe(true);
    expect(codeOf(parseBankCard('622700000000'))).toBe('BANK_CARD_LENGTH');
    expect(codeOf(parseBankCard('62270000000000000030'))).toBe('BANK_CARD_LENGTH');
    expect(codeOf(parseBankCard('622700000000000000X'))).toBe('BANK_CARD_CHARACTERS');
  });
});

describe('Branch and mobile numbers', () => {
  test('a branch number has 12 digits and begins with its bank', () => {
    expect(bankOf(mustRead(parseCnaps('102611000000')))).toBe('102');
    expect(codeOf(parseCnaps('10261100000'))).toBe('CNAPS_LENGTH');
    expect(codeOf(parseCnaps('10261100000A'))).toBe('CNAPS_CHARACTERS');
  });

  test('a mobile number has 11 digits from 13 to 19; country code and groups are forgiven', () => {
    for (const text of ['13800000000', '+86 138-0000-0000', '008613800000000'])
      expect(parseMobileNumber(text)).toEqual({ ok: true, value: '13800000000' });
    expect(codeOf(parseMobileNumber('1380000000'))).toBe('MOBILE_NUMBER_LENGTH');
    expect(codeOf(parseMobileNumber('12800000000'))).toBe('MOBILE_NUMBER_CHARACTERS');
  });
});

test('what is told about a refused identifier never holds its digits', () => {
  const parsers = [parseResidentNumber, parseSocialCreditCode, parseBankCard, parseCnaps, parseMobileNumber];
  const near = fc
    .constantFrom(...RESIDENTS, ...CREDIT_CODES, ...CARDS)
    .chain((text) => fc.nat(9).map((digit) => text.slice(0, -1) + digit));
  fc.assert(
    fc.property(fc.oneof(near, fc.string(), fc.stringMatching(/^[0-9X]{8,20}$/)), (text) => {
      for (const parse of parsers) {
        const parsed = parse(text);
        if (!parsed.ok && text.length > 3) expect(JSON.stringify(parsed)).not.toContain(text);
      }
    }),
  );
});
