import type { VerdictCode } from '../../../schema/verdicts.ts';

/** What is wrong with a field's value, and the verdict's outcome and code. */
export type FieldFault = readonly [
  what: string,
  value: unknown,
  verdict: `${'REJECTED' | 'HELD'} ${VerdictCode}`,
];

/**
 * Faulty values of a field by what it says that it takes (`Field.expected`): whoever reads the manual expects these
 * verdicts. None for a field of a form of its own.
 */
export function faultsOf(name: string, expected: string): readonly FieldFault[] {
  if (name === 'projectCode') return PROJECT_CODE;
  for (const [form, faults] of FORMS) {
    const parts = form.exec(expected);
    if (parts) return faults(parts);
  }
  return [];
}

const PROJECT_CODE: readonly FieldFault[] = [
  ['other characters', '项目', 'REJECTED PROJECT_CODE_MALFORMED'],
  ['a slash', 'A/B', 'REJECTED PROJECT_CODE_MALFORMED'],
  ['33 characters', 'A'.repeat(33), 'REJECTED PROJECT_CODE_MALFORMED'],
  ['a number', 4_501_032_025, 'REJECTED PROJECT_CODE_MALFORMED'],
  ['an object', { code: 'A' }, 'REJECTED VALUE_MALFORMED'],
];

const NOT_TEXT: readonly FieldFault[] = [
  ['an object', { value: '1' }, 'REJECTED VALUE_MALFORMED'],
  ['a list', ['1'], 'REJECTED VALUE_MALFORMED'],
  ['true', true, 'REJECTED VALUE_MALFORMED'],
];

const INVISIBLE: readonly FieldFault[] = [
  ['a zero-width blank', '甲\u200b乙', 'REJECTED CHARACTER_FORBIDDEN'],
  ['the mark of a failed decoding', '甲\ufffd乙', 'REJECTED CHARACTER_FORBIDDEN'],
];

const freeText = (max: number): FieldFault[] => [
  ...NOT_TEXT,
  ...INVISIBLE,
  ['a number', 12.5, 'REJECTED VALUE_MALFORMED'],
  [`${max + 1} characters`, '长'.repeat(max + 1), 'REJECTED VALUE_TOO_LONG'],
];

/** One code for whatever is not of the form. */
const ofForm = (code: VerdictCode, ...texts: readonly string[]): FieldFault[] =>
  texts.map((text) => [`"${text}"`, text, `REJECTED ${code}`]);

const dayBefore = (day: string): string => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);

