import { describe, expect, test } from '@jest/globals';
import {
  accountNumber,
  bankCard,
  code,
  creditCode,
  decimal,
  divisionCode,
  documentNo,
  flag,
  identifier,
  integer,
  mobilePhone,
  oneOf,
  personName,
  projectCode,
  required,
  text,
  uuid,
  yuan,
} from '../../ledger/submission/fields/index.ts';
import { cases, type Case, reading } from './support/reading.ts';

const NOTHING: readonly Case[] = [
  [undefined, null],
  [null, null],
  ['', null],
  ['  \t\n', null],
  ['\u3000', null],
];
const NO_TEXT: readonly Case[] = [
  [true, null, 'REJECT VALUE_MALFORMED'],
  [{}, null, 'REJECT VALUE_MALFORMED'],
  [['a'], null, 'REJECT VALUE_MALFORMED'],
];

const FORBIDDEN = [
  ['NUL', '\u0000'],
  ['a line end', '\n'],
  ['an escape', '\u001b'],
  ['a C1 control', '\u0085'],
  ['a soft hyphen', '\u00ad'],
  ['a zero-width space', '\u200b'],
  ['a zero-width joiner', '\u200d'],
  ['a right-to-left mark', '\u200f'],
  ['a line separator', '\u2028'],
  ['a paragraph separator', '\u2029'],
  ['a right-to-left override', '\u202e'],
  ['an isolate', '\u2066'],
  ['a byte order mark', '\ufeff'],
  ['a Hangul filler', '\u3164'],
  ['a replacement character', '\ufffd'],
  ['a noncharacter', '\uffff'],
  ['a lone surrogate', '\ud800'],
  ['a tag character', '\u{e0041}'],
] as const;

describe('Text (文本)', () => {
  const field = text({ max: 10 });
  test.each(
    cases([
      ...NOTHING,
      ...NO_TEXT,
      [12, null, 'REJECT VALUE_MALFORMED'],
      [' 邕宁大道项目 ', '邕宁大道项目'],
      ['e\u0301', 'é'],
      ['１号楼', '１号楼'],
      ['a'.repeat(10), 'a'.repeat(10)],
      ['𠮷'.repeat(10), '𠮷'.repeat(10)],
      ['a'.repeat(11), null, 'REJECT VALUE_TOO_LONG'],
      ['𠮷'.repeat(11), null, 'REJECT VALUE_TOO_LONG'],
      ['a'.repeat(5_000_000), null, 'REJECT VALUE_TOO_LONG'],
    ]),
  )('%j is read as %j %s', (raw, value, told) => {
    expect(reading(field, raw)).toEqual([value, told]);
  });

  test.each(FORBIDDEN)('%s inside is refused', (_name, character) => {
    for (const one of [field, identifier({ max: 20 }), personName()])
      expect(reading(one, `甲${character}乙`)).toEqual([null, 'REJECT CHARACTER_FORBIDDEN']);
    expect(reading(field, `a${character}b`)).toEqual([null, 'REJECT CHARACTER_FORBIDDEN']);
  });
});

describe("A person's name (姓名)", () => {
  test.each(
    cases([
      ...NOTHING,
      ['买买提·艾力', '买买提·艾力'],
      ['买买提•艾力', '买买提·艾力'],
      ['买买提．艾力', '买买提·艾力'],
      ['买买提‧艾力', '买买提·艾力'],
      ['买买提 ・ 艾力', '买买提·艾力'],
      ['J. Smith', 'J. Smith'],
      ['𠮷田䶮', '𠮷田䶮'],
      ['葛\u{e0100}城', '葛\u{e0100}城'],
      ['甲'.repeat(101), null, 'REJECT VALUE_TOO_LONG'],
    ]),
  )('%j is read as %j %s', (raw, value, told) => {
    expect(reading(personName(), raw)).toEqual([value, told]);
  });
});

