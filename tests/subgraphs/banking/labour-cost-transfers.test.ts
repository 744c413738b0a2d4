import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LATER, type OpenBanks, openBanksBeside, OWNER, other } from './support/open-banks.ts';

let banks: OpenBanks;
let serial = 0;
const NUMBER = '45010000000066660001';
const account = (accountNumber: string) => ({ bankCode: '102', accountNumber, projectCode: 'A' });
const flow = (flowSerial: string, more: object = {}) => ({
  bankCode: '102',
  accountNumber: NUMBER,
  serial: flowSerial,
  occurredAt: '2026-02-28T10:00:00+08:00',
  accountingOn: '2026-02-20',
  direction: 'IN',
  amount: '5000.00',
  kind: 'LABOUR_COST',
  ...more,
});
const transfer = (more: object = {}) => ({
  bankCode: '102',
  accountNumber: NUMBER,
  flowSerial: String(1_000 + ++serial),
  amount: '5000.00',
  transferredOn: '2026-02-20',
  forMonth: '2026-02',
  payerCode: OWNER,
  ...more,
});
const submit = (record: object, sending = {}) => banks.submit('submitLabourCostTransfers', [record], sending);

beforeAll(async () => {
  banks = await openBanksBeside();
  await banks.submit('submitSpecialWageAccounts', [account(NUMBER)]);
  await banks.submit('submitAccountFlows', [
    flow('1'),
    flow('2', { direction: 'OUT', kind: 'WAGE' }),
    flow('3'),
  ]);
});
afterAll(() => banks?.close());

