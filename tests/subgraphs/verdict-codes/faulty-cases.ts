import { cardNumber, enterpriseCode } from '../../../seeds/synthetic-numbers.ts';
import { sharedDatasets } from '../support/sector-records.ts';
import type { Operation, Row } from './rooms.ts';
import {
  account,
  card,
  contract,
  crew,
  engagement,
  enterprise,
  line,
  mason,
  project,
  punch,
  sheet,
  unit,
  wageCard,
  worker,
} from './site.ts';

type Case = readonly [operation: Operation, what: string, record: Row, told: string];

const stranger = enterpriseCode('450100', 77);
/** Its last digit does not fit. */
const misprinted = `${stranger.slice(0, 17)}${stranger.at(-1) === '0' ? '1' : '0'}`;
const entries = (...lines: object[]) => ({ entries: lines });
const noon = '2026-03-01T07:00:00+08:00';

/** Faults of what fields say together, against the day, or against what is on record; each of one record in order but for it. */
export const CROSS_FIELD: readonly Case[] = [
  ...of('submitEnterprises', enterprise, [
    ['founded tomorrow', { establishedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE establishedOn'],
    ['a code whose check does not fit', { creditCode: misprinted }, 'HELD CREDIT_CODE_INVALID creditCode'],
  ]),
  ...of('fileProjects', project, [
    ['signed tomorrow', { contractSignedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE contractSignedOn'],
    ['started tomorrow', { startedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE startedOn'],
    ['completed before it started', { completedOn: '2026-02-19' }, 'REJECTED PERIOD_REVERSED completedOn'],
    [
      'a contract that ends before it begins',
      { contractStartsOn: '2026-02-01', contractEndsOn: '2026-01-31' },
      'REJECTED PERIOD_REVERSED contractEndsOn',
    ],
    [
      'another division',
      { projectCode: 'FAR', divisionCode: '450203' },
      'REJECTED OUTSIDE_REACH divisionCode',
    ],
    ['another sector', { projectCode: 'RD', sector: 'TRANSPORT' }, 'REJECTED OUTSIDE_REACH divisionCode'],
    ['an owner whose code does not fit', { ownerCode: misprinted }, 'HELD CREDIT_CODE_INVALID ownerCode'],
  ]),
  ...of('submitParticipatingUnits', unit, [
    ['a project nobody has filed', { projectCode: 'NONE' }, 'HELD PROJECT_UNKNOWN projectCode'],
    [
      'an enterprise nobody has stated',
      { enterpriseCode: stranger },
      'HELD ENTERPRISE_UNKNOWN enterpriseCode',
    ],
    ['a code that does not fit', { enterpriseCode: misprinted }, 'HELD CREDIT_CODE_INVALID enterpriseCode'],
  ]),
  ...of('submitCrews', (more: object) => crew('71', more), [
    ['come tomorrow', { enteredOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE enteredOn'],
    ['left tomorrow', { exitedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE exitedOn'],
    [
      'left before it came',
      { enteredOn: '2026-02-02', exitedOn: '2026-02-01' },
      'REJECTED PERIOD_REVERSED exitedOn',
    ],
    ['a project nobody has filed', { projectCode: 'NONE' }, 'HELD PROJECT_UNKNOWN projectCode'],
    ['a unit of another project', { unitCode: stranger }, 'HELD UNIT_UNKNOWN unitCode'],
  ]),
  ...of('submitMigrantWorkers', (more: object) => worker('1993-01-02', more), [
    ['nobody', { documentNumber: null }, 'REJECTED IDENTITY_MISSING'],
    [
      'a number whose check does not fit',
      { documentNumber: '450103199301020009' },
      'HELD RESIDENT_NUMBER_INVALID documentNumber',
    ],
    [
      'a number of seventeen digits',
      { documentNumber: '45010319930102000' },
      'HELD RESIDENT_NUMBER_INVALID documentNumber',
    ],
    [
      'a birthday that there is not',
      { documentNumber: '450103199302300007' },
      'HELD RESIDENT_NUMBER_INVALID documentNumber',
    ],
  ]),
  ...of('submitEngagements', engagement, [
    ['neither coming nor going', { enteredOn: null }, 'REJECTED VALUE_MISSING enteredOn'],
    ['come tomorrow', { enteredOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE enteredOn'],
    ['left before coming', { exitedOn: '2026-02-19' }, 'REJECTED PERIOD_REVERSED exitedOn'],
    ['a crew nobody has stated', { crewNo: '404' }, 'HELD CREW_UNKNOWN crewNo'],
    [
      'a person nobody has registered',
      { documentNumber: card('1994-01-02') },
      'HELD WORKER_UNKNOWN documentNumber',
    ],
    ['nobody', { documentNumber: '' }, 'REJECTED IDENTITY_MISSING'],
    ['an exit without an entry', { enteredOn: null, exitedOn: '2026-02-27' }, 'HELD ENTRY_UNKNOWN enteredOn'],
  ]),
  ...of('submitAttendance', (more: object) => punch(noon, more), [
    ['tomorrow', { occurredAt: '2026-03-02T07:00:00+08:00' }, 'REJECTED TIME_IN_FUTURE occurredAt'],
    [
      'beyond what clocks differ',
      { occurredAt: '2026-03-01T08:11:00+08:00' },
      'REJECTED TIME_IN_FUTURE occurredAt',
    ],
    [
      'a clock that was reset',
      { occurredAt: '1970-01-01T08:00:01+08:00' },
      'REJECTED TIME_TOO_EARLY occurredAt',
    ],
    [
      'a person nobody has registered',
      { documentNumber: card('1995-01-02') },
      'HELD WORKER_UNKNOWN documentNumber',
    ],
    ['a crew nobody has stated', { crewNo: '404' }, 'HELD CREW_UNKNOWN crewNo'],
    ['nobody', { documentNumber: null }, 'REJECTED IDENTITY_MISSING'],
  ]),
  ...of('submitPayrollSheets', (more: object) => sheet('71', more), [
    ['a month to come', { payMonth: '2026-04' }, 'REJECTED MONTH_IN_FUTURE payMonth'],
    ['no lines', { entries: [] }, 'REJECTED ENTRIES_MISSING entries'],
    [
      'a line of nobody',
      entries(line(), line({ documentNumber: null })),
      'REJECTED IDENTITY_MISSING entries.1',
    ],
    ['a line without an amount', entries(line({ payable: '' })), 'REJECTED VALUE_MISSING entries.0.payable'],
    ['a line below zero', entries(line({ actual: '-0.01' })), 'REJECTED AMOUNT_NEGATIVE entries.0.actual'],
    [
      'a line of more than a year',
      entries(line({ days: 367 })),
      'REJECTED NUMBER_OUT_OF_RANGE entries.0.days',
    ],
    [
      'a line number twice',
      entries(line({ lineNo: 2 }), line({ lineNo: 2 })),
      'REJECTED LINE_REPEATED entries.1.lineNo',
    ],
    [
      'back pay for no month',
      entries(line({ isBackPay: true })),
      'REJECTED BACK_PAY_MONTH_MISSING entries.0.backPayMonth',
    ],
    [
      'back pay for a month to come',
      entries(line({ isBackPay: true, backPayMonth: '2026-04' })),
      'REJECTED MONTH_IN_FUTURE entries.0.backPayMonth',
    ],
    ['a total that is too high', { totalPayable: '100.01' }, 'REJECTED TOTAL_DIFFERS totalPayable'],
    ['a total that is too low', { totalActual: '99.99' }, 'REJECTED TOTAL_DIFFERS totalActual'],
    [
      'a person whose number does not fit',
      entries(line({ documentNumber: '450103199301020009' })),
      'HELD RESIDENT_NUMBER_INVALID entries.0.documentNumber',
    ],
    ['a unit of another project', { unitCode: stranger }, 'HELD UNIT_UNKNOWN unitCode'],
  ]),
  ...of('submitLabourContracts', contract, [
    ['a fixed term without an end', { periodKind: '0' }, 'REJECTED VALUE_MISSING endsOn'],
    ['an end before the beginning', { endsOn: '2026-01-31' }, 'REJECTED PERIOD_REVERSED endsOn'],
    ['signed tomorrow', { signedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE signedOn'],
    ['nobody', { documentNumber: null }, 'REJECTED IDENTITY_MISSING'],
    ['a project nobody has filed', { projectCode: 'NONE' }, 'HELD PROJECT_UNKNOWN projectCode'],
    ['a price below zero', { unitPrice: '-1' }, 'REJECTED AMOUNT_NEGATIVE unitPrice'],
  ]),
  ...of('submitSpecialWageAccounts', account, [
    ['opened tomorrow', { openedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE openedOn'],
    ['a balance of no time', { balance: '1' }, 'REJECTED VALUE_MISSING balanceAt'],
    ['the time of no balance', { balanceAt: noon }, 'REJECTED VALUE_MISSING balance'],
    [
      'a balance of tomorrow',
      { balance: '1', balanceAt: '2026-03-02T08:00:00+08:00' },
      'REJECTED TIME_IN_FUTURE balanceAt',
    ],
    ['a project nobody has filed', { projectCode: 'NONE' }, 'HELD PROJECT_UNKNOWN projectCode'],
    [
      'a contractor whose code does not fit',
      { generalContractorCode: misprinted },
      'HELD CREDIT_CODE_INVALID generalContractorCode',
    ],
  ]),
  ...of('submitWageCards', (more: object) => wageCard(cardNumber(1), more), [
    ['nobody', { ...mason, documentNumber: null }, 'REJECTED IDENTITY_MISSING'],
    [
      'a card whose last digit does not fit',
      { cardNumber: misdialled(cardNumber(1)) },
      'HELD CARD_NUMBER_INVALID cardNumber',
    ],
  ]),
  ...(
    [
      ['Housing', 'housing', '01', 'A', '05', 'ROAD'],
      ['Transport', 'transport', '05', 'ROAD', '01', 'DAM'],
      ['Water', 'water', '07', 'DAM', '02', 'A'],
    ] as const
  ).flatMap(([type, field, worksKind, projectCode, others, another]): Case[] => {
    const { permit, review, inspection, deduction } = sharedDatasets(type, field, worksKind);
    const inIts =
      ({ record }: { record: (no: string, more?: object) => Row }) =>
      (more: object) =>
        record('F-1', { projectCode, ...more });
    return [
      ...of(permit.operation as Operation, inIts(permit), [
        ['another sector’s project', { projectCode: another }, 'REJECTED SECTOR_OF_ANOTHER projectCode'],
        ['another sector’s works', { worksKind: others }, 'REJECTED WORKS_KIND_OF_ANOTHER worksKind'],
        ['dates reversed', { endsOn: '2026-01-01' }, 'REJECTED PERIOD_REVERSED endsOn'],
        ['an owner whose code does not fit', { ownerCode: misprinted }, 'HELD CREDIT_CODE_INVALID ownerCode'],
      ]),
      ...of(review.operation as Operation, inIts(review), [
        ['decided on no day', { result: 'PASSED' }, 'REJECTED VALUE_MISSING reviewedOn'],
        [
          'sent back for no reason',
          { result: 'RETURNED', reviewedOn: '2026-02-12' },
          'REJECTED RETURN_UNEXPLAINED opinion',
        ],
        ['pending, with a day', { reviewedOn: '2026-02-12' }, 'REJECTED PENDING_WITH_DECISION reviewedOn'],
      ]),
      ...of(inspection.operation as Operation, inIts(inspection), [
        [
          'nothing found, work stopped',
          { result: 'STOP_WORK', findings: '' },
          'REJECTED FINDINGS_MISSING findings',
        ],
        ['a term before the day', { rectifyBy: '2026-02-01' }, 'REJECTED PERIOD_REVERSED rectifyBy'],
        ['in order, with a term', { result: 'IN_ORDER' }, 'REJECTED RECTIFICATION_UNFOUNDED rectifyBy'],
      ]),
      ...of(deduction.operation as Operation, inIts(deduction), [
        ['from nobody', { enterpriseCode: null }, 'REJECTED DEDUCTION_FROM_NOBODY enterpriseCode'],
        [
          'for an inspection nobody has stated',
          { inspectionNo: '404' },
          'HELD INSPECTION_UNKNOWN inspectionNo',
        ],
        ['decided tomorrow', { decidedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE decidedOn'],
      ]),
    ];
  }),
];

/** Cases of one dataset, each a record in order with something replaced. */
function of(
  operation: Operation,
  record: (more: object) => Row,
  faults: readonly (readonly [what: string, more: object, told: string])[],
): Case[] {
  return faults.map(([what, more, told]) => [operation, what, record(more), told]);
}

/** Another last digit. */
function misdialled(number: string): string {
  return `${number.slice(0, -1)}${(Number(number.at(-1)) + 1) % 10}`;
}