describe('An identifier (编号)', () => {
  test.each(
    cases([
      ...NOTHING,
      ...NO_TEXT,
      ['A/01(2)', 'A/01(2)'],
      [' A01 ', 'A01'],
      ['Ａ０１', 'A01', 'WARN WIDTH_NORMALISED'],
      ['A 01', null, 'REJECT VALUE_MALFORMED'],
      ['甲01', null, 'REJECT VALUE_MALFORMED'],
      [7, null, 'REJECT VALUE_MALFORMED'],
      ['A'.repeat(21), null, 'REJECT VALUE_TOO_LONG'],
      // One character of compatibility becomes eighteen.
      ['\ufdfa\ufdfa', null, 'WARN WIDTH_NORMALISED, REJECT VALUE_TOO_LONG'],
    ]),
  )('%j is read as %j %s', (raw, value, told) => {
    expect(reading(identifier({ max: 20 }), raw)).toEqual([value, told]);
  });

  test.each(
    cases([
      [3, '3'],
      [12345678901, '12345678901'],
      [0, '0'],
      [9_007_199_254_740_991, '9007199254740991'],
      [9_007_199_254_740_992, null, 'REJECT VALUE_MALFORMED'],
      [1.5, null, 'REJECT VALUE_MALFORMED'],
      [Number.NaN, null, 'REJECT VALUE_MALFORMED'],
    ]),
  )('where the field takes numbers, %j is read as %j %s', (raw, value, told) => {
    expect(reading(identifier({ max: 20, takesNumbers: true }), raw)).toEqual([value, told]);
  });

  test.each(
    cases([
      ...NOTHING,
      ['4501032026010001', '4501032026010001'],
      ['GX-2026_01', 'GX-2026_01'],
      ['4501 03', null, 'REJECT PROJECT_CODE_MALFORMED'],
      ["45'; drop table x", null, 'REJECT PROJECT_CODE_MALFORMED'],
      [4501032026010001, null, 'REJECT PROJECT_CODE_MALFORMED'],
      ['4'.repeat(33), null, 'REJECT PROJECT_CODE_MALFORMED'],
      ['４５０１０３', '450103', 'WARN WIDTH_NORMALISED'],
    ]),
  )('as the code of a project, %j is read as %j %s', (raw, value, told) => {
    expect(reading(projectCode(), raw)).toEqual([value, told]);
  });

  test.each(
    cases([
      ...NOTHING,
      ...NO_TEXT,
      ['0197a3c2-5f00-7000-8000-00000000000a', '0197a3c2-5f00-7000-8000-00000000000a'],
      ['0197A3C2-5F00-7000-8000-00000000000A', '0197a3c2-5f00-7000-8000-00000000000a'],
      ['0197a3c2-5f00-7000-8000-00000000000', null, 'REJECT VALUE_MALFORMED'],
      ['0197a3c25f0070008000000000000000', null, 'REJECT VALUE_MALFORMED'],
      ['0197a3c2-5f00-7000-8000-00000000000g', null, 'REJECT VALUE_MALFORMED'],
      ['0197a3c2-5f00-7000-8000-00000000000aa', null, 'REJECT VALUE_MALFORMED'],
    ]),
  )('as a UUID, %j is read as %j %s', (raw, value, told) => {
    expect(reading(uuid(), raw)).toEqual([value, told]);
  });
});

