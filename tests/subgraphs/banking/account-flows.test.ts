import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AbbreviationApproval } from '../../../subgraphs/provincial/abbreviations/facts.ts';
import { bankOf, CONTRACTOR, LATER, type OpenBanks, openBanksBeside, other } from './support/open-banks.ts';
import { EarlyWarning, Project } from '../../../subgraphs/provincial/facts.ts';
import { warning } from './support/early-warnings.ts';

let banks: OpenBanks;
let serial = 0;
const newNumber = () => `4501000000007777${String(++serial).padStart(4, '0')}`;
const account = (accountNumber: string, more: object = {}) => ({
  bankCode: '102',
  accountNumber,
  projectCode: 'A',
  openedOn: '2026-01-20',
  ...more,
});
const flow = (accountNumber: string, more: object = {}) => ({
  bankCode: '102',
  accountNumber,
  serial: String(++serial),
  occurredAt: '2026-02-28T10:00:00+08:00',
  direction: 'OUT',
  amount: '100.00',
  balanceAfter: '900.00',
  kind: 'WAGE',
  ...more,
});
const BACK = { kind: 'RETURN', direction: 'IN', occurredAt: '2026-02-28T11:00:00+08:00' };
const LONG = [
  { serial: '00000010', direction: 'IN', kind: 'LABOUR_COST' },
  { serial: '00000011' },
  { serial: '00000014' },
  { serial: '00000019' },
];

beforeAll(async () => {
  banks = await openBanksBeside();
});
afterAll(() => banks?.close());

const opened = async (more: object = {}): Promise<string> => {
  const number = newNumber();
  expect((await banks.submit('submitSpecialWageAccounts', [account(number, more)]))[0]).toMatch(/^ACCEPTED/);
  return number;
};

test('An abbreviation in an account’s name counts as soon as a department has approved it for the project', async () => {
  const short = { accountName: '示范建工甲项目农民工工资专用账户' };
  const told = async () => {
    const [verdict] = await banks.submit('submitSpecialWageAccounts', [account(newNumber(), short)]);
    return verdict!.replace(/ \+(SECOND_\w+|ACCOUNT_ALREADY\w+)/, '');
  };
  expect(await told()).toMatch(/\+ACCOUNT_NAME_CONTRACTOR/);
  await banks.registry.write(AbbreviationApproval, '2026-02-20T09:00:00+08:00', [
    {
      projectCode: 'A',
      subject: 'GENERAL_CONTRACTOR',
      abbreviation: '示范建工',
      contractorCode: CONTRACTOR,
      approvedOn: '2026-02-19',
      authority: '示例区住房和城乡建设局',
    },
  ]);
  expect(await told()).not.toMatch(/ACCOUNT_NAME/);
});

