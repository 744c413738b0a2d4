import type { VerdictCode } from '../../../schema/verdicts.ts';
import { cardNumber, enterpriseCode, oldResidentNumber } from '../../../seeds/synthetic-numbers.ts';
import { bank } from '../banking/support/bank-records.ts';
import { vendor } from '../support/submitting.ts';
import { bankingCases } from './banking-cases.ts';
import { humanResourcesCases } from './human-resources-cases.ts';
import { LATER, MOST_HELD, type Operation, platform, type Row, type Sending, ZONED } from './rooms.ts';
import { partyCases } from './party-cases.ts';
import { projectCases } from './project-cases.ts';
import { sectorCases } from './sector-cases.ts';
import * as site from './site.ts';
import { account, crew, engagement, line, project, punch, sheet, unit, wageCard, worker } from './site.ts';

type Send = readonly [operation: Operation, records: Row | readonly Row[], sending?: Sending];

/** An input that gives the code: the last record's verdict is compared. */
export interface Case {
  readonly send: Send | ((recordId: string) => Send);
  /** Outcome, and the path it tells where there is one. */
  readonly told: string;
  /** Of a warning: the code beside which it is told, where that is another than its outcome. */
  readonly code?: VerdictCode;
  /** What is submitted before; the last record it makes is handed to `send`. */
  readonly before?: readonly (Send | ((recordId: string) => Send))[];
}

const other = { ...platform, organisation: 'vendor-b' };
const elsewhere = vendor('vendor-e', '450203', ['project:submit'], 'HOUSING');
const contractor = {
  ...platform,
  organisation: 'builder',
  kind: 'ENTERPRISE',
  enterprise: site.OWNER,
} as const;
const ofBank = { ...platform, ...bank('103'), scopes: ['account:submit'], organisation: 'bank-103' };
const takeBack = (recordId: string, sending: Sending = {}): Send => [
  'withdrawProvincialRecords',
  { dataset: 'CREW', recordId },
  { sentAt: LATER, ...sending },
];
const NOBODY = '0197a3c2-5f00-7000-8000-000000000000';
const stranger = (bornOn: string) => ({ documentNumber: site.card(bornOn) });

