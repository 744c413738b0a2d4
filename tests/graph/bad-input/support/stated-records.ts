import { enterpriseCode, residentNumber } from '../../../../seeds/synthetic-numbers.ts';
import { account, contract, line, type Operation, project, punch, sheet, worker } from './parents.ts';
import { CANARY, CARD, WRONG_NUMBER } from './planted.ts';

/** One record, who sends it, and what is said of it: outcome, code, path, and warnings with a plus. */
export type StatedRecord = readonly [what: string, operation: Operation, record: object, told: string];

/** The role that may state records of an operation. */
export const ROLE: Readonly<Record<Operation, string>> = {
  submitEnterprises: 'enterprise',
  fileProjects: 'enterprise',
  submitCrews: 'enterprise',
  submitMigrantWorkers: 'vendor',
  submitAttendance: 'vendor',
  submitPayrollSheets: 'enterprise',
  submitLabourContracts: 'enterprise',
  submitSpecialWageAccounts: 'bank',
};

let seconds = 0;
const at = (more: object, time = `2026-01-05T06:00:${String(++seconds).padStart(2, '0')}+08:00`) =>
  punch({ occurredAt: time, ...more });
const person = (bornOn: string, more: object = {}) =>
  worker({ documentNumber: residentNumber('450103', bornOn), ...more });
const filed = (serial: number, more: object = {}) =>
  project({ projectCode: `45010320260108${serial}`, ...more });
const pay = (more: object) => sheet({ sheetNo: 'S9', entries: [line(more)] });
const punches = (what: string, more: object, told: string): StatedRecord => [
  what,
  'submitAttendance',
  at(more),
  told,
];
const punched = (what: string, time: unknown, told: string): StatedRecord => [
  what,
  'submitAttendance',
  punch({ occurredAt: time }),
  told,
];
const named = (what: string, name: unknown, told: string): StatedRecord => [
  what,
  'submitMigrantWorkers',
  person('1980-01-01', { name }),
  told,
];