describe('An account is taken, and told', () => {
  const name = (text: string) => ({ accountName: text });
  test.each([
    ['named as ruled', name('示范建工有限公司甲项目农民工工资专用账户'), 'ACCEPTED'],
    ['without its ending', name('示范建工有限公司甲项目'), 'ACCEPTED +ACCOUNT_NAME_SUFFIX'],
    [
      'with another contractor',
      name('别家公司甲项目农民工工资专用账户'),
      'ACCEPTED +ACCOUNT_NAME_CONTRACTOR',
    ],
    [
      'with another project',
      name('示范建工有限公司乙项目农民工工资专用账户'),
      'ACCEPTED +ACCOUNT_NAME_PROJECT',
    ],
    ['opened on the 30th day after the contract', { openedOn: '2026-02-09' }, 'ACCEPTED'],
    ['opened on the 31st', { openedOn: '2026-02-10' }, 'ACCEPTED +OPENED_LATE'],
    ['of a project of which nothing is on record', { projectCode: 'B', openedOn: '2026-02-10' }, 'ACCEPTED'],
    [
      'closed without notice',
      { closedOn: '2026-02-28' },
      'ACCEPTED +ENDED_WITHOUT_NOTICE +ENDED_BEFORE_COMPLETION',
    ],
    [
      'closed before the notice ended',
      { closedOn: '2026-02-28', closingNoticeFrom: '2026-01-30', closingNoticeTo: '2026-03-01' },
      'ACCEPTED +ENDED_WITHOUT_NOTICE +ENDED_BEFORE_COMPLETION',
    ],
    [
      'closed on the last day of its notice',
      { closedOn: '2026-02-28', closingNoticeFrom: '2026-01-29', closingNoticeTo: '2026-02-28' },
      'ACCEPTED +ENDED_WITHOUT_NOTICE +ENDED_BEFORE_COMPLETION',
    ],
    [
      'closed after a notice of 29 days',
      { closedOn: '2026-03-01', closingNoticeFrom: '2026-01-30', closingNoticeTo: '2026-02-28' },
      'ACCEPTED +NOTICE_TOO_SHORT +ENDED_BEFORE_COMPLETION',
    ],
    [
      'closed after a notice of 30 days',
      {
        status: 'CLOSED',
        closedOn: '2026-03-01',
        closingNoticeFrom: '2026-01-29',
        closingNoticeTo: '2026-02-28',
      },
      'ACCEPTED +ENDED_BEFORE_COMPLETION',
    ],
    [
      'with a notice that ends before it begins',
      { closingNoticeFrom: '2026-02-02', closingNoticeTo: '2026-02-01' },
      'REJECTED PERIOD_REVERSED closingNoticeTo',
    ],
    ['with a last serial in words', { lastSerial: '十' }, 'REJECTED VALUE_MALFORMED lastSerial'],
    [
      'in use with a day of closing',
      { status: 'ACTIVE', closedOn: '2026-02-28' },
      'REJECTED STATUS_AGAINST_VALIDITY status',
    ],
    [
      'frozen with a day of closing',
      { status: 'FROZEN', closedOn: '2026-02-28' },
      'REJECTED STATUS_AGAINST_VALIDITY status',
    ],
    [
      'with the digest of its agreement',
      { tripartiteAgreementDigest: 'AB'.repeat(32), nature: 'SPECIAL' },
      'ACCEPTED',
    ],
    [
      'with a digest that is none',
      { tripartiteAgreementDigest: 'ab' },
      'REJECTED DIGEST_MALFORMED tripartiteAgreementDigest',
    ],
    ['that is a basic account', { nature: 'BASIC' }, 'ACCEPTED +ACCOUNT_NOT_SPECIAL'],
    ['of no such kind', { nature: 'SAVINGS' }, 'REJECTED CODE_UNKNOWN nature'],
    ['closed on no day', { status: 'CLOSED' }, 'REJECTED STATUS_AGAINST_VALIDITY closedOn'],
  ])('%s', async (_name, more, verdict) => {
    const [told] = await banks.submit('submitSpecialWageAccounts', [account(newNumber(), more)]);
    // All of them are of one project.
    expect(told!.replace(' +SECOND_ACTIVE_ACCOUNT', '')).toEqual(verdict);
  });

  test('one account on two projects is told, whoever states it, also within one call', async () => {
    const [moved, kept] = [newNumber(), newNumber()];
    const of = (number: string, projectCode: string) => account(number, { projectCode, status: 'FROZEN' });
    const submit = (records: object[], sending = {}) =>
      banks.submit('submitSpecialWageAccounts', records, sending);
    expect(await submit([of(moved, 'B'), of(moved, 'C')])).toEqual([
      'ACCEPTED',
      'CORRECTED +ACCOUNT_ON_TWO_PROJECTS',
    ]);
    expect(await submit([of(moved, 'C')], { sentAt: LATER })).toEqual(['DUPLICATE ALREADY_RECORDED']);
    // The side it left is told as well when it states the account.
    expect(await submit([of(moved, 'B')], { sentAt: '2026-03-01T07:40:00+08:00' })).toEqual([
      'CORRECTED +ACCOUNT_ON_TWO_PROJECTS',
    ]);
    await submit([of(kept, 'B')]);
    expect(await submit([of(kept, 'C')], { caller: other })).toEqual([
      'DUPLICATE CLAIM_KEPT +ACCOUNT_ON_TWO_PROJECTS',
    ]);
  });

  test('Order 724 Art. 27: closed after completion and without open warnings', async () => {
    const known = {
      kind: 'HOUSING',
      sector: 'HOUSING',
      divisionCode: '450103',
      constructionStatus: '004',
      completedOn: '2026-02-01',
      isUnderKeySupervision: false,
    };
    await banks.registry.scope([
      ['DONE', 'HOUSING', '450103'],
      ['WARNED', 'HOUSING', '450103'],
    ]);
    await banks.registry.write(
      Project,
      '2026-02-10T09:00:00+08:00',
      ['DONE', 'WARNED'].map((projectCode) => ({ ...known, projectCode, name: projectCode })),
    );
    await banks.registry.write(EarlyWarning, '2026-02-10T09:00:00+08:00', [
      warning('DONE', { state: 'CLEARED', clearedOn: '2026-02-05' }),
      warning('WARNED', { raisedOn: '2026-02-10' }),
    ]);
    const noticed = { closingNoticeFrom: '2025-12-31', closingNoticeTo: '2026-01-30' };
    const closed = async (projectCode: string, closedOn: string) => {
      const record = account(newNumber(), { projectCode, closedOn, ...noticed });
      return (await banks.submit('submitSpecialWageAccounts', [record]))[0];
    };
    expect(await closed('DONE', '2026-02-01')).toBe('ACCEPTED');
    expect(await closed('DONE', '2026-01-31')).toBe('ACCEPTED +ENDED_BEFORE_COMPLETION');
    expect(await closed('WARNED', '2026-02-09')).toBe('ACCEPTED');
    expect(await closed('WARNED', '2026-02-10')).toBe('ACCEPTED +ENDED_WITH_OPEN_WARNINGS');
    const returned = {
      projectCode: 'WARNED',
      form: 'CASH',
      required: '0.00',
      bankCode: '102',
      status: 'RETURNED',
      returnedOn: '2026-02-28',
      noticeFrom: '2026-01-01',
      noticeTo: '2026-01-31',
    };
    expect(await banks.submit('submitGuaranteeDeposits', [returned])).toEqual([
      'ACCEPTED +ENDED_WITH_OPEN_WARNINGS',
    ]);
  });

  test('Order 724 Art. 26: a project has one account in use, and a second is told, also within one call', async () => {
    const [first, second, third] = [newNumber(), newNumber(), newNumber()];
    const of = (accountNumber: string, more: object = {}) =>
      account(accountNumber, { projectCode: 'C', ...more });
    const submit = (records: object[], sentAt?: string) =>
      banks.submit('submitSpecialWageAccounts', records, { ...(sentAt && { sentAt }) });
    const closed = { closedOn: '2026-02-28', closingNoticeFrom: '2026-01-20', closingNoticeTo: '2026-02-27' };
    expect(await submit([of(first), of(second)])).toEqual(['ACCEPTED', 'ACCEPTED +SECOND_ACTIVE_ACCOUNT']);
    expect(await submit([of(second, closed), of(third, { status: 'FROZEN' })], LATER)).toEqual([
      'CORRECTED',
      'ACCEPTED',
    ]);
    expect(await submit([of(first, { openedOn: '2026-01-21' })], LATER)).toEqual(['CORRECTED']);
    expect(await submit([of(first, closed), of(third)], '2026-03-01T07:40:00+08:00')).toEqual([
      'CORRECTED',
      'CORRECTED',
    ]);
    const LISTED =
      '{ specialWageAccounts(filter: { projectCode: "C", statuses: [ACTIVE] }) { nodes { project { code } } totalCount } }';
    expect(await banks.read(LISTED)).toEqual({ nodes: [{ project: { code: 'C' } }], totalCount: 1 });
  });
});

