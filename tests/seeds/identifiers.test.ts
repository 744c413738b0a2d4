import { describe, expect, test } from '@jest/globals';
import type { BusinessDate } from '../../kernel/calendar.ts';
import { parseBankCard } from '../../kernel/identifiers/bank-card.ts';
import { parseDivisionCode } from '../../kernel/identifiers/division-code.ts';
import { parseMobileNumber } from '../../kernel/identifiers/mobile-number.ts';
import { parseResidentNumber } from '../../kernel/identifiers/resident-number.ts';
import { isOrganisationCode, parseSocialCreditCode } from '../../kernel/identifiers/social-credit-code.ts';
import { codeTable } from '../../schema/codes.ts';
import { enterprises } from '../../seeds/enterprises.ts';
import { guangxiProjects, yunnanProjects } from '../../seeds/project-list.ts';
import { cardNumber, mobileNumber, oldResidentNumber } from '../../seeds/synthetic-numbers.ts';
import { peopleOf } from '../../seeds/world.ts';

const persons = peopleOf('2026-11-21' as BusinessDate);

describe('The numbers of the demo are valid and nobody’s', () => {
  test('1,500 people have 1,500 different resident numbers of serial 000, which is never issued', () => {
    expect(new Set(persons.map(({ number }) => number)).size).toBe(1_500);
    expect(persons.filter(({ number }) => !parseResidentNumber(number).ok)).toEqual([]);
    expect(persons.filter(({ number }) => number.slice(14, 17) !== '000')).toEqual([]);
  });

  test('resident numbers begin with a county of Guangxi and hold the date of birth', () => {
    const counties = codeTable('divisions-guangxi').byCode;
    const wrong = persons.filter(
      ({ number, bornOn }) =>
        counties.get(number.slice(0, 6))?.level !== 'county' ||
        number.slice(6, 14) !== bornOn.replaceAll('-', ''),
    );
    expect(wrong).toEqual([]);
  });

  test('both forms of the number that was registered twice are one number', () => {
    const [twice, ...others] = persons.filter(({ registeredTwice }) => registeredTwice);
    expect(others).toEqual([]);
    expect(parseResidentNumber(oldResidentNumber(twice!.number))).toEqual({ ok: true, value: twice!.number });
  });

  test('mobile numbers are of 15400, which no operator was given', () => {
    const numbers = [...persons.map(({ phone }) => phone), mobileNumber(800_059), mobileNumber(900_003)];
    expect(numbers.filter((one) => !parseMobileNumber(one).ok || !one.startsWith('15400'))).toEqual([]);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  test('card numbers have a Luhn digit and a prefix of no country', () => {
    const cards = persons.map(({ serial }) => cardNumber(serial));
    expect(cards.filter((one) => !parseBankCard(one).ok || !one.startsWith('999999'))).toEqual([]);
    expect(new Set(cards).size).toBe(cards.length);
  });

  test('enterprises have different names and codes with both check characters', () => {
    const { all } = enterprises();
    expect(all.filter(({ creditCode }) => !parseSocialCreditCode(creditCode).ok)).toEqual([]);
    expect(all.filter(({ creditCode }) => !isOrganisationCode(creditCode.slice(8, 17)))).toEqual([]);
    expect(all.filter(({ creditCode }) => !/^(91\d{6}MA0DE|12450000000)/.test(creditCode))).toEqual([]);
    expect(new Set(all.map(({ creditCode }) => creditCode)).size).toBe(all.length);
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  });

  test('sixty projects stand in counties of all fourteen cities, ten more in Yunnan', () => {
    const counties = codeTable('divisions-guangxi').byCode;
    expect(guangxiProjects.filter(([code]) => counties.get(code)?.level !== 'county')).toEqual([]);
    expect(new Set(guangxiProjects.map(([code]) => code.slice(0, 4))).size).toBe(14);
    expect(guangxiProjects).toHaveLength(60);
    const yunnan = codeTable('divisions-yunnan').byCode;
    expect(yunnanProjects.filter(([code]) => yunnan.get(code)?.level !== 'county')).toEqual([]);
    expect(yunnanProjects.every(([code]) => parseDivisionCode(code).ok)).toBe(true);
  });
});