describe('The number of a document (文号)', () => {
  test.each(
    cases([
      ...NOTHING,
      ...NO_TEXT,
      ['桂人社黑〔2026〕1号', '桂人社黑〔2026〕1号'],
      ['桂人社黑[2026]1号', '桂人社黑[2026]1号'],
      ['桂人社黑【2026】1号', '桂人社黑【2026】1号'],
      ['桂人社黑［2026］1号', '桂人社黑[2026]1号', 'WARN WIDTH_NORMALISED'],
      ['桂人社黑〔２０２６〕１号', '桂人社黑〔2026〕1号', 'WARN WIDTH_NORMALISED'],
      ['(桂)JZ安许证字[2024]000123', '(桂)JZ安许证字[2024]000123'],
      ['（桂）jz安许证字[2024]000123', '(桂)jz安许证字[2024]000123', 'WARN WIDTH_NORMALISED'],
      [' ts-1 ', 'ts-1'],
      ['TS–1', 'TS-1'],
      ['ＴＳ－１', 'TS-1', 'WARN WIDTH_NORMALISED'],
      ['A/01(2)', 'A/01(2)'],
      ['A 01', null, 'REJECT VALUE_MALFORMED'],
      ['甲，1', '甲,1', 'WARN WIDTH_NORMALISED'],
      ['号\u202e1', null, 'REJECT CHARACTER_FORBIDDEN'],
      ['号😀1', null, 'REJECT VALUE_MALFORMED'],
      [7, null, 'REJECT VALUE_MALFORMED'],
      ['A'.repeat(31), null, 'REJECT VALUE_TOO_LONG'],
      ['\ufdfa\ufdfa', null, 'WARN WIDTH_NORMALISED, REJECT VALUE_TOO_LONG'],
    ]),
  )('%j is read as %j %s', (raw, value, told) => {
    expect(reading(documentNo({ max: 30 }), raw)).toEqual([value, told]);
  });

  test.each(
    cases([
      ['第  1 号', '第 1 号'],
      ['第　1号', '第 1号', 'WARN WIDTH_NORMALISED'],
      ['检查“一”', '检查“一”'],
    ]),
  )('where it was free text before, %j is read as %j %s', (raw, value, told) => {
    expect(reading(documentNo({ max: 30, isFree: true }), raw)).toEqual([value, told]);
  });
});

describe('A text of paragraphs (多行文本)', () => {
  test.each(
    cases([
      ['一、临边无防护；\r\n二、配电箱未上锁。\r三、\t无', '一、临边无防护；\n二、配电箱未上锁。\n三、 无'],
      ['甲\n\n乙', '甲\n\n乙'],
      ['甲\u2028乙', '甲\n乙'],
      ['\n', null],
      ['甲\u202e乙', null, 'REJECT CHARACTER_FORBIDDEN'],
      ['甲\u0000乙', null, 'REJECT CHARACTER_FORBIDDEN'],
    ]),
  )('%j is read as %j %s', (raw, value, told) => {
    expect(reading(text({ max: 500 }), raw)).toEqual([value, told]);
  });
});

describe('A word (代码、枚举、是否)', () => {
  test.each(
    cases([
      ...NOTHING,
      ...NO_TEXT,
      ['01', '01'],
      ['０１', '01', 'WARN WIDTH_NORMALISED'],
      ['1', null, 'REJECT CODE_UNKNOWN'],
      [1, null, 'REJECT CODE_UNKNOWN'],
      ['99', null, 'REJECT CODE_UNKNOWN'],
      ['constructor', null, 'REJECT CODE_UNKNOWN'],
      ['0'.repeat(100), null, 'REJECT CODE_UNKNOWN'],
    ]),
  )('of the table id-cert-types, %j is read as %j %s', (raw, value, told) => {
    expect(reading(code('id-cert-types'), raw)).toEqual([value, told]);
  });

  test('a JSON number stands for a code of a table that writes it so', () => {
    expect(reading(code('gender'), 1)).toEqual(['1', '']);
    expect(reading(code('work-roles'), 10)).toEqual(['10', '']);
  });

  test('what was expected names the table, and its codes where they are few', () => {
    expect(code('gender').expected).toBe('a code of gender (性别 gender): "0", "1"');
    expect(code('work-types').expected).toMatch(/^a code of work-types \(.+\): such as "010"$/);
  });

  test.each(
    cases([
      ...NOTHING,
      ...NO_TEXT,
      ['IN', 'IN'],
      [' OUT ', 'OUT'],
      ['in', null, 'REJECT CODE_UNKNOWN'],
      [1, null, 'REJECT CODE_UNKNOWN'],
    ]),
  )('of IN and OUT, %j is read as %j %s', (raw, value, told) => {
    expect(reading(oneOf(['IN', 'OUT']), raw)).toEqual([value, told]);
  });

  test.each(
    cases([
      ...NOTHING,
      [true, true],
      [false, false],
      [1, true],
      [0, false],
      ['1', true],
      ['0', false],
      ['true', true],
      [2, null, 'REJECT VALUE_MALFORMED'],
      ['是', null, 'REJECT VALUE_MALFORMED'],
      [{}, null, 'REJECT VALUE_MALFORMED'],
    ]),
  )('of yes and no, %j is read as %j %s', (raw, value, told) => {
    expect(reading(flag(), raw)).toEqual([value, told]);
  });
});