describe('A booking', () => {
  test.each([
    ['in order', {}, 'ACCEPTED'],
    ['without a serial', { serial: null }, 'REJECTED VALUE_MISSING serial'],
    ['whose serial is no number', { serial: 'A-1' }, 'REJECTED VALUE_MALFORMED serial'],
    ['of this evening', { occurredAt: '2026-03-01T20:00:00+08:00' }, 'REJECTED TIME_IN_FUTURE occurredAt'],
    ['that comes a week late', { occurredAt: '2026-02-20T10:00:00+08:00' }, 'ACCEPTED +ARRIVED_LATE'],
    ['accounted for the next day', { accountingOn: '2026-03-02' }, 'ACCEPTED'],
    ['accounted for far ahead', { accountingOn: '2026-03-12' }, 'REJECTED DATE_IN_FUTURE accountingOn'],
    ['accounted for long before', { accountingOn: '2026-02-01' }, 'ACCEPTED +ACCOUNTING_DAY_APART'],
    ['of wages coming in', { direction: 'IN' }, 'REJECTED KIND_DIRECTION_DIFFERS direction'],
    ['of labour cost going out', { kind: 'LABOUR_COST' }, 'REJECTED KIND_DIRECTION_DIFFERS direction'],
    ['out for another use', { kind: 'OTHER' }, 'ACCEPTED +OUTFLOW_NOT_WAGES'],
    ['of interest', { kind: 'OTHER', direction: 'IN' }, 'ACCEPTED'],
    ['of nothing, whose serial would be missing else', { amount: '0.00' }, 'ACCEPTED'],
    ['of less than nothing', { amount: '-1.00' }, 'REJECTED AMOUNT_NEGATIVE amount'],
    [
      'before the opening',
      { accountingOn: '2026-01-19', occurredAt: '2026-01-19T10:00:00+08:00' },
      'ACCEPTED +ARRIVED_LATE +ACCOUNT_NOT_OPEN',
    ],
    ['with the other account', { counterpartyAccountNumber: '6222 0000 0000 0001' }, 'ACCEPTED'],
    [
      'with another account that is none',
      { counterpartyAccountNumber: '6222' },
      'REJECTED ACCOUNT_NUMBER_MALFORMED counterpartyAccountNumber',
    ],
    ['that returns nothing', { kind: 'RETURN', direction: 'IN' }, 'REJECTED VALUE_MISSING undoesSerial'],
    ['of wages that undoes one', { undoesSerial: '1' }, 'REJECTED UNDOES_NOTHING undoesSerial'],
  ])('%s', async (_name, more, verdict) => {
    const number = await opened();
    expect(await banks.submit('submitAccountFlows', [flow(number, more)])).toEqual([verdict]);
  });

  test.each([
    ['all of it', {}, 'ACCEPTED'],
    ['a part of it', { amount: '99.99' }, 'ACCEPTED'],
    ['more than it', { amount: '100.01' }, 'REJECTED UNDONE_AMOUNT_EXCEEDED amount'],
    ['the same way', { kind: 'REVERSAL', direction: 'OUT' }, 'REJECTED UNDONE_DIRECTION_SAME direction'],
    ['itself', { serial: '7', undoesSerial: '7' }, 'REJECTED UNDONE_DIRECTION_SAME undoesSerial'],
    ['one that is not on record', { undoesSerial: '8' }, 'HELD UNDONE_FLOW_UNKNOWN undoesSerial'],
  ])('undoes another: %s', async (_name, more, verdict) => {
    const number = await opened();
    await banks.submit('submitAccountFlows', [flow(number, { serial: '1' })]);
    const back = flow(number, { serial: '2', kind: 'RETURN', direction: 'IN', undoesSerial: '1', ...more });
    expect(await banks.submit('submitAccountFlows', [back])).toEqual([verdict]);
  });

  test('is read with the other account, masked, and the account with its agreement and kind', async () => {
    const agreement = { tripartiteAgreementDigest: 'AB'.repeat(32), nature: 'SPECIAL' };
    const number = await opened(agreement);
    const account = banks.recordId();
    const plain = flow(number);
    await banks.submit('submitAccountFlows', [
      { ...plain, counterpartyAccountNumber: '6222 0000 0000 0001' },
    ]);
    const id = banks.recordId();
    expect(
      await banks.read(
        `{ accountFlow(id: "${id}") { counterpartyAccountNumber account { id tripartiteAgreementDigest nature } } }`,
      ),
    ).toEqual({
      counterpartyAccountNumber: '************0001',
      account: { id: account, tripartiteAgreementDigest: 'ab'.repeat(32), nature: 'SPECIAL' },
    });
    expect(await banks.submit('submitAccountFlows', [plain], { sentAt: LATER })).toEqual(['CORRECTED']);
    expect(await banks.read(`{ accountFlow(id: "${id}") { counterpartyAccountNumber } }`)).toEqual({
      counterpartyAccountNumber: null,
    });
    const nothing = { ...plain, counterpartyAccountNumber: null };
    expect(await banks.submit('submitAccountFlows', [nothing], { sentAt: LATER })).toEqual([
      'DUPLICATE ALREADY_RECORDED',
    ]);
  });

  test('undoes one of its own account only', async () => {
    const [one, another] = [await opened(), await opened()];
    await banks.submit('submitAccountFlows', [flow(one, { serial: '1' })]);
    const back = flow(another, { kind: 'RETURN', direction: 'IN', undoesSerial: '1' });
    expect(await banks.submit('submitAccountFlows', [back])).toEqual([
      'HELD UNDONE_FLOW_UNKNOWN undoesSerial',
    ]);
  });

  test('is read back with what it undoes, and the undone one with what undoes it', async () => {
    const number = await opened();
    await banks.submit('submitAccountFlows', [
      flow(number, { serial: '0001', counterpartyName: '林某某' }),
      flow(number, { ...BACK, serial: '0002', undoesSerial: '0001' }),
    ]);
    await banks.release();
    const { nodes } = (await banks.read(LEDGER, { number: await idOf(number) })) as { nodes: unknown[] };
    expect(nodes).toEqual([
      expect.objectContaining({ serial: '0002', undoes: { serial: '0001' }, undoneBy: [] }),
      {
        serial: '0001',
        occurredAt: '2026-02-28T10:00:00+08:00',
        accountingOn: '2026-02-28',
        direction: 'OUT',
        amount: '100.00',
        balanceAfter: '900.00',
        kind: 'WAGE',
        counterpartyName: expect.stringMatching(/^林\*+$/),
        undoes: null,
        undoneBy: [{ serial: '0002' }],
        project: { code: 'A' },
        provenance: { version: 1 },
      },
    ]);
  });

  test('waits for its account, and for the booking it undoes, and is released when they come', async () => {
    const number = newNumber();
    const wage = flow(number, { serial: '1' });
    const back = flow(number, { serial: '2', kind: 'RETURN', direction: 'IN', undoesSerial: '1' });
    expect(await banks.submit('submitAccountFlows', [back, wage])).toEqual([
      'HELD ACCOUNT_UNKNOWN accountNumber',
      'HELD ACCOUNT_UNKNOWN accountNumber',
    ]);
    await banks.submit('submitSpecialWageAccounts', [account(number)]);
    const ledger = async () =>
      (await banks.read(LEDGER, { number: await idOf(number) })) as { nodes: unknown[] };
    expect((await ledger()).nodes).toEqual([]);
    await banks.release();
    expect((await ledger()).nodes).toHaveLength(2);
  });

  test('of an account of a project out of reach waits as of one that is not there', async () => {
    const number = newNumber();
    await banks.submit('submitSpecialWageAccounts', [account(number, { projectCode: 'FAR' })], {
      caller: bankOf('102'),
    });
    expect(await banks.submit('submitAccountFlows', [flow(number)])).toEqual([
      'HELD ACCOUNT_UNKNOWN accountNumber',
    ]);
    expect(await banks.submit('submitAccountFlows', [flow(number)], { caller: bankOf('102') })).toEqual([
      'ACCEPTED',
    ]);
  });

  test('sent again unchanged it is a duplicate, though its account or what it undoes is gone', async () => {
    const number = await opened();
    const accountId = banks.recordId();
    const original = flow(number);
    await banks.submit('submitAccountFlows', [original]);
    const id = banks.recordId();
    const back = flow(number, { ...BACK, undoesSerial: original.serial });
    const again = () => banks.submit('submitAccountFlows', [back]);
    expect(await again()).toEqual(['ACCEPTED']);
    const taken = await banks.withdraw('ACCOUNT_FLOW', id, { sentAt: '2026-03-01T07:45:00+08:00' });
    expect(taken[0]).toMatch(/^CORRECTED WITHDRAWN/);
    expect(await again()).toEqual(['DUPLICATE ALREADY_RECORDED']);
    expect((await banks.withdraw('SPECIAL_WAGE_ACCOUNT', accountId))[0]).toMatch(/^CORRECTED WITHDRAWN/);
    expect(await again()).toEqual(['DUPLICATE ALREADY_RECORDED']);
    expect(await banks.submit('submitAccountFlows', [{ ...back, amount: '99.00' }])).toEqual([
      'HELD ACCOUNT_UNKNOWN accountNumber',
    ]);
  });

  test('is corrected and withdrawn by its own source only', async () => {
    const number = await opened();
    const one = flow(number);
    await banks.submit('submitAccountFlows', [one]);
    const id = banks.recordId();
    expect(await banks.submit('submitAccountFlows', [one], { caller: other })).toEqual([
      'DUPLICATE SAME_FACT_OTHER_SOURCE',
    ]);
    expect(
      await banks.submit('submitAccountFlows', [{ ...one, bankCode: '103' }], { caller: bankOf('102') }),
    ).toEqual(['REJECTED BANK_OF_ANOTHER bankCode']);
    expect(
      await banks.submit('submitAccountFlows', [{ ...one, amount: '101.00' }], { sentAt: LATER }),
    ).toEqual(['CORRECTED']);
    expect(await banks.read(FLOW, { id })).toEqual({
      amount: '101.00',
      versions: [{ version: 2 }, { version: 1 }],
    });
    expect(await banks.withdraw('ACCOUNT_FLOW', id, { caller: other })).toEqual([
      'REJECTED RECORD_OF_ANOTHER_SOURCE',
    ]);
    expect(await banks.withdraw('ACCOUNT_FLOW', id, { sentAt: '2026-03-01T07:45:00+08:00' })).toEqual([
      'CORRECTED WITHDRAWN',
    ]);
    expect(await banks.read(FLOW, { id })).toBeNull();
  });
});

