import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cardNumber } from '../../../../seeds/synthetic-numbers.ts';
import {
  card,
  CONTRACTOR,
  type Hub,
  LABOUR,
  openHub,
  openSite,
  person,
  STRANGER,
  WORKER,
} from './support.ts';

let hub: Hub;
const SECOND = '1991-02-03';
const THIRD = '1992-03-04';

beforeAll(async () => {
  hub = await openHub();
  await openSite(hub, 'A');
  const more = [SECOND, THIRD].map((bornOn) => ({ ...person(bornOn), name: '韦示例' }));
  expect(await hub.submit('submitMigrantWorkers', more)).toEqual(['ACCEPTED', 'ACCEPTED']);
  const roster = [WORKER, SECOND].map((bornOn) => ({ projectCode: 'A', crewNo: '1', ...person(bornOn) }));
  expect(await hub.submit('submitRealNameRegistrations', roster)).toEqual(['ACCEPTED', 'ACCEPTED']);
});
afterAll(() => hub?.close());

const OP = 'submitPayrollSheets';
const LATER = '2026-03-01T07:30:00+08:00';
const line = (bornOn: string, more: object = {}) => ({
  ...person(bornOn),
  days: 22,
  payable: '6600.00',
  actual: '6600.00',
  ...more,
});
const sheet = (more: object = {}) => ({
  projectCode: 'A',
  sheetNo: 'X-1',
  unitCode: LABOUR,
  crewNo: '1',
  payMonth: '2026-02',
  paidOn: '2026-02-28',
  entries: [line(WORKER), line(SECOND)],
  ...more,
});
const entries = (...lines: readonly object[]) => ({ entries: lines });
const nobody = { documentType: null, documentNumber: null };