describe('A transfer of labour cost', () => {
  test.each([
    ['of a booking on record', { flowSerial: '1' }, 'ACCEPTED'],
    ['of nothing', { amount: '0.00' }, 'REJECTED AMOUNT_ZERO amount'],
    ['of a booking that has not come', {}, 'ACCEPTED +FLOW_NOT_ON_RECORD'],
    ['of a booking that went out', { flowSerial: '2' }, 'REJECTED FLOW_DIFFERS flowSerial'],
    [
      'of another amount than its booking',
      { flowSerial: '3', amount: '5000.01' },
      'REJECTED FLOW_DIFFERS amount',
    ],
    [
      'that came on the 21st',
      { transferredOn: '2026-02-21' },
      'ACCEPTED +LABOUR_COST_LATE +FLOW_NOT_ON_RECORD',
    ],
    ['ahead of its month', { forMonth: '2026-04' }, 'ACCEPTED +FLOW_NOT_ON_RECORD'],
    ['of a hundred billion yuan', { amount: '100000000000.00' }, 'ACCEPTED +FLOW_NOT_ON_RECORD'],
    ['of a fen more', { amount: '100000000000.01' }, 'REJECTED AMOUNT_TOO_LARGE amount'],
    ['of tomorrow', { transferredOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE transferredOn'],
    ['for no month', { forMonth: null }, 'REJECTED VALUE_MISSING forMonth'],
    [
      'from a payer whose code fails its check',
      { payerCode: '91450100MA5K00001A' },
      'HELD CREDIT_CODE_INVALID payerCode',
    ],
    [
      'to an account that nobody has stated',
      { accountNumber: '45010000000066660404' },
      'HELD ACCOUNT_UNKNOWN accountNumber',
    ],
  ])('%s', async (_name, more, verdict) => {
    expect(await submit(transfer(more))).toEqual([verdict]);
  });

  test('whose booking is undone, before or after it comes, is told so, and counts until it is withdrawn', async () => {
    const [paid, again] = [flow('0501'), flow('0502')];
    const back = (serial: string, undoesSerial: string) =>
      flow(serial, {
        kind: 'REVERSAL',
        direction: 'OUT',
        undoesSerial,
        occurredAt: '2026-02-28T11:00:00+08:00',
      });
    const month = { forMonth: '2026-11' };
    const RECEIVED =
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Project { labourCost(month: "2026-11") { received undone } labourCostTransfers(month: "2026-11") { undone flow { serial undoneBy { serial } } } } } }';
    const shown = () => banks.read(RECEIVED, { of: [{ __typename: 'Project', code: 'A' }] });
    expect(await banks.submit('submitAccountFlows', [paid, again])).toEqual(['ACCEPTED', 'ACCEPTED']);
    expect(await submit(transfer({ flowSerial: '501', ...month }))).toEqual(['ACCEPTED']);
    const id = banks.recordId();
    expect(await banks.submit('submitAccountFlows', [back('503', '501'), back('504', '502')])).toEqual([
      'ACCEPTED +TRANSFER_FLOW_UNDONE',
      'ACCEPTED',
    ]);
    expect(await submit(transfer({ flowSerial: '502' }))).toEqual(['ACCEPTED +TRANSFER_FLOW_UNDONE']);
    expect(await shown()).toEqual([
      {
        labourCost: { received: '5000.00', undone: '5000.00' },
        labourCostTransfers: [{ undone: '5000.00', flow: { serial: '0501', undoneBy: [{ serial: '503' }] } }],
      },
    ]);
    await banks.withdraw('LABOUR_COST_TRANSFER', id);
    expect(await shown()).toEqual([
      { labourCost: { received: '0.00', undone: '0.00' }, labourCostTransfers: [] },
    ]);
    // The reversal was itself undone: the booking stands again.
    const undone = flow('505', {
      kind: 'REVERSAL',
      undoesSerial: '504',
      occurredAt: '2026-02-28T12:00:00+08:00',
    });
    expect(await banks.submit('submitAccountFlows', [undone])).toEqual(['ACCEPTED']);
    expect(await submit(transfer({ flowSerial: '502', forMonth: '2026-01' }), { sentAt: LATER })).toEqual([
      'CORRECTED +LABOUR_COST_LATE',
    ]);
  });

  const LISTED = `query ($payer: SocialCreditCode!) { labourCostTransfers(filter: { payerCode: $payer, forMonth: "2025-12", projectCode: "A" }) {
    totalCount nodes { amount flowSerial isLate payer { creditCode } account { bank { code } } versions { version } } } }`;
  const OTHER_PAYER = '91450100MA5K00001E';
  const listed = async () => (await banks.read(LISTED, { payer: OTHER_PAYER })) as { nodes: unknown[] };

  test('waits for its account, is released, corrected, kept by its first source and withdrawn', async () => {
    const late = { accountNumber: '45010000000066660002', forMonth: '2025-12', payerCode: OTHER_PAYER };
    const one = transfer(late);
    expect(await submit(one)).toEqual(['HELD ACCOUNT_UNKNOWN accountNumber']);
    await banks.submit('submitSpecialWageAccounts', [account(late.accountNumber)]);
    await banks.release();
    const shown = {
      flowSerial: one.flowSerial,
      isLate: true,
      payer: { creditCode: OTHER_PAYER },
      account: { bank: { code: '102' } },
    };
    expect((await listed()).nodes).toEqual([{ ...shown, amount: '5000.00', versions: [{ version: 1 }] }]);
    expect(await submit(one, { caller: other })).toEqual([
      'DUPLICATE SAME_FACT_OTHER_SOURCE +LABOUR_COST_LATE +FLOW_NOT_ON_RECORD',
    ]);
    expect(await submit({ ...one, amount: '4000.00' }, { sentAt: LATER })).toEqual([
      'CORRECTED +LABOUR_COST_LATE +FLOW_NOT_ON_RECORD',
    ]);
    expect((await listed()).nodes).toEqual([
      { ...shown, amount: '4000.00', versions: [{ version: 2 }, { version: 1 }] },
    ]);
    const byPayer =
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Enterprise { labourCostTransfers { totalCount } } } }';
    expect(
      await banks.read(byPayer, { of: [{ __typename: 'Enterprise', creditCode: OTHER_PAYER }] }),
    ).toEqual([{ labourCostTransfers: { totalCount: 1 } }]);
    const { recordId } = banks;
    expect(
      await banks.withdraw('LABOUR_COST_TRANSFER', recordId(), { sentAt: '2026-03-01T07:45:00+08:00' }),
    ).toEqual(['CORRECTED WITHDRAWN']);
    expect(await listed()).toEqual({ totalCount: 0, nodes: [] });
  });
});