describe('A day file with a return in it', () => {
  const day = (number: string, returned: string) => [
    flow(number, { serial: '1' }),
    flow(number, { ...BACK, serial: '2', undoesSerial: returned }),
    flow(number, {
      kind: 'REVERSAL',
      serial: '3',
      undoesSerial: '2',
      occurredAt: '2026-02-28T12:00:00+08:00',
    }),
  ];
  const completeUpTo = '2026-03-01T00:00:00+08:00';

  test.each([
    ['in its order', [0, 1, 2]],
    ['in another', [2, 1, 0]],
  ])('is taken whole %s, stored whole or not, and the bank is not behind', async (_name, order) => {
    const [number, whole] = [await opened(), await opened()];
    const accepted = Array(3).fill('ACCEPTED');
    const sent = (of: string) => order.map((at) => day(of, '1')[at]!);
    expect(await banks.submit('submitAccountFlows', sent(number), { dryRun: true })).toEqual(accepted);
    expect(await banks.submit('submitAccountFlows', sent(number), { completeUpTo })).toEqual(accepted);
    expect(banks.receipt().completeUpTo).toBe(completeUpTo);
    expect(await banks.submit('submitAccountFlows', sent(whole), { mode: 'ATOMIC' })).toEqual(accepted);
  });

  test('that is to be stored whole and undoes what nobody has stated says that nothing of it waits', async () => {
    const number = await opened();
    expect(await banks.submit('submitAccountFlows', day(number, '404'), { mode: 'ATOMIC' })).toEqual([
      'REJECTED ATOMIC_NOT_STORED',
      'REJECTED UNDONE_FLOW_UNKNOWN undoesSerial',
      'REJECTED UNDONE_FLOW_UNKNOWN undoesSerial',
    ]);
    expect(banks.receipt().verdicts[1]).toMatchObject({
      message: '被退汇或冲正的原流水尚未报送；整批成功方式下不暂存，整批未保存。',
      remedy: '请改正本条，或先报送其所等待的记录，再整批重新报送。',
    });
  });

  test('whose original is refused is held as before', async () => {
    const number = await opened();
    const [wage, back] = day(number, '1');
    expect(
      await banks.submit('submitAccountFlows', [{ ...wage, amount: null }, back!], { completeUpTo }),
    ).toEqual(['REJECTED VALUE_MISSING amount', 'HELD UNDONE_FLOW_UNKNOWN undoesSerial']);
    expect(banks.receipt().completeUpTo).toBeNull();
  });
});