describe('A payroll sheet', () => {
  test.each([
    ['no number', { sheetNo: null }, 'REJECTED VALUE_MISSING sheetNo'],
    ['no unit', { unitCode: null }, 'REJECTED VALUE_MISSING unitCode'],
    ['a unit that takes no part', { unitCode: STRANGER }, 'HELD UNIT_UNKNOWN unitCode'],
    ['a crew nobody has stated', { crewNo: '99' }, 'HELD CREW_UNKNOWN crewNo'],
    ['a project nobody has filed', { projectCode: 'NONE' }, 'HELD PROJECT_UNKNOWN projectCode'],
    ['no month', { payMonth: '' }, 'REJECTED VALUE_MISSING payMonth'],
    ['the thirteenth month', { payMonth: '2025-13' }, 'REJECTED MONTH_MALFORMED payMonth'],
    ['the next month', { payMonth: '2026-04' }, 'REJECTED MONTH_IN_FUTURE payMonth'],
    ['a payment tomorrow', { paidOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE paidOn'],
    ['neither status nor day of payment', { paidOn: null }, 'REJECTED VALUE_MISSING status'],
    ['the status of a line', { status: 'PayRollDetail.20' }, 'REJECTED CODE_UNKNOWN status'],
    ['no lines', { entries: [] }, 'REJECTED ENTRIES_MISSING entries'],
    ['lines left out', { entries: null }, 'REJECTED ENTRIES_MISSING entries'],
    [
      '5,001 lines',
      { entries: Array.from({ length: 5_001 }, () => ({})) },
      'REJECTED TOO_MANY_ENTRIES entries',
    ],
    ['a total that is a fen off', { totalPayable: '13200.01' }, 'REJECTED TOTAL_DIFFERS totalPayable'],
    ['a total paid that is off', { totalActual: '13000.00' }, 'REJECTED TOTAL_DIFFERS totalActual'],
    [
      'negative pay',
      entries(line(WORKER), line(SECOND, { payable: '-0.01' })),
      'REJECTED AMOUNT_NEGATIVE entries.1.payable',
    ],
    [
      'pay of a tenth of a fen',
      entries(line(WORKER, { actual: '0.001' })),
      'REJECTED AMOUNT_MALFORMED entries.0.actual',
    ],
    [
      'ten million yuan and a fen for one person',
      entries(line(WORKER, { payable: '10000000.01' })),
      'REJECTED AMOUNT_TOO_LARGE entries.0.payable',
    ],
    [
      'a line without pay',
      entries(line(WORKER, { actual: null })),
      'REJECTED VALUE_MISSING entries.0.actual',
    ],
    [
      '29 days in a February of 28',
      entries(line(WORKER), line(SECOND, { days: 29 })),
      'REJECTED DAYS_EXCEED_MONTH entries.1.days',
    ],
    [
      '31 days of back pay for a month of 30',
      entries(line(WORKER, { isBackPay: true, backPayMonth: '2025-11', days: 31 })),
      'REJECTED DAYS_EXCEED_MONTH entries.0.days',
    ],
    [
      '31 days of back pay for a month of 31',
      {
        sheetNo: 'D-1',
        ...entries(line(WORKER, { isBackPay: true, backPayMonth: '2026-01', days: 31 })),
      },
      'ACCEPTED',
    ],
    [
      'a month before work started',
      { sheetNo: 'S-1', payMonth: '2026-01', ...entries(line(WORKER)) },
      'ACCEPTED +SHEET_BEFORE_START',
    ],
    [
      'the crew of another unit',
      { sheetNo: 'U-1', unitCode: CONTRACTOR, ...entries(line(WORKER)) },
      'ACCEPTED +CREW_OF_ANOTHER_UNIT',
    ],
    ['half a day', entries(line(WORKER, { days: 21.5 })), 'REJECTED VALUE_MALFORMED entries.0.days'],
    ['a line of nobody', entries(line(WORKER), line(SECOND, nobody)), 'REJECTED IDENTITY_MISSING entries.1'],
    [
      'a number that fails its check',
      entries(
        line(WORKER, {
          documentNumber: `${card(WORKER).slice(0, 17)}${card(WORKER).endsWith('1') ? '2' : '1'}`,
        }),
      ),
      'HELD RESIDENT_NUMBER_INVALID entries.0.documentNumber',
    ],
    [
      'somebody who is not on record',
      entries(line(WORKER), line('1999-09-09')),
      'HELD WORKER_UNKNOWN entries.1',
    ],
    [
      'a line number twice',
      entries(line(WORKER, { lineNo: 2 }), line(SECOND)),
      'REJECTED LINE_REPEATED entries.1.lineNo',
    ],
    ['a person twice', entries(line(WORKER), line(WORKER)), 'REJECTED LINE_REPEATED entries.1'],
    [
      'back pay for no month',
      entries(line(WORKER, { isBackPay: true })),
      'REJECTED BACK_PAY_MONTH_MISSING entries.0.backPayMonth',
    ],
    [
      'back pay for next month',
      entries(line(WORKER, { isBackPay: true, backPayMonth: '2026-04' })),
      'REJECTED MONTH_IN_FUTURE entries.0.backPayMonth',
    ],
    [
      'wages and back pay of one person',
      {
        sheetNo: 'B-1',
        ...entries(line(WORKER), line(WORKER, { isBackPay: true, backPayMonth: '2026-01', days: null })),
      },
      'ACCEPTED',
    ],
    [
      'more paid than due',
      { sheetNo: 'M-1', ...entries(line(WORKER, { actual: '7000' })) },
      'ACCEPTED +ACTUAL_EXCEEDS_PAYABLE',
    ],
    ['totals that are exact', { sheetNo: 'T-1', totalPayable: 13200, totalActual: '13200.0' }, 'ACCEPTED'],
    ['a status and no payment yet', { sheetNo: 'N-1', status: 'PayRoll.3', paidOn: null }, 'ACCEPTED'],
    [
      'somebody on no roster of the project',
      { sheetNo: 'R-1', ...entries(line(THIRD)) },
      'ACCEPTED +NOT_ENGAGED_HERE',
    ],
    [
      'somebody on no roster of the project, where all must be',
      { sheetNo: 'R-2', mustBeOnRoster: true, ...entries(line(WORKER), line(THIRD)) },
      'HELD REGISTRATION_UNKNOWN entries.1',
    ],
    ['only people of the project, where all must be', { sheetNo: 'R-3', mustBeOnRoster: true }, 'ACCEPTED'],
    [
      'items that are not the whole of what is due',
      entries(line(WORKER, { itemsDue: [{ name: '计时工资', amount: '6000' }] })),
      'REJECTED TOTAL_DIFFERS entries.0.payable',
    ],
    [
      'an item of no name',
      entries(line(WORKER, { itemsDue: [{ amount: '6600' }] })),
      'REJECTED VALUE_MISSING entries.0.itemsDue.0.name',
    ],
    [
      'a deduction below zero',
      entries(line(WORKER, { deductions: [{ name: '水电', amount: -1 }] })),
      'REJECTED AMOUNT_NEGATIVE entries.0.deductions.0.amount',
    ],
    [
      'goods for wages',
      entries(line(WORKER, { channel: 'GOODS' })),
      'REJECTED CODE_UNKNOWN entries.0.channel',
    ],
    [
      'a thousand hours',
      entries(line(WORKER, { workHours: 1000 })),
      'REJECTED NUMBER_OUT_OF_RANGE entries.0.workHours',
    ],
    [
      'a card that fails its check',
      entries(line(WORKER, { cardNumber: '6217003320001234567' })),
      'HELD CARD_NUMBER_INVALID entries.0.cardNumber',
    ],
    [
      'a last working day before the first',
      entries(line(WORKER, { firstWorkedOn: '2026-02-10', lastWorkedOn: '2026-02-09' })),
      'REJECTED PERIOD_REVERSED entries.0.lastWorkedOn',
    ],
    [
      'a line paid tomorrow',
      entries(line(WORKER, { paidOn: '2026-03-02' })),
      'REJECTED DATE_IN_FUTURE entries.0.paidOn',
    ],
    [
      'a third party’s code of 51 characters',
      { thirdPartyCode: '单'.repeat(201) },
      'REJECTED VALUE_TOO_LONG thirdPartyCode',
    ],
    ['a review tomorrow', { reviewedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE reviewedOn'],
    [
      'a file without a digest',
      { attachments: [{ name: '工资表' }] },
      'REJECTED VALUE_MISSING attachments.0.digest',
    ],
    ['roster perhaps', { mustBeOnRoster: 'perhaps' }, 'REJECTED VALUE_MALFORMED mustBeOnRoster'],
  ])('with %s has its verdict', async (_what, more, verdict) => {
    expect(await hub.submit(OP, [sheet(more)])).toEqual([verdict]);
  });

  test('has a home for how a wage was made up and paid; another of it is a correction, none of it changes nothing', async () => {
    const of = (more: object, outer: object = {}) =>
      sheet({ sheetNo: 'P-1', ...entries(line(WORKER, more)), ...outer });
    const particulars = {
      workHours: '176.50',
      itemsDue: [
        { name: '计时工资', amount: '6000' },
        { name: '加班工资', amount: 600 },
      ],
      deductions: [{ name: '水电', amount: '35.50' }],
      channel: 'BANK_TRANSFER',
      cardNumber: cardNumber(7),
      cardBankCode: '105',
      cardBankName: '示例支行',
      payingAccountNumber: '45001604751050701234',
      payingBankCode: '999',
      payingBankName: '示例银行',
      agreedWage: '300.00',
      firstWorkedOn: '2026-02-01',
      lastWorkedOn: '2026-02-27',
      paidOn: '2026-02-26',
    };
    const papers = {
      attachments: [{ name: '工资表.pdf', digest: 'ab'.repeat(32) }],
      reviewedBy: '劳示例',
      reviewedOn: '2026-02-27',
      financeConfirmed: true,
      financeConfirmedOn: '2026-02-28',
      thirdPartyCode: '工资单/三',
    };
    expect(await hub.submit(OP, [of({})])).toEqual(['ACCEPTED']);
    expect(await hub.submit(OP, [of({ itemsDue: [], channel: null })])).toEqual([
      'DUPLICATE ALREADY_RECORDED',
    ]);
    const sentAt = LATER;
    expect(await hub.submit(OP, [of(particulars, papers)], { sentAt })).toEqual(['CORRECTED +CODE_UNMAPPED']);
    expect(await hub.submit(OP, [of(particulars, papers)], { sentAt })).toEqual([
      'DUPLICATE ALREADY_RECORDED +CODE_UNMAPPED',
    ]);
    const { payrollSheets } = (await hub.ask(`{ project(code: "A") { payrollSheets(month: "2026-02") { sheetNo
      papers { attachments { name digest } reviewedBy reviewedOn financeConfirmed financeConfirmedOn thirdPartyCode }
      entries { nodes { provenance { version } particulars { workHours itemsDue { name amount } deductions { name amount } channel cardNumber
        cardBank { name } cardBankName payingAccountNumber payingBank { name } payingBankName agreedWage firstWorkedOn lastWorkedOn paidOn } } } } } }`)) as {
      payrollSheets: { sheetNo: string }[];
    };
    expect(payrollSheets.find(({ sheetNo }) => sheetNo === 'P-1')).toEqual({
      sheetNo: 'P-1',
      papers: { ...papers, reviewedBy: '劳*' },
      entries: {
        nodes: [
          {
            provenance: { version: 2 },
            particulars: {
              workHours: 176.5,
              itemsDue: [
                { name: '计时工资', amount: '6000.00' },
                { name: '加班工资', amount: '600.00' },
              ],
              deductions: [{ name: '水电', amount: '35.50' }],
              channel: 'BANK_TRANSFER',
              // Masked, because a subgraph shows in clear only what the assertion grants.
              cardNumber: expect.stringMatching(/^\*+\d{4}$/),
              cardBank: { name: '中国建设银行' },
              cardBankName: '示例支行',
              payingAccountNumber: '****************1234',
              payingBank: { name: '999' },
              payingBankName: '示例银行',
              agreedWage: '300.00',
              firstWorkedOn: '2026-02-01',
              lastWorkedOn: '2026-02-27',
              paidOn: '2026-02-26',
            },
          },
        ],
      },
    });
  });

  test('waits for the roster where everybody must be on one, and says nothing of that in its content', async () => {
    const late = '1993-04-05';
    expect(await hub.submit('submitMigrantWorkers', [{ ...person(late), name: '迟示例' }])).toEqual([
      'ACCEPTED',
    ]);
    const stated = sheet({ sheetNo: 'W-1', ...entries(line(WORKER), line(late)) });
    expect(await hub.submit(OP, [{ ...stated, mustBeOnRoster: true }])).toEqual([
      'HELD REGISTRATION_UNKNOWN entries.1',
    ]);
    const roster = { projectCode: 'A', crewNo: '1', ...person(late) };
    expect(await hub.submit('submitRealNameRegistrations', [roster])).toEqual(['ACCEPTED']);
    expect(await hub.release()).toContain('RELEASED');
    expect(await hub.submit(OP, [stated], { sentAt: LATER })).toEqual(['DUPLICATE ALREADY_RECORDED']);
  });

  test('is corrected if and only if it or its lines change; lines it no longer has are withdrawn', async () => {
    const stated = sheet({ sheetNo: 'C-1' });
    const read = async () => {
      const { payrollSheets } =
        (await hub.ask(`{ project(code: "A") { payrollSheets { sheetNo payMonth status { code }
        paidOn totalPayable totalActual unit { creditCode } crewNo provenance { version }
        entries { totalCount nodes { lineNo days payable actual isBackPay backPayMonth payMonth worker { name }
          provenance { version } } } } } }`)) as { payrollSheets: { sheetNo: string }[] };
      return payrollSheets.find(({ sheetNo }) => sheetNo === 'C-1');
    };
    const entry = (lineNo: number, version: number, payable = '6600.00') => ({
      lineNo,
      days: 22,
      payable,
      actual: '6600.00',
      isBackPay: false,
      backPayMonth: null,
      payMonth: '2026-02',
      worker: { name: '韦*' },
      provenance: { version },
    });
    expect(await hub.submit(OP, [stated])).toEqual(['ACCEPTED']);
    expect(await read()).toEqual({
      sheetNo: 'C-1',
      payMonth: '2026-02',
      status: { code: 'PayRoll.50' },
      paidOn: '2026-02-28',
      totalPayable: '13200.00',
      totalActual: '13200.00',
      unit: { creditCode: LABOUR },
      crewNo: '1',
      provenance: { version: 1 },
      entries: { totalCount: 2, nodes: [entry(1, 1), entry(2, 1)] },
    });
    // The same lines in another order, under their numbers, are the same sheet.
    const turned = entries(line(SECOND, { lineNo: 2 }), line(WORKER, { lineNo: 1 }));
    expect(await hub.submit(OP, [{ ...stated, ...turned }], { sentAt: LATER })).toEqual([
      'DUPLICATE ALREADY_RECORDED',
    ]);
    // Two lines change, and the totals stay as they were.
    const moved = entries(line(WORKER, { payable: '6500.00' }), line(SECOND, { payable: '6700.00' }));
    const again = { sentAt: '2026-03-01T07:40:00+08:00' };
    expect(await hub.submit(OP, [{ ...stated, ...moved }], again)).toEqual([
      'CORRECTED +ACTUAL_EXCEEDS_PAYABLE',
    ]);
    expect(await read()).toMatchObject({
      totalPayable: '13200.00',
      provenance: { version: 2 },
      entries: { nodes: [entry(1, 2, '6500.00'), entry(2, 2, '6700.00')] },
    });
    const shorter = { ...stated, ...entries(line(WORKER, { payable: '6500.00' })) };
    expect(await hub.submit(OP, [shorter], { sentAt: '2026-03-01T07:50:00+08:00' })).toEqual([
      'CORRECTED +ACTUAL_EXCEEDS_PAYABLE',
    ]);
    expect(await read()).toMatchObject({
      totalPayable: '6500.00',
      provenance: { version: 3 },
      entries: { totalCount: 1, nodes: [entry(1, 2, '6500.00')] },
    });
  });

  test('takes five thousand lines', async () => {
    const born = Array.from({ length: 5_000 }, (_, day) =>
      new Date(Date.UTC(1970, 0, 1) + day * 86_400_000).toISOString().slice(0, 10),
    ).filter((day) => ![WORKER, SECOND, THIRD].includes(day));
    const people = born.map((bornOn) => ({ ...person(bornOn), name: '韦示例' }));
    expect(new Set(await hub.submit('submitMigrantWorkers', people))).toEqual(new Set(['ACCEPTED']));
    const long = sheet({ sheetNo: 'L-1', entries: born.map((bornOn) => line(bornOn)) });
    expect(await hub.submit(OP, [long])).toEqual(['ACCEPTED +NOT_ENGAGED_HERE']);
  });
});
