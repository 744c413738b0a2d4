import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bankOf, LATER, type OpenBanks, openBanksBeside, other } from './support/open-banks.ts';

const NUMBER = '45010000000055550001';
let banks: OpenBanks;
let serial = 0;
const freeze = (more: object = {}) => ({
  target: 'SPECIAL_ACCOUNT',
  bankCode: '102',
  accountNumber: NUMBER,
  orderNo: `（2026）桂示例执${++serial}号`,
  authority: '示例区人民法院',
  measure: 'FREEZE',
  cause: 'WAGES_OF_THIS_PROJECT',
  effectiveOn: '2026-02-10',
  ...more,
});
const DEPOSIT = { target: 'DEPOSIT_ACCOUNT', accountNumber: '45010000000055559999' };
const submit = (record: object, sending = {}) => banks.submit('submitAccountFreezes', [record], sending);

beforeAll(async () => {
  banks = await openBanksBeside();
  await banks.submit('submitSpecialWageAccounts', [
    { bankCode: '102', accountNumber: NUMBER, projectCode: 'A' },
  ]);
  await banks.submit('submitGuaranteeDeposits', [
    { projectCode: 'A', form: 'CASH', required: '1.00', bankCode: '102', status: 'DUE' },
  ]);
});
afterAll(() => banks?.close());

describe('What strikes an account', () => {
  test.each([
    ['for this project’s wages', {}, 'ACCEPTED'],
    ['for another cause', { cause: 'OTHER' }, 'ACCEPTED +FREEZE_FORBIDDEN'],
    ['with the account’s project', { projectCode: 'A' }, 'ACCEPTED'],
    ['with another project', { projectCode: 'B' }, 'REJECTED ACCOUNT_OF_ANOTHER_PROJECT projectCode'],
    ['a deduction', { measure: 'DEDUCTION', amount: '10.00' }, 'ACCEPTED'],
    ['a deduction of no amount', { measure: 'DEDUCTION' }, 'REJECTED VALUE_MISSING amount'],
    [
      'a deduction that was lifted',
      { measure: 'DEDUCTION', amount: '10.00', liftedOn: '2026-02-11' },
      'REJECTED DEDUCTION_NOT_LIFTED liftedOn',
    ],
    ['lifted before it held', { liftedOn: '2026-02-09' }, 'REJECTED PERIOD_REVERSED liftedOn'],
    ['of tomorrow', { effectiveOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE effectiveOn'],
    ['without an order', { orderNo: null }, 'REJECTED VALUE_MISSING orderNo'],
    [
      'an account nobody has stated',
      { accountNumber: '45010000000055550404' },
      'HELD ACCOUNT_UNKNOWN accountNumber',
    ],
    ['a deposit', { ...DEPOSIT, projectCode: 'A' }, 'ACCEPTED'],
    ['a deposit of no project', DEPOSIT, 'REJECTED VALUE_MISSING projectCode'],
    [
      'a deposit of a project without one',
      { ...DEPOSIT, projectCode: 'B' },
      'HELD DEPOSIT_UNKNOWN projectCode',
    ],
    [
      'a deposit of a project nobody filed',
      { ...DEPOSIT, projectCode: 'NONE' },
      'HELD PROJECT_UNKNOWN projectCode',
    ],
  ])('%s', async (_name, more, verdict) => {
    expect(await submit(freeze(more))).toEqual([verdict]);
  });

  test('waits for the deposit, and is released when it comes', async () => {
    await submit(freeze({ ...DEPOSIT, projectCode: 'B', authority: '等待法院' }));
    const authorities = async () => {
      const { nodes } = (await banks.read(
        '{ accountFreezes(filter: { projectCode: "B", targets: [DEPOSIT_ACCOUNT] }) { nodes { authority account { id } } } }',
      )) as { nodes: object[] };
      return nodes;
    };
    expect(await authorities()).toEqual([]);
    await banks.submit('submitGuaranteeDeposits', [
      { projectCode: 'B', form: 'CASH', required: '1.00', bankCode: '102', status: 'DUE' },
    ]);
    await banks.release();
    expect(await authorities()).toContainEqual({ authority: '等待法院', account: null });
  });

  test('is read below account and project, lifted by a correction, of its bank and first source, and withdrawn', async () => {
    const one = freeze({ cause: 'OTHER', amount: '10.00', effectiveOn: '2026-02-12' });
    expect(await submit(one, { caller: bankOf('103') })).toEqual(['REJECTED BANK_OF_ANOTHER bankCode']);
    await submit(one);
    const id = banks.recordId();
    expect(await submit(one, { caller: other })).toEqual([
      'DUPLICATE SAME_FACT_OTHER_SOURCE +FREEZE_FORBIDDEN',
    ]);
    const standing = `{ accountFreezes(filter: { projectCode: "A", causes: [OTHER], standingOnly: true, from: "2026-02-12", to: "2026-02-12" }) { nodes { orderNo } } }`;
    expect(await banks.read(standing)).toEqual({ nodes: [{ orderNo: one.orderNo }] });
    await submit({ ...one, liftedOn: '2026-02-20' }, { sentAt: LATER });
    expect(await banks.read(standing)).toEqual({ nodes: [] });
    expect(await banks.read(ONE, { id })).toEqual({
      orderNo: one.orderNo,
      target: 'SPECIAL_ACCOUNT',
      measure: 'FREEZE',
      amount: '10.00',
      liftedOn: '2026-02-20',
      accountNumber: expect.stringMatching(/^\*+0001$/),
      bank: { code: '102' },
      project: { code: 'A' },
      account: { freezes: { nodes: expect.arrayContaining([{ id }]) } },
      versions: [{ version: 2 }, { version: 1 }],
    });
    expect(await banks.read(OF_PROJECT, { of: [{ __typename: 'Project', code: 'A' }] })).toEqual([
      { accountFreezes: expect.arrayContaining([{ id }]) },
    ]);
    expect(await banks.withdraw('ACCOUNT_FREEZE', id, { sentAt: '2026-03-01T07:45:00+08:00' })).toEqual([
      'CORRECTED WITHDRAWN',
    ]);
    expect(await banks.read(ONE, { id })).toBeNull();
  });
});

const ONE = `query ($id: ID!) { accountFreeze(id: $id) { orderNo target measure amount liftedOn accountNumber
  bank { code } project { code } account { freezes { nodes { id } } } versions { version } } }`;
const OF_PROJECT =
  'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Project { accountFreezes { id } } } }';