describe('All that undoes a booking is judged together', () => {
  const back = (number: string, serial: string, amount: string, more: object = {}) =>
    flow(number, { ...BACK, serial, undoesSerial: '1', amount, ...more });
  const REVERSED = { kind: 'REVERSAL', direction: 'OUT', occurredAt: '2026-02-28T12:00:00+08:00' };
  const wage = (number: string, amount = '5.00') => flow(number, { serial: '1', amount });
  type Sent = readonly [at: string, of: (number: string) => object[], verdicts: readonly string[]];
  const EXCEEDED = 'REJECTED UNDONE_AMOUNT_EXCEEDED amount';

  test.each<[string, readonly Sent[]]>([
    [
      'returned twice in calls of their own',
      [
        ['07:00', (n) => [wage(n)], ['ACCEPTED']],
        ['07:00', (n) => [back(n, '2', '5.00')], ['ACCEPTED']],
        ['07:00', (n) => [back(n, '3', '5.00')], [EXCEEDED]],
        ['07:00', (n) => [back(n, '4', '0.01')], [EXCEEDED]],
      ],
    ],
    [
      'returned twice in its own call',
      [
        [
          '07:00',
          (n) => [back(n, '2', '3.00'), back(n, '3', '2.01'), wage(n), back(n, '4', '2.00')],
          ['ACCEPTED', EXCEEDED, 'ACCEPTED', 'ACCEPTED'],
        ],
      ],
    ],
    [
      'returned in parts, each sent again',
      [
        ['07:00', (n) => [wage(n), back(n, '2', '3.00'), back(n, '3', '2.00')], Array(3).fill('ACCEPTED')],
        [
          '07:00',
          (n) => [wage(n), back(n, '2', '3.00'), back(n, '3', '2.00')],
          Array(3).fill('DUPLICATE ALREADY_RECORDED'),
        ],
        ['07:30', (n) => [back(n, '3', '2.01')], [EXCEEDED]],
        ['07:30', (n) => [back(n, '3', '1.99')], ['CORRECTED']],
      ],
    ],
    [
      'corrected to less than was returned',
      [
        ['07:00', (n) => [wage(n), back(n, '2', '3.00')], ['ACCEPTED', 'ACCEPTED']],
        ['07:30', (n) => [wage(n, '2.99')], [EXCEEDED]],
        ['07:30', (n) => [wage(n, '3.00')], ['CORRECTED']],
        ['07:40', (n) => [wage(n, '2.00'), back(n, '2', '2.00')], ['CORRECTED', 'CORRECTED']],
        ['07:50', (n) => [back(n, '2', '4.00'), wage(n, '4.00')], ['CORRECTED', 'CORRECTED']],
      ],
    ],
    [
      'returned, the return reversed, and returned once more',
      [
        ['07:00', (n) => [wage(n), back(n, '2', '5.00')], ['ACCEPTED', 'ACCEPTED']],
        [
          '07:00',
          (n) => [
            back(n, '4', '5.00', { occurredAt: '2026-02-28T13:00:00+08:00' }),
            back(n, '3', '5.00', { ...REVERSED, undoesSerial: '2' }),
          ],
          ['ACCEPTED', 'ACCEPTED'],
        ],
        ['07:30', (n) => [back(n, '3', '4.99', { ...REVERSED, undoesSerial: '2' })], [EXCEEDED]],
      ],
    ],
    [
      'returned before it was booked',
      [
        ['07:00', (n) => [wage(n)], ['ACCEPTED']],
        [
          '07:00',
          (n) => [back(n, '2', '1.00', { occurredAt: '2026-02-28T09:59:59+08:00' })],
          ['ACCEPTED +UNDONE_BEFORE_BOOKED'],
        ],
        ['07:00', (n) => [back(n, '3', '1.00', { occurredAt: '2026-02-28T10:00:00+08:00' })], ['ACCEPTED']],
        [
          '07:30',
          (n) => [{ ...wage(n), occurredAt: '2026-02-28T10:00:01+08:00' }],
          ['CORRECTED +UNDONE_BEFORE_BOOKED'],
        ],
      ],
    ],
  ])('%s', async (_name, steps) => {
    const number = await opened();
    for (const [at, of, verdicts] of steps)
      expect(
        await banks.submit('submitAccountFlows', of(number), { sentAt: `2026-03-01T${at}:00+08:00` }),
      ).toEqual(verdicts);
  });
});