/** One real input for every code of the catalogue. TypeScript asks for a case of a code that is new. */
export const CASES: Readonly<Record<VerdictCode, Case>> = {
  ACCEPTED: { send: ['submitCrews', crew('2')], told: 'ACCEPTED' },
  CORRECTED: {
    before: [['submitCrews', crew('3')]],
    send: ['submitCrews', crew('3', { name: '钢筋班组' }), { sentAt: LATER }],
    told: 'CORRECTED',
  },
  WITHDRAWN: { before: [['submitCrews', crew('4')]], send: takeBack, told: 'CORRECTED' },
  ALREADY_RECORDED: { send: ['submitCrews', crew('1')], told: 'DUPLICATE' },
  SAME_FACT_OTHER_SOURCE: { send: ['submitCrews', crew('1'), { caller: other }], told: 'DUPLICATE' },
  NEWER_VERSION_STANDS: {
    before: [['submitCrews', crew('5', { sourceVersion: 2 })]],
    send: ['submitCrews', crew('5', { sourceVersion: '1', name: '旧名' })],
    told: 'DUPLICATE',
  },
  SAME_VERSION_OTHER_CONTENT: {
    before: [['submitCrews', crew('6', { sourceVersion: 2 })]],
    send: ['submitCrews', crew('6', { sourceVersion: 2, name: '别名' })],
    told: 'DUPLICATE',
  },
  ALREADY_WITHDRAWN: {
    before: [['submitCrews', crew('7', { exitedOn: '2026-02-28' })], takeBack],
    send: takeBack,
    told: 'DUPLICATE',
  },
  VALUE_MISSING: { send: ['submitCrews', crew('8', { name: ' ' })], told: 'REJECTED name' },
  VALUE_MALFORMED: { send: ['submitCrews', crew('8', { name: { zh: '班组' } })], told: 'REJECTED name' },
  VALUE_TOO_LONG: { send: ['submitCrews', crew('8', { name: '班'.repeat(101) })], told: 'REJECTED name' },
  VALUE_REFUSED: { send: ['submitCrews', crew('8', { name: 'REFUSED HERE' })], told: 'REJECTED' },
  CODE_UNKNOWN: { send: ['fileProjects', project({ sector: 'SPACE' })], told: 'REJECTED sector' },
  NUMBER_OUT_OF_RANGE: {
    send: ['submitPayrollSheets', sheet('1', { entries: [line({ days: 367 })] })],
    told: 'REJECTED entries.0.days',
  },
  CHARACTER_FORBIDDEN: {
    send: ['submitCrews', crew('8', { name: '木工\u202e班组' })],
    told: 'REJECTED name',
  },
  DIVISION_UNKNOWN: {
    send: ['submitEnterprises', site.enterprise({ divisionCode: '990000' })],
    told: 'REJECTED divisionCode',
  },
  PROJECT_CODE_MALFORMED: {
    send: ['fileProjects', project({ projectCode: 'A/B' })],
    told: 'REJECTED projectCode',
  },
  ACCOUNT_NUMBER_MALFORMED: {
    send: ['submitSpecialWageAccounts', account({ accountNumber: 2_102_000_000_000_001 })],
    told: 'REJECTED accountNumber',
  },
  PHONE_MALFORMED: {
    send: ['submitMigrantWorkers', worker('1990-01-02', { phone: '12345' })],
    told: 'REJECTED phone',
  },
  AMOUNT_MALFORMED: {
    send: ['fileProjects', project({ contractPrice: '0.001' })],
    told: 'REJECTED contractPrice',
  },
  AMOUNT_NEGATIVE: {
    send: ['submitPayrollSheets', sheet('1', { entries: [line({ payable: '-0.01' })] })],
    told: 'REJECTED entries.0.payable',
  },
  AMOUNT_TOO_LARGE: {
    send: ['submitPayrollSheets', sheet('1', { entries: [line({ actual: '10000000.01' })] })],
    told: 'REJECTED entries.0.actual',
  },
  DATE_MALFORMED: {
    send: ['submitEngagements', engagement({ enteredOn: '2026-02-30' })],
    told: 'REJECTED enteredOn',
  },
  TIME_MALFORMED: { send: ['submitAttendance', punch(45_292)], told: 'REJECTED occurredAt' },
  MONTH_MALFORMED: {
    send: ['submitPayrollSheets', sheet('1', { payMonth: '2026-13' })],
    told: 'REJECTED payMonth',
  },
  ZONE_MISSING: {
    send: ['submitAttendance', punch('2026-03-01 07:31:30'), { source: ZONED }],
    told: 'REJECTED occurredAt',
  },
  TIME_IN_FUTURE: {
    send: ['submitAttendance', punch('2026-03-01T09:00:00+08:00')],
    told: 'REJECTED occurredAt',
  },
  DATE_IN_FUTURE: {
    send: ['submitEngagements', engagement({ enteredOn: '2026-03-02' })],
    told: 'REJECTED enteredOn',
  },
  MONTH_IN_FUTURE: {
    send: ['submitPayrollSheets', sheet('1', { payMonth: '2026-04' })],
    told: 'REJECTED payMonth',
  },
  TIME_TOO_EARLY: {
    send: ['submitAttendance', punch('1970-01-01T08:00:00+08:00')],
    told: 'REJECTED occurredAt',
  },
  DATE_TOO_EARLY: {
    send: ['submitEnterprises', site.enterprise({ establishedOn: '1899-12-31' })],
    told: 'REJECTED establishedOn',
  },
  MONTH_NOT_OPEN: {
    send: ['submitAttendance', punch('2019-12-31T08:00:00+08:00')],
    told: 'REJECTED occurredAt',
  },
  MONTH_ARCHIVED: {
    send: ['submitAttendance', punch('2021-06-15T08:00:00+08:00')],
    told: 'REJECTED occurredAt',
  },
  PERIOD_REVERSED: {
    send: ['submitEngagements', engagement({ exitedOn: '2026-02-19' })],
    told: 'REJECTED exitedOn',
  },
  IDENTITY_MISSING: {
    send: ['submitAttendance', punch('2026-03-01T07:31:30+08:00', { documentNumber: null })],
    told: 'REJECTED',
  },
  CONFLICTS_WITH_RECORD: {
    before: [
      ['submitCrews', crew('9')],
      ['submitEngagements', engagement({ crewNo: '9' })],
    ],
    send: ['submitEngagements', engagement({ crewNo: '9', enteredOn: '2026-02-25' })],
    told: 'REJECTED',
  },
  ENTRIES_MISSING: { send: ['submitPayrollSheets', sheet('1', { entries: [] })], told: 'REJECTED entries' },
  TOO_MANY_ENTRIES: {
    send: ['submitPayrollSheets', sheet('1', { entries: Array(5_001).fill({}) })],
    told: 'REJECTED entries',
  },
  LINE_REPEATED: {
    send: ['submitPayrollSheets', sheet('1', { entries: [line({ lineNo: 1 }), line({ lineNo: 1 })] })],
    told: 'REJECTED entries.1.lineNo',
  },
  TOTAL_DIFFERS: {
    send: ['submitPayrollSheets', sheet('1', { totalActual: '100.01' })],
    told: 'REJECTED totalActual',
  },
  BACK_PAY_MONTH_MISSING: {
    send: ['submitPayrollSheets', sheet('1', { entries: [line({ isBackPay: 1 })] })],
    told: 'REJECTED entries.0.backPayMonth',
  },
  BANK_OF_ANOTHER: {
    send: ['submitSpecialWageAccounts', account(), { caller: ofBank }],
    told: 'REJECTED bankCode',
  },
  ENTERPRISE_OF_ANOTHER: {
    send: ['submitEnterprises', site.enterprise(), { caller: contractor }],
    told: 'REJECTED creditCode',
  },
  OUTSIDE_REACH: {
    send: ['fileProjects', project({ projectCode: 'B' }), { caller: elsewhere }],
    told: 'REJECTED divisionCode',
  },
  RECORD_UNKNOWN: { send: takeBack(NOBODY), told: 'REJECTED recordId' },
  CREW_STILL_ENGAGED: {
    before: [
      ['submitCrews', crew('30')],
      ['submitEngagements', engagement({ crewNo: '30' })],
      ['submitCrews', crew('30', { name: '钢筋班组' }), { sentAt: LATER }],
    ],
    send: (recordId) => takeBack(recordId, { sentAt: '2026-03-01T07:40:00+08:00' }),
    told: 'REJECTED',
  },
  RECORD_OF_ANOTHER_SOURCE: {
    before: [['submitCrews', crew('10')]],
    send: (recordId) => takeBack(recordId, { caller: other }),
    told: 'REJECTED',
  },
  HELD_LIMIT_REACHED: {
    send: [
      'submitCrews',
      Array.from({ length: MOST_HELD + 1 }, (_, at) => crew(`${at}`, { projectCode: 'NONE' })),
      { caller: { ...platform, person: 'careless' } },
    ],
    told: 'REJECTED',
  },
  HELD_RECORD_UNKNOWN: {
    send: ['submitCrews', crew('11', { replacesHeld: NOBODY })],
    told: 'REJECTED replacesHeld',
  },
  ATOMIC_NOT_STORED: {
    send: ['submitCrews', [crew('', {}), crew('12')], { mode: 'ATOMIC' }],
    told: 'REJECTED',
  },
  RESIDENT_NUMBER_INVALID: {
    send: ['submitMigrantWorkers', worker('', { documentNumber: '110105194912310021' })],
    told: 'HELD documentNumber',
  },
  CREDIT_CODE_INVALID: {
    send: ['submitEnterprises', site.enterprise({ creditCode: '91450100MA0DEA0210' })],
    told: 'HELD creditCode',
  },
  CARD_NUMBER_INVALID: {
    send: [
      'submitWageCards',
      wageCard(`${cardNumber(1).slice(0, -1)}${(Number(cardNumber(1).at(-1)) + 1) % 10}`),
    ],
    told: 'HELD cardNumber',
  },
  PROJECT_UNKNOWN: { send: ['submitCrews', crew('13', { projectCode: 'NONE' })], told: 'HELD projectCode' },
  UNIT_UNKNOWN: {
    send: ['submitCrews', crew('14', { unitCode: enterpriseCode('450100', 60) })],
    told: 'HELD unitCode',
  },
  CREW_UNKNOWN: { send: ['submitEngagements', engagement({ crewNo: '99' })], told: 'HELD crewNo' },
  WORKER_UNKNOWN: {
    send: ['submitEngagements', engagement(stranger('1991-01-02'))],
    told: 'HELD documentNumber',
  },
  REGISTRATION_UNKNOWN: {
    before: [
      ['fileProjects', project({ projectCode: 'NO-ROSTER' })],
      ['submitParticipatingUnits', unit({ projectCode: 'NO-ROSTER' })],
    ],
    send: [
      'submitPayrollSheets',
      sheet('R', { projectCode: 'NO-ROSTER', crewNo: null, mustBeOnRoster: true }),
    ],
    told: 'HELD entries.0',
  },
  ENTERPRISE_UNKNOWN: {
    send: ['submitParticipatingUnits', unit({ enterpriseCode: enterpriseCode('450100', 61) })],
    told: 'HELD enterpriseCode',
  },
  ENTRY_UNKNOWN: {
    send: ['submitEngagements', engagement({ enteredOn: null, exitedOn: '2026-02-27' })],
    told: 'HELD enteredOn',
  },
  ARRIVED_LATE: { send: ['submitAttendance', punch('2026-02-27T07:31:30+08:00')], told: 'ACCEPTED' },
  CLOCK_AHEAD: { send: ['submitAttendance', punch('2026-03-01T08:05:00+08:00')], told: 'ACCEPTED' },
  ZONE_ASSUMED: { send: ['submitAttendance', punch('2026-03-01 07:01:00')], told: 'ACCEPTED' },
  WIDTH_NORMALISED: { send: ['submitCrews', crew('１５')], told: 'ACCEPTED' },
  FRACTION_TRUNCATED: {
    send: ['submitAttendance', punch('2026-03-01T07:02:00.999+08:00')],
    told: 'ACCEPTED',
  },
  OLD_NUMBER_FORM: {
    send: [
      'submitMigrantWorkers',
      worker('', { documentNumber: oldResidentNumber(site.card('1971-03-04')) }),
    ],
    told: 'ACCEPTED',
  },
  CODE_UNMAPPED: {
    send: ['submitRealNameRegistrations', engagement({ enteredOn: undefined, workType: '5555' })],
    told: 'ACCEPTED',
  },
  UNDER_WORKING_AGE: {
    before: [['submitMigrantWorkers', worker('2015-06-01')]],
    send: ['submitEngagements', engagement(stranger('2015-06-01'))],
    told: 'ACCEPTED',
  },
  NOT_ENGAGED_HERE: { send: ['submitAttendance', punch('2026-03-01T07:03:00+08:00')], told: 'ACCEPTED' },
  ...humanResourcesCases,
  ...partyCases,
  ...projectCases,
  ...sectorCases,
  ...bankingCases,
};