const FORMS: readonly (readonly [RegExp, (parts: RegExpExecArray) => readonly FieldFault[]])[] = [
  [/^text of at most (\d+) characters$/, ([, max]) => freeText(Number(max))],
  [/^a name of at most (\d+) characters$/, ([, max]) => freeText(Number(max))],
  [
    /^1 to (\d+) ASCII characters without blanks$/,
    ([, max]) => [
      ...NOT_TEXT,
      ...ofForm('VALUE_MALFORMED', 'a b', '编号'),
      [`${Number(max) + 1} characters`, 'x'.repeat(Number(max) + 1), 'REJECTED VALUE_TOO_LONG'],
    ],
  ],
  [
    /^1 to (\d+) characters$/,
    ([, max]) => [
      ...NOT_TEXT,
      ...INVISIBLE,
      [`${Number(max) + 1} characters`, '门'.repeat(Number(max) + 1), 'REJECTED VALUE_TOO_LONG'],
    ],
  ],
  [
    /^a code such as /,
    () => [
      ...NOT_TEXT,
      ...INVISIBLE,
      ['33 characters', '9'.repeat(33), 'REJECTED CODE_UNKNOWN'],
      ['a number that is not whole', 1.5, 'REJECTED CODE_UNKNOWN'],
    ],
  ],
  [
    /^an existing day as YYYY-MM-DD, not before (\S+)$/,
    ([, from]) => [
      ...NOT_TEXT,
      ...ofForm('DATE_MALFORMED', '2026-02-30', '2025-02-29', '2026/01/05', '20260105', '2026-1-5', 'today'),
      ['the serial of a spreadsheet', 45_292, 'REJECTED DATE_MALFORMED'],
      ['a day too early', dayBefore(from!), 'REJECTED DATE_TOO_EARLY'],
    ],
  ],
  [
    /^a month as YYYY-MM, not before/,
    () => [
      ...NOT_TEXT,
      ...ofForm('MONTH_MALFORMED', '2026-13', '2026-00', '202601', '2026-1', '2026-01-05'),
      ['a number', 202_601, 'REJECTED MONTH_MALFORMED'],
      ['a month of another century', '1899-12', 'REJECTED MONTH_NOT_OPEN'],
    ],
  ],
  [
    /^an instant such as/,
    () => [
      ...NOT_TEXT,
      ...ofForm(
        'TIME_MALFORMED',
        '2026-02-20',
        '2026-02-20T24:00:00+08:00',
        '2026-02-30T08:00:00+08:00',
        'now',
      ),
      ['seconds since 1970', 1_767_571_890, 'REJECTED TIME_MALFORMED'],
      ['a year of three digits', '0999-01-01T00:00:00+08:00', 'REJECTED TIME_TOO_EARLY'],
    ],
  ],
  [
    /^yuan with at most two decimals/,
    () => [
      ...NOT_TEXT,
      ...ofForm('AMOUNT_MALFORMED', '1.005', '1,000.00', '1e5', '￥100', '100元', '+1', '.5', '1.', '0x10'),
      ['a number of three decimals', 0.001, 'REJECTED AMOUNT_MALFORMED'],
      ['a number that has lost digits', 12_345_678_901_234.5, 'REJECTED AMOUNT_MALFORMED'],
      ['sixteen digits of yuan', '1000000000000000', 'REJECTED AMOUNT_TOO_LARGE'],
    ],
  ],
  [
    /^a whole number from (-?\d+) to (-?\d+)$/,
    ([, min, max]) => [
      ...NOT_TEXT,
      ...ofForm('VALUE_MALFORMED', '1.5', 'one', '1e3', '一'),
      ['half of one', 0.5, 'REJECTED VALUE_MALFORMED'],
      ['one too few', Number(min) - 1, 'REJECTED NUMBER_OUT_OF_RANGE'],
      ['one too many, as text', String(Number(max) + 1), 'REJECTED NUMBER_OUT_OF_RANGE'],
    ],
  ],
  [
    /^a code of /,
    () => [
      ...NOT_TEXT,
      ...ofForm('CODE_UNKNOWN', 'no code', '-1'),
      ['a number', 77_777, 'REJECTED CODE_UNKNOWN'],
    ],
  ],
  [
    /^true or false, or 1 or 0$/,
    () => [
      ...ofForm('VALUE_MALFORMED', 'perhaps', '是', 'TRUE'),
      ['two', 2, 'REJECTED VALUE_MALFORMED'],
      ['a list', [true], 'REJECTED VALUE_MALFORMED'],
    ],
  ],
  [
    /^a unified social credit code of 18 characters$/,
    () => [
      ...NOT_TEXT,
      ...ofForm('VALUE_MALFORMED', '123', '某某建设有限公司', '91450100MA5K00001E0'),
      ['a number', 914_501_000, 'REJECTED VALUE_MALFORMED'],
      ['a check character that does not fit', '91450100MA5K00001A', 'HELD CREDIT_CODE_INVALID'],
    ],
  ],
  [
    /^a division code of 6, 9 or 12 digits/,
    () => [
      ...NOT_TEXT,
      ...ofForm('DIVISION_UNKNOWN', '4501', '990000', '广西'),
      ['a number', 1, 'REJECTED DIVISION_UNKNOWN'],
    ],
  ],
  [
    /^a mobile number of mainland China/,
    () => [...NOT_TEXT, ...ofForm('PHONE_MALFORMED', '12345', '0771-5555555', '1380013800a')],
  ],
  [
    /^a UUID such as/,
    () => [
      ...NOT_TEXT,
      ...ofForm('VALUE_MALFORMED', 'x', '0197a3c2', 'g197a3c2-5f00-7000-8000-000000000000'),
    ],
  ],
  [
    /^an account number of 8 to 32 digits as text$/,
    () => [
      ...NOT_TEXT,
      ...ofForm('ACCOUNT_NUMBER_MALFORMED', '1234567', '2.1E+15', '账号', '1'.repeat(33)),
      ['a number', 2_102_000_000_000_001, 'REJECTED ACCOUNT_NUMBER_MALFORMED'],
    ],
  ],
  [
    /^a card number of 13 to 19 digits as text$/,
    () => [
      ...NOT_TEXT,
      ...ofForm('ACCOUNT_NUMBER_MALFORMED', '123456789012', '6.2E+18', '1'.repeat(20)),
      ['a number', 6_222_000_000_000_000, 'REJECTED ACCOUNT_NUMBER_MALFORMED'],
    ],
  ],
  [
    /^a document number of at most 32 characters, as text$/,
    () => [
      ...NOT_TEXT,
      ['a number', 450_103_199_001_020, 'REJECTED VALUE_MALFORMED'],
      ['33 characters', '1'.repeat(33), 'REJECTED VALUE_TOO_LONG'],
      ['an invisible character', '4501\u200b03', 'REJECTED CHARACTER_FORBIDDEN'],
    ],
  ],
  [
    /^1 to (\d+) letters, digits, "-" or "_"$/,
    ([, max]) => [
      ...NOT_TEXT,
      ...ofForm('VALUE_MALFORMED', 'A/B', '编号'),
      [`${Number(max) + 1} characters`, 'x'.repeat(Number(max) + 1), 'REJECTED VALUE_TOO_LONG'],
    ],
  ],
  [
    /^a permit number/,
    () => [
      ...NOT_TEXT,
      ...ofForm('PERMIT_NUMBER_MALFORMED', '桂施 12', '无', '许可证', '12/3', '1'.repeat(51)),
      ['a number', 450_103_202_601, 'REJECTED PERMIT_NUMBER_MALFORMED'],
    ],
  ],
  [
    /^a kilometre mark/,
    () => [
      ...NOT_TEXT,
      ...ofForm('CHAINAGE_MALFORMED', '12.3km', 'K12', 'K12+30', 'K12-300', '12+300', 'K１２＋３００米'),
      ['a number', 12_300, 'REJECTED CHAINAGE_MALFORMED'],
    ],
  ],
  [
    /^decimal degrees of \w+, from -(\d+) to \d+$/,
    ([, most]) => [
      ...NOT_TEXT,
      ...ofForm('VALUE_MALFORMED', '22°49′N', '22,8', 'east'),
      ['a degree too many', Number(most) + 1, 'REJECTED NUMBER_OUT_OF_RANGE'],
      ['a degree too few, as text', `-${Number(most) + 1}`, 'REJECTED NUMBER_OUT_OF_RANGE'],
    ],
  ],
  [
    /^an SM3 digest: 64 hexadecimal digits$/,
    () => [
      ...NOT_TEXT,
      ...ofForm('DIGEST_MALFORMED', 'x', '0'.repeat(63), '0'.repeat(65), 'g'.repeat(64)),
      ['a number', 12, 'REJECTED DIGEST_MALFORMED'],
    ],
  ],
  [
    /^the bank’s number of the booking, 1 to (\d+) digits as text/,
    ([, max]) => [
      ...NOT_TEXT,
      ...ofForm('VALUE_MALFORMED', 'A1', '1.5', '-1'),
      ['a number', 25, 'REJECTED VALUE_MALFORMED'],
      [`${Number(max) + 1} digits`, '1'.repeat(Number(max) + 1), 'REJECTED VALUE_MALFORMED'],
    ],
  ],
  [
    /^hours, above 0 and at most (\d+)/,
    ([, most]) => [
      ...NOT_TEXT,
      ...ofForm('VALUE_MALFORMED', '八', '2h'),
      ['none', 0, 'REJECTED NUMBER_OUT_OF_RANGE'],
      ['one too many', Number(most) + 1, 'REJECTED NUMBER_OUT_OF_RANGE'],
    ],
  ],
  [
    /^a decimal number with at most (\d+) decimals, from (-?\d+) to (\d+)$/,
    ([, places, min, max]) => [
      ...NOT_TEXT,
      ...ofForm('VALUE_MALFORMED', 'one', '1e3', '1,000', `1.${'1'.repeat(Number(places) + 1)}`),
      ['one too few', Number(min) - 1, 'REJECTED NUMBER_OUT_OF_RANGE'],
      ['one too many, as text', String(BigInt(max!) + 1n), 'REJECTED NUMBER_OUT_OF_RANGE'],
    ],
  ],
  // Last: words in capitals with commas between them.
  [
    /^[A-Z][A-Z_]*(, [A-Z][A-Z_]*)+$/,
    ([words]) => [
      ...NOT_TEXT,
      ...ofForm('CODE_UNKNOWN', 'NO_SUCH_WORD', words!.split(', ')[0]!.toLowerCase(), words!),
      ['a number', 1, 'REJECTED CODE_UNKNOWN'],
    ],
  ],
];