describe('A serial is known by its number, and shown as it is written', () => {
  const MONEY =
    'query ($id: ID!) { accountFlows(accountId: $id) { totalCount nodes { serial amount undoes { serial } undoneBy { serial } } } }';
  const ledgerOf = async (number: string) => banks.read(MONEY, { id: await idOf(number) });

  test('sent again in another padding it is the same booking, also within one call', async () => {
    const number = await opened();
    expect(await banks.submit('submitAccountFlows', [flow(number, { serial: '0003' })])).toEqual([
      'ACCEPTED',
    ]);
    expect(
      await banks.submit('submitAccountFlows', [flow(number, { serial: '3' })], { sentAt: LATER }),
    ).toEqual(['CORRECTED']);
    expect(
      await banks.submit('submitAccountFlows', [
        flow(number, { serial: '7' }),
        flow(number, { serial: '07' }),
      ]),
    ).toEqual(['ACCEPTED', 'CORRECTED']);
    expect(await ledgerOf(number)).toMatchObject({ totalCount: 2 });
    expect(await banks.submit('submitAccountFlows', [flow(number, { serial: '000' })])).toEqual(['ACCEPTED']);
    expect(
      await banks.submit('submitAccountFlows', [flow(number, { serial: '0' })], { caller: other }),
    ).toEqual(['DUPLICATE SAME_FACT_OTHER_SOURCE']);
  });

  test('what undoes it, and a transfer of labour cost, may write it otherwise', async () => {
    const number = await opened();
    const cost = { kind: 'LABOUR_COST', direction: 'IN', serial: '0001' };
    await banks.submit('submitAccountFlows', [
      flow(number, cost),
      flow(number, { kind: 'REVERSAL', serial: '2', undoesSerial: '1', occurredAt: BACK.occurredAt }),
    ]);
    expect(await ledgerOf(number)).toMatchObject({
      nodes: [
        { serial: '2', undoes: { serial: '0001' } },
        { serial: '0001', undoneBy: [{ serial: '2' }] },
      ],
    });
    expect(
      await banks.submit('submitAccountFlows', [
        flow(number, { kind: 'REVERSAL', serial: '0004', undoesSerial: '4' }),
      ]),
    ).toEqual(['REJECTED UNDONE_DIRECTION_SAME undoesSerial']);
    const transfer = (flowSerial: string) => ({
      bankCode: '102',
      accountNumber: number,
      flowSerial,
      amount: '100.00',
      transferredOn: '2026-02-10',
      forMonth: '2026-02',
    });
    await banks.submit('submitLabourCostTransfers', [transfer('1')]);
    expect(
      (await banks.submit('submitLabourCostTransfers', [transfer('001')], { sentAt: LATER }))[0],
    ).toMatch(/^CORRECTED/);
  });
});