/** Records whose verdict costs nobody but themselves. */
export const STATED_RECORDS: readonly StatedRecord[] = [
  punches('an unknown project', { projectCode: '4501032026019999' }, 'HELD PROJECT_UNKNOWN projectCode'),
  punches('an unknown crew', { crewNo: '77' }, 'HELD CREW_UNKNOWN crewNo'),
  punches(
    'an unknown worker',
    person('1960-01-01', { name: undefined }),
    'HELD WORKER_UNKNOWN documentNumber',
  ),
  [
    'a number that fails its check digit',
    'submitMigrantWorkers',
    worker({ documentNumber: WRONG_NUMBER }),
    'HELD RESIDENT_NUMBER_INVALID documentNumber',
  ],
  [
    'a credit code that fails its check',
    'submitLabourContracts',
    contract({ employerCode: `${enterpriseCode('450100', 9).slice(0, -1)}9` }),
    'HELD CREDIT_CODE_INVALID employerCode',
  ],
  punched('a time to come', '2026-01-05T09:00:00+08:00', 'REJECTED TIME_IN_FUTURE occurredAt'),
  punched('a time of tomorrow', '2026-01-06T07:30:00+08:00', 'REJECTED TIME_IN_FUTURE occurredAt'),
  punched(
    'a clock five minutes ahead',
    '2026-01-05T07:36:00+08:00',
    'ACCEPTED +CLOCK_AHEAD +NOT_ENGAGED_HERE',
  ),
  punched('a time in 1970', '1970-01-01T08:00:00+08:00', 'REJECTED TIME_TOO_EARLY occurredAt'),
  punched('a time without its zone', '2026-01-05T07:00:01', 'ACCEPTED +ZONE_ASSUMED +NOT_ENGAGED_HERE'),
  punched('a time in UTC', '2026-01-04T23:00:02Z', 'ACCEPTED +NOT_ENGAGED_HERE'),
  punched('the time 24:00', '2026-01-04T24:00:00+08:00', 'REJECTED TIME_MALFORMED occurredAt'),
  punched('the serial of a spreadsheet', 46_027, 'REJECTED TIME_MALFORMED occurredAt'),
  punched('seconds since 1970', 1_767_571_890, 'REJECTED TIME_MALFORMED occurredAt'),
  punched('a time that is an object', { at: CANARY }, 'REJECTED VALUE_MALFORMED occurredAt'),
  punched('no time', null, 'REJECTED VALUE_MISSING occurredAt'),
  punches('no person', { documentNumber: null }, 'REJECTED IDENTITY_MISSING'),
  punches('a direction that is none', { direction: CANARY }, 'REJECTED CODE_UNKNOWN direction'),
  punches('a direction that is true', { direction: true }, 'REJECTED VALUE_MALFORMED direction'),
  punches('a crew that is a list', { crewNo: [1] }, 'REJECTED VALUE_MALFORMED crewNo'),
  punches('a list with null', { crewNo: [null] }, 'REJECTED VALUE_MALFORMED crewNo'),
  punches('a crew of a huge number', { crewNo: 1e300 }, 'REJECTED VALUE_MALFORMED crewNo'),
  punches('a crew in full-width digits', { crewNo: '１' }, 'ACCEPTED +WIDTH_NORMALISED +NOT_ENGAGED_HERE'),
  punches(
    'a project that is SQL',
    { projectCode: "A'; drop table provincial.project; --" },
    'REJECTED PROJECT_CODE_MALFORMED projectCode',
  ),
  punches(
    'a device with a line end',
    { deviceNo: 'A\r\n{"level":60}' },
    'REJECTED CHARACTER_FORBIDDEN deviceNo',
  ),
  punches(
    'a version that is a text',
    { sourceVersion: CANARY },
    'REJECTED NUMBER_OUT_OF_RANGE sourceVersion +NOT_ENGAGED_HERE',
  ),
  punches(
    'a held record that is none',
    { replacesHeld: { id: CANARY } },
    'REJECTED HELD_RECORD_UNKNOWN replacesHeld',
  ),
  named('a name with NUL', '张\u0000三', 'REJECTED CHARACTER_FORBIDDEN name'),
  named('a name written backwards', '张\u202e三', 'REJECTED CHARACTER_FORBIDDEN name'),
  named('a name with an invisible blank', '张\u200b三', 'REJECTED CHARACTER_FORBIDDEN name'),
  named('a name with half a character', '张\ud842', 'REJECTED CHARACTER_FORBIDDEN name'),
  named('a name of a failed decoding', '张\ufffd', 'REJECTED CHARACTER_FORBIDDEN name'),
  named('a name of three megabytes', `${CANARY}${'名'.repeat(1_000_000)}`, 'REJECTED VALUE_TOO_LONG name'),
  named('a name that is an object', { first: CANARY }, 'REJECTED VALUE_MALFORMED name'),
  named('a name that is a number', 7, 'REJECTED VALUE_MALFORMED name'),
  named('no name', undefined, 'REJECTED VALUE_MISSING name'),
  [
    'a number in full-width digits',
    'submitMigrantWorkers',
    person('1981-01-01', { documentNumber: wide(residentNumber('450103', '1981-01-01')) }),
    'ACCEPTED +WIDTH_NORMALISED',
  ],
  [
    'a telephone that is none',
    'submitMigrantWorkers',
    person('1982-01-01', { phone: '400-800' }),
    'REJECTED PHONE_MALFORMED phone',
  ],
  ['an account of twenty digits', 'submitSpecialWageAccounts', account(), 'ACCEPTED'],
  [
    'an account as a number',
    'submitSpecialWageAccounts',
    account({ accountNumber: 4_500_160_475_105_070 }),
    'REJECTED ACCOUNT_NUMBER_MALFORMED accountNumber',
  ],
  [
    'an account with letters',
    'submitSpecialWageAccounts',
    account({ accountNumber: `${CARD}X` }),
    'REJECTED ACCOUNT_NUMBER_MALFORMED accountNumber',
  ],
  [
    'an account of another bank',
    'submitSpecialWageAccounts',
    account({ bankCode: '103' }),
    'REJECTED BANK_OF_ANOTHER bankCode',
  ],
  [
    'negative pay',
    'submitPayrollSheets',
    pay({ payable: '-100.00' }),
    'REJECTED AMOUNT_NEGATIVE entries.0.payable',
  ],
  [
    'pay of a tenth of a fen',
    'submitPayrollSheets',
    pay({ payable: '0.001' }),
    'REJECTED AMOUNT_MALFORMED entries.0.payable',
  ],
  [
    'pay of a huge number',
    'submitPayrollSheets',
    pay({ payable: 1e300 }),
    'REJECTED AMOUNT_TOO_LARGE entries.0.payable',
  ],
  [
    'pay with a sign of money',
    'submitPayrollSheets',
    pay({ actual: '￥100' }),
    'REJECTED AMOUNT_MALFORMED entries.0.actual +WIDTH_NORMALISED',
  ],
  [
    'pay that is true',
    'submitPayrollSheets',
    pay({ actual: true }),
    'REJECTED VALUE_MALFORMED entries.0.actual',
  ],
  [
    'a total that is not the sum',
    'submitPayrollSheets',
    sheet({ totalActual: '100.01' }),
    'REJECTED TOTAL_DIFFERS totalActual',
  ],
  [
    'a sheet without lines',
    'submitPayrollSheets',
    sheet({ entries: [] }),
    'REJECTED ENTRIES_MISSING entries',
  ],
  [
    'a month after today',
    'submitPayrollSheets',
    sheet({ payMonth: '2026-02' }),
    'REJECTED MONTH_IN_FUTURE payMonth',
  ],
  [
    'the month 13',
    'submitPayrollSheets',
    sheet({ payMonth: '2025-13' }),
    'REJECTED MONTH_MALFORMED payMonth',
  ],
  [
    'the 30th of February',
    'submitPayrollSheets',
    sheet({ paidOn: '2025-02-30' }),
    'REJECTED DATE_MALFORMED paidOn',
  ],
  [
    'a line of someone unknown',
    'submitPayrollSheets',
    pay({ documentNumber: residentNumber('450103', '1961-01-01') }),
    'HELD WORKER_UNKNOWN entries.0',
  ],
  ['a sheet in order', 'submitPayrollSheets', sheet(), 'ACCEPTED +NOT_ENGAGED_HERE'],
  [
    'a contract that ends before it begins',
    'submitLabourContracts',
    contract({ endsOn: '2025-12-31' }),
    'REJECTED PERIOD_REVERSED endsOn',
  ],
  ['a contract in order', 'submitLabourContracts', contract(), 'ACCEPTED'],
  [
    'a project of another enterprise',
    'fileProjects',
    filed(50, { generalContractorCode: enterpriseCode('450100', 9) }),
    'REJECTED ENTERPRISE_OF_ANOTHER generalContractorCode',
  ],
  [
    'a division that is none',
    'fileProjects',
    filed(51, { divisionCode: '999999' }),
    'REJECTED DIVISION_UNKNOWN divisionCode',
  ],
];

/** Texts that are nothing but texts: they come back as they were sent. */
export const PLAIN_TEXTS: readonly (readonly [what: string, text: string, stored?: string])[] = [
  ['SQL', "示例'); drop table provincial.project; --"],
  ['a formula of a spreadsheet', '=HYPERLINK("http://example.invalid","x")'],
  ['another formula', "@SUM(1+1)*cmd|' /C calc'!A0"],
  ['markup', '<script>alert(1)</script>&amp;'],
  ['an escape of JSON', '\\u0000 \\" {"level":60}'],
  ['a template', '$' + '{process.env.HOME} {{7*7}} %s %n'],
  ['emoji', '示例👷项目🏗'],
  ['rare characters', '𠮷𡈽䶮㛃项目'],
  ['a name of several parts', '阿卜杜拉·买买提项目'],
  ['an accent in two characters', 'Cafe\u0301', 'Café'],
  ['blanks around it', '\u3000示例项目 ', '示例项目'],
];

function wide(text: string): string {
  return text.replace(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0));
}
