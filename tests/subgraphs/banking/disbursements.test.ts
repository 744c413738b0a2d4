import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cardNumber } from '../../../seeds/synthetic-numbers.ts';
import { MigrantWorker, PayrollEntry, PayrollSheet } from '../../../subgraphs/provincial/facts.ts';
import { bankOf, CONTRACTOR, LATER, type OpenBanks, openBanksBeside, other } from './support/open-banks.ts';

const [lin, wei] = [randomUUID(), randomUUID()];
const AT = '2026-02-20T09:00:00+08:00';
const LONG = 120;
let banks: OpenBanks;

const paid = (lineNo: number, more: object = {}) => ({
  projectCode: 'A',
  sheetNo: 'S-1',
  lineNo,
  workerId: lin,
  bankCode: '102',
  amount: '100.00',
  result: 'SUCCESS',
  paidOn: '2026-02-28',
  ...more,
});
const submit = (record: object, sending = {}) => banks.submit('submitDisbursements', [record], sending);

async function writeSheet(sheetNo: string, lines: number, more: object = {}): Promise<void> {
  const { registry } = banks;
  await registry.write(PayrollSheet, AT, [
    {
      projectCode: 'A',
      sheetNo,
      unitCode: CONTRACTOR,
      payMonth: '2026-01',
      status: 'PayRoll.50',
      totalPayableFen: 0n,
      totalActualFen: 0n,
    },
  ]);
  await registry.write(
    PayrollEntry,
    AT,
    Array.from({ length: lines }, (_, at) => ({
      projectCode: 'A',
      sheetNo,
      lineNo: at + 1,
      workerId: lin,
      payMonth: '2026-01',
      payableFen: 10_000n,
      actualFen: 10_000n,
      isBackPay: false,
      ...more,
    })),
  );
}

beforeAll(async () => {
  banks = await openBanksBeside();
  await banks.registry.write(
    MigrantWorker,
    AT,
    [lin, wei].map((workerId) => ({ workerId, name: '林某某' })),
  );
  await writeSheet('S-1', LONG);
});
afterAll(() => banks?.close());