describe('Serials without a gap', () => {
  const MISSING = `query ($id: ID!) { specialWageAccount(id: $id) {
    missingSerials { count lowest highest gaps { from to } hasMore } } }`;
  const missingOf = async (number: string) =>
    ((await banks.read(MISSING, { id: await idOf(number) })) as { missingSerials: unknown }).missingSerials;

  test('say which bookings are missing, up to the last that the bank states', async () => {
    const number = await opened();
    expect(await missingOf(number)).toEqual({
      count: 0,
      lowest: null,
      highest: null,
      gaps: [],
      hasMore: false,
    });
    await banks.submit('submitAccountFlows', [flow(number, { serial: '9' })]);
    expect(await missingOf(number)).toMatchObject({ count: 0, lowest: '9', highest: '9', gaps: [] });
    await banks.submit(
      'submitAccountFlows',
      LONG.map((more) => flow(number, more)),
    );
    const gaps = [
      { from: '12', to: '13' },
      { from: '15', to: '18' },
    ];
    expect(await missingOf(number)).toEqual({ count: 6, lowest: '9', highest: '19', gaps, hasMore: false });
    await banks.submit('submitSpecialWageAccounts', [account(number, { lastSerial: '00000020' })], {
      sentAt: LATER,
    });
    expect(await missingOf(number)).toMatchObject({
      count: 7,
      highest: '19',
      gaps: [...gaps, { from: '20', to: '20' }],
    });
  });

  test('are missing again when a booking is withdrawn, and far ones do not overflow', async () => {
    const number = await opened();
    await banks.submit('submitAccountFlows', [flow(number, { serial: '2' })]);
    const id = banks.recordId();
    await banks.submit(
      'submitAccountFlows',
      ['1', '3', '999999999999999999'].map((serial) => flow(number, { serial })),
    );
    expect(await missingOf(number)).toMatchObject({
      count: 2_147_483_647,
      gaps: [{ from: '4', to: '999999999999999998' }],
    });
    await banks.withdraw('ACCOUNT_FLOW', id);
    expect(await missingOf(number)).toMatchObject({ gaps: [{ from: '2', to: '2' }, { from: '4' }] });
  });

  test('list at most a hundred gaps', async () => {
    const number = await opened();
    const odd = Array.from({ length: 103 }, (_, at) => flow(number, { serial: String(2 * at + 1) }));
    await banks.submit('submitAccountFlows', odd);
    const found = (await missingOf(number)) as { gaps: unknown[] };
    expect(found).toMatchObject({ count: 102, hasMore: true });
    expect(found.gaps).toHaveLength(100);
  });
});

describe('A day without bookings', () => {
  const emptyDay = (accountNumber: string, day: string | null) => ({ bankCode: '102', accountNumber, day });
  const DAYS =
    '{ emptyAccountDays(filter: { projectCode: "A", from: "2026-02-11", to: "2026-02-12" }) { totalCount nodes { day account { accountNumber } project { code } } } }';

  test.each([
    ['yesterday', '2026-02-28', 'ACCEPTED'],
    ['today, which is not over', '2026-03-01', 'REJECTED DATE_IN_FUTURE day'],
    ['none', null, 'REJECTED VALUE_MISSING day'],
    ['before the opening', '2026-01-19', 'ACCEPTED +ACCOUNT_NOT_OPEN'],
  ])('is stated: %s', async (_name, day, verdict) => {
    expect(await banks.submit('submitEmptyAccountDays', [emptyDay(await opened(), day)])).toEqual([verdict]);
  });

  test('is refused while bookings of it stand; a booking that comes after it is told', async () => {
    const number = await opened();
    await banks.submit('submitAccountFlows', [flow(number)]);
    const id = banks.recordId();
    const empty = emptyDay(number, '2026-02-28');
    expect(await banks.submit('submitEmptyAccountDays', [empty])).toEqual(['REJECTED DAY_HAS_FLOWS day']);
    await banks.withdraw('ACCOUNT_FLOW', id);
    expect(await banks.submit('submitEmptyAccountDays', [empty])).toEqual(['ACCEPTED']);
    expect(await banks.submit('submitAccountFlows', [flow(number)])).toEqual(['ACCEPTED +DAY_STATED_EMPTY']);
  });

  test('waits for its account, is released, listed, of one source, and withdrawn', async () => {
    const number = newNumber();
    const empty = emptyDay(number, '2026-02-11');
    expect(await banks.submit('submitEmptyAccountDays', [empty])).toEqual([
      'HELD ACCOUNT_UNKNOWN accountNumber',
    ]);
    await banks.submit('submitSpecialWageAccounts', [account(number)]);
    await banks.release();
    expect(await banks.read(DAYS)).toEqual({
      totalCount: 1,
      nodes: [
        {
          day: '2026-02-11',
          account: { accountNumber: expect.stringMatching(/^\*+\d{4}$/) },
          project: { code: 'A' },
        },
      ],
    });
    expect(await banks.submit('submitEmptyAccountDays', [empty], { caller: other })).toEqual([
      'DUPLICATE SAME_FACT_OTHER_SOURCE',
    ]);
    expect(await banks.submit('submitEmptyAccountDays', [empty], { sentAt: LATER })).toEqual([
      'DUPLICATE ALREADY_RECORDED',
    ]);
    expect(await banks.withdraw('EMPTY_ACCOUNT_DAY', banks.recordId())).toEqual(['CORRECTED WITHDRAWN']);
    expect(await banks.read(DAYS)).toEqual({ totalCount: 0, nodes: [] });
  });
});