describe('An amount of money (金额)', () => {
  test.each(
    cases([
      ...NOTHING,
      ...NO_TEXT,
      ['1234.50', 123450n],
      ['1234.5', 123450n],
      ['1234', 123400n],
      ['0', 0n],
      ['0.01', 1n],
      ['0012.50', 1250n],
      [' 12.00 ', 1200n],
      [1234.5, 123450n],
      [0.1, 10n],
      [0.07, 7n],
      [8_000, 800000n],
      [9_999_999_999_999.99, 999_999_999_999_999n],
      ['9999999999999.99', 999_999_999_999_999n],
      ['99999999999999.99', 9_999_999_999_999_999n],
      ['999999999999999.99', 99_999_999_999_999_999n],
      ['1000000000000000.00', null, 'REJECT AMOUNT_TOO_LARGE'],
      ['9'.repeat(60), null, 'REJECT AMOUNT_TOO_LARGE'],
      [1e21, null, 'REJECT AMOUNT_TOO_LARGE'],
      // A double of this size may have lost its fen.
      [2 ** 46 + 0.5, null, 'REJECT AMOUNT_MALFORMED'],
      ['0.001', null, 'REJECT AMOUNT_MALFORMED'],
      ['12.500', null, 'REJECT AMOUNT_MALFORMED'],
      [0.001, null, 'REJECT AMOUNT_MALFORMED'],
      [1e-7, null, 'REJECT AMOUNT_MALFORMED'],
      [0.1 + 0.2, null, 'REJECT AMOUNT_MALFORMED'],
      [Number.POSITIVE_INFINITY, null, 'REJECT AMOUNT_MALFORMED'],
      ['1,234.50', null, 'REJECT AMOUNT_MALFORMED'],
      ['￥12.00', null, 'WARN WIDTH_NORMALISED, REJECT AMOUNT_MALFORMED'],
      ['12元', null, 'REJECT AMOUNT_MALFORMED'],
      ['1e3', null, 'REJECT AMOUNT_MALFORMED'],
      ['12.', null, 'REJECT AMOUNT_MALFORMED'],
      ['.5', null, 'REJECT AMOUNT_MALFORMED'],
      ['+5', null, 'REJECT AMOUNT_MALFORMED'],
      ['-', null, 'REJECT AMOUNT_MALFORMED'],
      ['--5', null, 'REJECT AMOUNT_MALFORMED'],
      ['-0.00', null, 'REJECT AMOUNT_MALFORMED'],
      ['-0.01', null, 'REJECT AMOUNT_NEGATIVE'],
      [-5, null, 'REJECT AMOUNT_NEGATIVE'],
    ]),
  )('%j is read as %j fen %s', (raw, value, told) => {
    expect(reading(yuan(), raw)).toEqual([value, told]);
  });

  test('a field may take amounts below zero, and may have a limit, either way', () => {
    const balance = yuan({ isSigned: true, atMost: 100_000n });
    expect(reading(balance, '-1000.00')).toEqual([-100_000n, '']);
    expect(reading(balance, '-1000.01')).toEqual([null, 'REJECT AMOUNT_TOO_LARGE']);
    expect(reading(balance, 1000.01)).toEqual([null, 'REJECT AMOUNT_TOO_LARGE']);
    expect(balance.expected).toContain('1000.00');
  });

  test.each([
    [yuan(), '1000000000000000', 'AMOUNT_TOO_LARGE', 'at most 999999999999999.99 yuan'],
    [yuan({ atMost: 100_000n }), '1000.01', 'AMOUNT_TOO_LARGE', 'at most 1000.00 yuan'],
    [
      yuan({ atMost: 100_000n, isSigned: true }),
      '-1000.01',
      'AMOUNT_TOO_LARGE',
      'between -1000.00 and 1000.00 yuan',
    ],
    [yuan({ isAboveZero: true }), '0.00', 'AMOUNT_ZERO', 'an amount above zero'],
    [yuan({ isAboveZero: true }), 0, 'AMOUNT_ZERO', 'an amount above zero'],
  ] as const)('beyond its limit says what the limit is', (field, raw, code, expected) => {
    const told: unknown[] = [];
    const report = {
      reject: (...finding: unknown[]) => told.push(finding),
      hold: () => {},
      warn: () => {},
    };
    expect(field.read(raw, report)).toBeNull();
    expect(told).toEqual([[code, { expected }]]);
  });
});