describe('An attempt to pay a line', () => {
  test.each([
    ['that succeeded', paid(1), 'ACCEPTED'],
    ['of the last line of a long sheet', paid(LONG), 'ACCEPTED'],
    ['that failed', paid(2, { result: 'FAILED', reason: '账号有误' }), 'ACCEPTED'],
    ['that failed for no reason', paid(3, { result: 'FAILED' }), 'REJECTED VALUE_MISSING reason'],
    ['with no result', paid(3, { result: null }), 'REJECTED VALUE_MISSING result'],
    ['of tomorrow', paid(3, { paidOn: '2026-03-02' }), 'REJECTED DATE_IN_FUTURE paidOn'],
    ['before the first', paid(3, { attempt: 0 }), 'REJECTED NUMBER_OUT_OF_RANGE attempt'],
    ['to nobody', paid(3, { workerId: null }), 'REJECTED IDENTITY_MISSING'],
    ['of nothing', paid(3, { amount: '0.00' }), 'REJECTED AMOUNT_ZERO amount'],
    [
      'of nothing that came back',
      paid(3, { amount: '0.00', result: 'RETURNED', reason: '收款行退回' }),
      'REJECTED AMOUNT_ZERO amount',
    ],
    [
      'of nothing, as it failed',
      paid(9, { amount: '0.00', result: 'FAILED', reason: '账号有误' }),
      'ACCEPTED',
    ],
    ['to somebody else', paid(4, { workerId: wei }), 'ACCEPTED +PAYEE_DIFFERS'],
    ['of more than the line', paid(5, { amount: '100.01' }), 'ACCEPTED +PAID_OVER_LINE'],
    ['of less than the line', paid(6, { amount: '99.99' }), 'ACCEPTED +PAID_UNDER_LINE'],
    ['whose first is not on record', paid(7, { attempt: 2 }), 'ACCEPTED +ATTEMPT_SKIPPED'],
    ['to a worker who is nobody', paid(8, { workerId: randomUUID() }), 'HELD WORKER_UNKNOWN workerId'],
    ['of a line beyond the sheet', paid(LONG + 1), 'HELD PAYROLL_ENTRY_UNKNOWN sheetNo'],
    ['of a sheet that nobody submitted', paid(1, { sheetNo: 'S-404' }), 'HELD PAYROLL_ENTRY_UNKNOWN sheetNo'],
    ['of a project out of reach', paid(1, { projectCode: 'FAR' }), 'HELD PROJECT_UNKNOWN projectCode'],
  ])('%s', async (_name, record, verdict) => {
    expect(await submit(record)).toEqual([verdict]);
  });

  test('after a success is told as paid twice, unless the success came back', async () => {
    await submit(paid(10));
    expect(await submit(paid(10, { attempt: 2 }))).toEqual(['ACCEPTED +PAID_TWICE']);
    await submit(paid(11));
    const back = paid(11, { result: 'RETURNED', reason: '收款行退回' });
    expect(await submit(back, { sentAt: LATER })).toEqual(['CORRECTED']);
    expect(await submit(paid(11, { attempt: 2 }))).toEqual(['ACCEPTED']);
  });

  test('in one call with another is told what it would be in a call of its own', async () => {
    const attempts = (lineNo: number, ...results: string[]) =>
      results.map((result, at) =>
        paid(lineNo, { attempt: at + 1, result, reason: result === 'SUCCESS' ? null : '账号有误' }),
      );
    const call = (records: object[]) => banks.submit('submitDisbursements', records);
    expect(await call(attempts(20, 'SUCCESS', 'SUCCESS'))).toEqual(['ACCEPTED', 'ACCEPTED +PAID_TWICE']);
    expect(await call(attempts(21, 'FAILED', 'SUCCESS', 'SUCCESS'))).toEqual([
      'ACCEPTED',
      'ACCEPTED',
      'ACCEPTED +PAID_TWICE',
    ]);
    expect(await call(attempts(22, 'SUCCESS', 'FAILED').toReversed())).toEqual([
      'ACCEPTED +ATTEMPT_SKIPPED',
      'ACCEPTED',
    ]);
    const [first] = attempts(23, 'SUCCESS');
    const back = { ...first, result: 'RETURNED', reason: '收款行退回', sourceVersion: '9999999999999' };
    expect(await call([first!, back, paid(23, { attempt: 2 })])).toEqual([
      'ACCEPTED',
      'CORRECTED',
      'ACCEPTED',
    ]);
  });

  test('of back pay counts for the month that is made up for', async () => {
    await writeSheet('BACK', 1, { isBackPay: true, backPayMonth: '2025-11' });
    await submit(paid(1, { sheetNo: 'BACK' }));
    expect(await banks.read(ONE, { id: banks.recordId() })).toMatchObject({ payMonth: '2025-11' });
  });

  test('waits for its sheet, and is taken when it is sent again', async () => {
    const early = paid(1, { sheetNo: 'EARLY' });
    expect(await submit(early)).toEqual(['HELD PAYROLL_ENTRY_UNKNOWN sheetNo']);
    await writeSheet('EARLY', 1);
    expect(await submit(early)).toEqual(['ACCEPTED']);
  });

  test('is read below its line, its project and in the list, in all its versions', async () => {
    await writeSheet('READ', 2);
    await submit(paid(2, { sheetNo: 'READ', paidOn: '2026-02-27' }));
    const id = banks.recordId();
    const back = paid(2, { sheetNo: 'READ', result: 'RETURNED', reason: '收款行退回', paidOn: '2026-02-27' });
    await submit(back, { sentAt: LATER });
    const shown = {
      sheetNo: 'READ',
      lineNo: 2,
      attempt: 1,
      amount: '100.00',
      result: 'RETURNED',
      reason: '收款行退回',
      payMonth: '2026-01',
      worker: { id: lin },
      versions: [{ version: 2 }, { version: 1 }],
    };
    const one = (await banks.read(ONE, { id })) as { payrollEntry: { id: string } };
    expect(one).toEqual({ ...shown, payrollEntry: { id: expect.any(String) } });
    const list = (await banks.read(LISTED)) as { nodes: object[] };
    expect(list).toEqual({ totalCount: 1, nodes: [{ sheetNo: 'READ' }] });
    expect(
      await banks.read(BELOW, {
        of: [
          { __typename: 'PayrollEntry', id: one.payrollEntry.id },
          { __typename: 'Project', code: 'A' },
        ],
      }),
    ).toEqual([
      { disbursements: [{ sheetNo: 'READ' }] },
      {
        month: { nodes: expect.arrayContaining([{ sheetNo: 'READ' }]) },
        // No result is another question than any.
        none: { totalCount: 0 },
        all: { nodes: expect.arrayContaining([{ sheetNo: 'READ' }]) },
      },
    ]);
  });

  describe('of which the bank states account and card (Order 724 Art. 31)', () => {
    const OWN = '2102000000000001';
    const stated = {
      payerAccountNumber: '2102 0000 0000 0001',
      payeeCardNumber: cardNumber(1),
      payeeName: '林某某',
    };
    const account = (accountNumber: string, projectCode: string, more: object = {}) => ({
      bankCode: '102',
      accountNumber,
      projectCode,
      openedOn: '2026-01-15',
      ...more,
    });
    beforeAll(async () => {
      await banks.submit('submitSpecialWageAccounts', [
        account(OWN, 'A'),
        account('2102000000000002', 'B'),
        account('2102000000000003', 'A', {
          closedOn: '2026-02-10',
          closingNoticeFrom: '2026-01-10',
          closingNoticeTo: '2026-02-09',
        }),
      ]);
      await banks.submit('submitWageCards', [
        { workerId: lin, bankCode: '102', cardNumber: cardNumber(1), cardholderName: '林某某' },
      ]);
    });

    test.each([
      ['the project’s account, the worker’s card and name', 30, {}, 'ACCEPTED'],
      ['no account', 31, { payerAccountNumber: null }, 'ACCEPTED'],
      [
        'an account that nobody stated',
        32,
        { payerAccountNumber: '2102000000000404' },
        'ACCEPTED +PAYER_ACCOUNT_DIFFERS',
      ],
      [
        'another project’s account',
        33,
        { payerAccountNumber: '2102000000000002' },
        'ACCEPTED +PAYER_ACCOUNT_DIFFERS',
      ],
      [
        'an account that was closed',
        34,
        { payerAccountNumber: '2102000000000003' },
        'ACCEPTED +PAYER_ACCOUNT_DIFFERS',
      ],
      [
        'that account before its closing',
        35,
        { payerAccountNumber: '2102000000000003', paidOn: '2026-02-10' },
        'ACCEPTED',
      ],
      ['an account not yet opened', 36, { paidOn: '2026-01-14' }, 'ACCEPTED +PAYER_ACCOUNT_DIFFERS'],
      ['another bank’s account of that number', 37, { bankCode: '103' }, 'ACCEPTED +PAYER_ACCOUNT_DIFFERS'],
      ['another card', 38, { payeeCardNumber: cardNumber(2) }, 'ACCEPTED +PAYEE_CARD_DIFFERS'],
      ['another name', 39, { payeeName: '韦某某' }, 'ACCEPTED +PAYEE_NAME_DIFFERS'],
      ['the card of a worker without one on record', 40, { workerId: wei }, 'ACCEPTED +PAYEE_DIFFERS'],
      [
        'a number that is none',
        41,
        { payerAccountNumber: '21X' },
        'REJECTED ACCOUNT_NUMBER_MALFORMED payerAccountNumber',
      ],
      ['a serial that is none', 41, { flowSerial: 'L-1' }, 'REJECTED VALUE_MALFORMED flowSerial'],
    ])('with %s', async (_name, lineNo, more, verdict) => {
      expect(await submit(paid(lineNo, { ...stated, ...more }))).toEqual([verdict]);
    });

    describe('and the booking on it', () => {
      const flow = (serial: string, more: object = {}) => ({
        bankCode: '102',
        accountNumber: OWN,
        serial,
        occurredAt: '2026-02-28T10:00:00+08:00',
        direction: 'OUT',
        amount: '100.00',
        kind: 'WAGE',
        ...more,
      });
      const back = (serial: string, undoesSerial: string, amount = '100.00', direction = 'IN') =>
        flow(serial, { kind: 'REVERSAL', direction, undoesSerial, amount });
      beforeAll(async () => {
        const flows = [
          flow('0101'),
          flow('102', { amount: '99.99' }),
          flow('103', { amount: '12000.00' }),
          flow('104', { kind: 'OTHER', direction: 'IN' }),
          flow('105'),
          back('106', '105'),
          flow('107'),
          back('108', '107'),
          back('109', '108', '100.00', 'OUT'),
          back('110', '109'),
          flow('111', { amount: '300.00' }),
          back('112', '111', '200.01'),
          flow('113', { amount: '300.00' }),
          back('114', '113', '200.00'),
          flow('115'),
          back('116', '115'),
          back('117', '116', '100.00', 'OUT'),
        ];
        for (const verdict of await banks.submit('submitAccountFlows', flows))
          expect(verdict).toMatch(/^ACCEPTED/);
      });

      const DIFFERS = 'ACCEPTED +PAYMENT_FLOW_DIFFERS';
      const UNDONE = 'ACCEPTED +PAYMENT_FLOW_UNDONE';
      const FAILED = { result: 'FAILED', reason: '账号有误' };
      const RETURNED = { result: 'RETURNED', reason: '收款行退回' };
      test.each([
        ['by another writing of its serial', 80, { flowSerial: '101' }, 'ACCEPTED'],
        ['of less than was paid', 81, { flowSerial: '102' }, DIFFERS],
        ['of many payments', 82, { flowSerial: '103' }, 'ACCEPTED'],
        ['that came in', 83, { flowSerial: '104' }, DIFFERS],
        ['that was reversed', 84, { flowSerial: '105' }, UNDONE],
        ['that was reversed, as the payment came back', 85, { flowSerial: '105', ...RETURNED }, 'ACCEPTED'],
        ['that was reversed, that undone, and that again', 86, { flowSerial: '107' }, UNDONE],
        ['of which less is left than was paid', 87, { flowSerial: '111' }, UNDONE],
        ['of which enough is left', 88, { flowSerial: '113' }, 'ACCEPTED'],
        ['whose reversal was undone', 89, { flowSerial: '115' }, 'ACCEPTED'],
        ['that is not on record', 90, { flowSerial: '404' }, 'ACCEPTED +FLOW_NOT_ON_RECORD'],
        ['of a payment that failed', 91, { flowSerial: '404', ...FAILED }, 'ACCEPTED'],
        ['of no account', 92, { flowSerial: '404', payerAccountNumber: null }, 'ACCEPTED'],
        [
          'of an account that is not on record',
          93,
          { flowSerial: '404', payerAccountNumber: '2102000000000404' },
          'ACCEPTED +PAYER_ACCOUNT_DIFFERS',
        ],
      ])('%s', async (_name, lineNo, more, verdict) => {
        expect(await submit(paid(lineNo, { ...stated, ...more }))).toEqual([verdict]);
      });
    });

    test('an account that the project shares is its own', async () => {
      const shared = { sharedProjects: [{ projectCode: 'A', ledgerDigest: 'ab'.repeat(32) }] };
      await banks.submit('submitSpecialWageAccounts', [account('2102000000000009', 'B', shared)]);
      const record = paid(95, { ...stated, payerAccountNumber: '2102000000000009' });
      expect(await submit(record)).toEqual(['ACCEPTED']);
    });

    test('it is shown with them, masked, and stated again without them it is corrected', async () => {
      await submit(paid(50, { ...stated, flowSerial: '0007' }));
      const id = banks.recordId();
      const shown = {
        payerAccountNumber: '************0001',
        payerAccount: { openedOn: '2026-01-15' },
        payeeCardNumber: '***************0014',
        payeeName: '林*',
        flowSerial: '0007',
      };
      expect(await banks.read(WITH_ACCOUNT, { id })).toEqual(shown);
      expect(await submit(paid(50, { ...stated, flowSerial: '0007' }))).toEqual([
        'DUPLICATE ALREADY_RECORDED +FLOW_NOT_ON_RECORD',
      ]);
      expect(await submit(paid(50), { sentAt: LATER })).toEqual(['CORRECTED']);
      expect(await banks.read(WITH_ACCOUNT, { id })).toEqual(
        Object.fromEntries(Object.keys(shown).map((name) => [name, null])),
      );
    });
  });

  test('is its first source\u2019s and its bank\u2019s own, and can be withdrawn', async () => {
    await writeSheet('OWN', 1);
    const one = paid(1, { sheetNo: 'OWN' });
    expect(await submit({ ...one, bankCode: '103' }, { caller: bankOf('102') })).toEqual([
      'REJECTED BANK_OF_ANOTHER bankCode',
    ]);
    await submit(one);
    const { recordId } = banks;
    const id = recordId();
    expect(await submit(one, { caller: other })).toEqual(['DUPLICATE SAME_FACT_OTHER_SOURCE']);
    expect(await banks.withdraw('DISBURSEMENT', id)).toEqual(['CORRECTED WITHDRAWN']);
    expect(await banks.read(ONE, { id })).toBeNull();
  });
});

const ONE = `query ($id: ID!) { disbursement(id: $id) { sheetNo lineNo attempt amount result reason payMonth
  worker { id } payrollEntry { id } versions { version } } }`;
const WITH_ACCOUNT = `query ($id: ID!) { disbursement(id: $id) {
  payerAccountNumber payerAccount { openedOn } payeeCardNumber payeeName flowSerial } }`;
const LISTED = `{ disbursements(filter: { projectCode: "A", month: "2026-01", results: [RETURNED], to: "2026-02-27", from: "2026-02-27" }) {
  totalCount nodes { sheetNo } } }`;
const BELOW = `query ($of: [_Any!]!) { _entities(representations: $of) {
  ... on PayrollEntry { disbursements { sheetNo } }
  ... on Project { month: disbursements(month: "2026-01", results: [RETURNED]) { nodes { sheetNo } }
    none: disbursements(month: "2026-01", results: []) { totalCount }
    all: disbursements(month: "2026-01") { nodes { sheetNo } } } } }`;