describe('What undoes a booking at one instant', () => {
  const SUMS = `query ($of: ID!) { accountFlows(accountId: $of) { nodes { amount undoes { serial } } } }`;
  const undone = async (number: string): Promise<number> => {
    const { nodes } = (await banks.read(SUMS, { of: await idOf(number) })) as {
      nodes: { amount: string; undoes: object | null }[];
    };
    return nodes.filter((one) => one.undoes).reduce((sum, { amount }) => sum + Number(amount), 0);
  };

  test('is no more than it, however many calls state it', async () => {
    const number = await opened();
    await banks.submit('submitAccountFlows', [flow(number, { serial: '1', amount: '1000.00' })]);
    const told = await Promise.all(
      Array.from({ length: 8 }, (_, at) =>
        banks.submit('submitAccountFlows', [
          flow(number, { serial: `${at + 2}`, ...BACK, amount: '600.00', undoesSerial: '1' }),
          // So much beside it that calls do not share a transaction.
          ...Array.from({ length: 120 }, (_, k) => flow(number, { serial: `${1000 + at * 200 + k}` })),
        ]),
      ),
    );
    const taken = told.map(([first]) => first).sort();
    expect(taken).toEqual(['ACCEPTED', ...Array(7).fill('REJECTED UNDONE_AMOUNT_EXCEEDED amount')]);
    expect(await undone(number)).toBe(600);
  });

  test('nor is it, when the booking is corrected meanwhile', async () => {
    for (let round = 0; round < 4; round++) {
      const number = await opened();
      const booking = (more: object) => flow(number, { serial: '1', ...more });
      const many = (from: number) =>
        Array.from({ length: 120 }, (_, k) => flow(number, { serial: `${from + k}` }));
      await banks.submit('submitAccountFlows', [booking({ amount: '1000.00' })]);
      const [[corrected], [returned]] = (await Promise.all([
        banks.submit('submitAccountFlows', [booking({ amount: '100.00' }), ...many(1000)], { sentAt: LATER }),
        banks.submit('submitAccountFlows', [
          flow(number, { serial: '2', ...BACK, amount: '900.00', undoesSerial: '1' }),
          ...many(2000),
        ]),
      ])) as [string[], string[]];
      const EXCEEDED = 'REJECTED UNDONE_AMOUNT_EXCEEDED amount';
      expect([
        ['CORRECTED', EXCEEDED],
        [EXCEEDED, 'ACCEPTED'],
      ]).toContainEqual([corrected, returned]);
    }
  });
});

test('Bookings are listed by project, day, direction and kind', async () => {
  const number = newNumber();
  await banks.submit('submitSpecialWageAccounts', [account(number, { projectCode: 'B' })]);
  await banks.submit('submitAccountFlows', [
    flow(number, { serial: '1', direction: 'IN', kind: 'LABOUR_COST', accountingOn: '2026-02-27' }),
    flow(number, { serial: '2' }),
    flow(number, { serial: '3', direction: 'IN', kind: 'OTHER' }),
  ]);
  const listed = async (filter: string) => {
    const { nodes } = (await banks.read(
      `{ accountFlows(filter: { projectCode: "B", ${filter} }) { nodes { serial } } }`,
    )) as { nodes: { serial: string }[] };
    return nodes.map((one) => one.serial).sort();
  };
  expect(await listed('')).toEqual(['1', '2', '3']);
  expect(await listed('from: "2026-02-28"')).toEqual(['2', '3']);
  expect(await listed('to: "2026-02-27"')).toEqual(['1']);
  expect(await listed('direction: IN')).toEqual(['1', '3']);
  expect(await listed('kinds: [WAGE, OTHER], division: "450100"')).toEqual(['2', '3']);
  expect(await listed('division: "450200"')).toEqual([]);
  expect(await listed(`accountId: "${await idOf(number, { projectCode: 'B' })}"`)).toEqual(['1', '2', '3']);
  expect(await listed(`accountId: "${await idOf(newNumber())}"`)).toEqual([]);
  expect(await listed('accountId: "nobody"')).toEqual([]);
});

/** The hub's id of an account, which its source learns by stating it once more. */
async function idOf(accountNumber: string, more: object = {}): Promise<string> {
  await banks.submit('submitSpecialWageAccounts', [account(accountNumber, more)]);
  return banks.recordId();
}

const LEDGER = `query ($number: ID!) { accountFlows(accountId: $number) { nodes {
  serial occurredAt accountingOn direction amount balanceAfter kind counterpartyName
  undoes { serial } undoneBy { serial } project { code } provenance { version } } } }`;
const FLOW = 'query ($id: ID!) { accountFlow(id: $id) { amount versions { version } } }';