describe('A whole number (整数)', () => {
  test.each(
    cases([
      ...NOTHING,
      ...NO_TEXT,
      [26, 26],
      ['26', 26],
      ['２６', 26, 'WARN WIDTH_NORMALISED'],
      [0, 0],
      [-0, 0],
      ['-0', 0],
      [31, 31],
      [32, null, 'REJECT NUMBER_OUT_OF_RANGE'],
      [-1, null, 'REJECT NUMBER_OUT_OF_RANGE'],
      ['9'.repeat(40), null, 'REJECT NUMBER_OUT_OF_RANGE'],
      [1.5, null, 'REJECT VALUE_MALFORMED'],
      ['1.0', null, 'REJECT VALUE_MALFORMED'],
      ['0x10', null, 'REJECT VALUE_MALFORMED'],
      [Number.NaN, null, 'REJECT VALUE_MALFORMED'],
    ]),
  )('%j is read as %j %s', (raw, value, told) => {
    expect(reading(integer({ min: 0, max: 31 }), raw)).toEqual([value, told]);
  });

  test.each(
    cases([
      ...NOTHING,
      ['5000', '5000'],
      ['5000.50', '5000.5'],
      ['0005.00', '5'],
      [5000.5, '5000.5'],
      ['-0.00', '0'],
      ['1.005', null, 'REJECT VALUE_MALFORMED'],
      [0.1 + 0.2, null, 'REJECT VALUE_MALFORMED'],
      ['1e3', null, 'REJECT VALUE_MALFORMED'],
      ['5,000', null, 'REJECT VALUE_MALFORMED'],
      ['9000.01', null, 'REJECT NUMBER_OUT_OF_RANGE'],
      ['-0.01', null, 'REJECT NUMBER_OUT_OF_RANGE'],
    ]),
  )('as a decimal number, %j is read as %j %s', (raw, value, told) => {
    expect(reading(decimal({ min: 0, max: 9_000, places: 2 }), raw)).toEqual([value, told]);
  });
});

describe('A number that an authority or a bank gave', () => {
  test.each(
    cases([
      ...NOTHING,
      ...NO_TEXT,
      ['91450100MA0TEMA03L', '91450100MA0TEMA03L'],
      ['91450100ma0tema03l', '91450100MA0TEMA03L'],
      ['９１450100MA0TEMA03L', '91450100MA0TEMA03L', 'WARN WIDTH_NORMALISED'],
      ['91450100MA0TEMA030', '91450100MA0TEMA030', 'HOLD CREDIT_CODE_INVALID'],
      ['9145O100MA0TEMA03L', '9145O100MA0TEMA03L', 'HOLD CREDIT_CODE_INVALID'],
      ['123456789', null, 'REJECT VALUE_MALFORMED'],
      ['91450100-MA0TEMA3L', null, 'REJECT VALUE_MALFORMED'],
      [914501000000000000, null, 'REJECT VALUE_MALFORMED'],
    ]),
  )('as a credit code, %j is read as %j %s', (raw, value, told) => {
    expect(reading(creditCode(), raw)).toEqual([value, told]);
  });

  test.each(
    cases([
      ...NOTHING,
      ...NO_TEXT,
      ['450103', '450103'],
      [450103, '450103'],
      ['450103001', '450103001'],
      ['450103001001', '450103001001'],
      ['450000', '450000'],
      ['000000', null, 'REJECT DIVISION_UNKNOWN'],
      ['990103', null, 'REJECT DIVISION_UNKNOWN'],
      ['4501', null, 'REJECT DIVISION_UNKNOWN'],
      // A county that the tree of its province has not; of another province nobody here knows.
      ['459999', null, 'REJECT DIVISION_UNKNOWN'],
      ['459999001', null, 'REJECT DIVISION_UNKNOWN'],
      ['440106', '440106'],
      ['45010A', null, 'REJECT DIVISION_UNKNOWN'],
      ['南宁', null, 'REJECT DIVISION_UNKNOWN'],
    ]),
  )('as a division code, %j is read as %j %s', (raw, value, told) => {
    expect(reading(divisionCode(), raw)).toEqual([value, told]);
  });

  test.each(
    cases([
      ...NOTHING,
      ...NO_TEXT,
      ['6222020000000000009', '6222020000000000009', 'HOLD CARD_NUMBER_INVALID'],
      ['6228 4800-0000 0000 000', '6228480000000000000'],
      ['６228480000000000000', '6228480000000000000', 'WARN WIDTH_NORMALISED'],
      [6_228_480_000_000_000, null, 'REJECT ACCOUNT_NUMBER_MALFORMED'],
      ['622848000000', null, 'REJECT ACCOUNT_NUMBER_MALFORMED'],
      ['62284800000000000000', null, 'REJECT ACCOUNT_NUMBER_MALFORMED'],
      ['6.22848E+18', null, 'REJECT ACCOUNT_NUMBER_MALFORMED'],
    ]),
  )('as a card number, %j is read as %j %s', (raw, value, told) => {
    expect(reading(bankCard(), raw)).toEqual([value, told]);
  });

  test.each(
    cases([
      ...NOTHING,
      ...NO_TEXT,
      ['45001604665050512345', '45001604665050512345'],
      ['00001604 6650', '000016046650'],
      ['1'.repeat(32), '1'.repeat(32)],
      ['1'.repeat(33), null, 'REJECT ACCOUNT_NUMBER_MALFORMED'],
      ['1234567', null, 'REJECT ACCOUNT_NUMBER_MALFORMED'],
      ['45001604665A', null, 'REJECT ACCOUNT_NUMBER_MALFORMED'],
      ['4.5E+19', null, 'REJECT ACCOUNT_NUMBER_MALFORMED'],
      [4500160466, null, 'REJECT ACCOUNT_NUMBER_MALFORMED'],
      [4.5e19, null, 'REJECT ACCOUNT_NUMBER_MALFORMED'],
    ]),
  )('as an account number, %j is read as %j %s', (raw, value, told) => {
    expect(reading(accountNumber(), raw)).toEqual([value, told]);
  });

  test.each(
    cases([
      ...NOTHING,
      ...NO_TEXT,
      ['13800000000', '13800000000'],
      [13800000000, '13800000000'],
      ['+86 138-0000-0000', '13800000000'],
      ['12800000000', null, 'REJECT PHONE_MALFORMED'],
      ['0771-5500000', null, 'REJECT PHONE_MALFORMED'],
    ]),
  )('as a mobile number, %j is read as %j %s', (raw, value, told) => {
    expect(reading(mobilePhone(), raw)).toEqual([value, told]);
  });
});

describe('A field that every record has (必填)', () => {
  test.each(
    cases([
      [undefined, null, 'REJECT VALUE_MISSING'],
      [null, null, 'REJECT VALUE_MISSING'],
      [' ', null, 'REJECT VALUE_MISSING'],
      [true, null, 'REJECT VALUE_MALFORMED'],
      ['a', 'a'],
    ]),
  )('%j is read as %j %s', (raw, value, told) => {
    expect(reading(required(text({ max: 5 })), raw)).toEqual([value, told]);
  });

  test('what is not text can be missing and needs no text', () => {
    expect(reading(required(flag()), undefined)).toEqual([null, 'REJECT VALUE_MISSING']);
    expect(reading(required(flag()), false)).toEqual([false, '']);
    expect(reading(required(yuan()), 0)).toEqual([0n, '']);
  });
});
