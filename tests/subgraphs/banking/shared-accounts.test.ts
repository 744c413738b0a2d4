import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { official } from '../support/department.ts';
import { GuaranteeDeposit, SpecialWageAccount } from '../../../subgraphs/banking/facts.ts';
import { account as recorded, FEBRUARY, JANUARY, key, openBanks } from './support/bank-records.ts';
import { LATER, type OpenBanks, openBanksBeside, other } from './support/open-banks.ts';

let banks: OpenBanks;
let serial = 0;
const newNumber = () => `4501000000008888${String(++serial).padStart(4, '0')}`;
const LEDGER = 'ab'.repeat(32);
const account = (accountNumber: string, more: object = {}) => ({
  bankCode: '102',
  accountNumber,
  projectCode: 'B',
  openedOn: '2026-01-20',
  status: 'FROZEN',
  ...more,
});
const sharing = (...shared: readonly (readonly [code: string, ledger?: string])[]) => ({
  sharedProjects: shared.map(([projectCode, ledgerDigest = LEDGER]) => ({ projectCode, ledgerDigest })),
});
const submit = (record: object, sending = {}) => banks.submit('submitSpecialWageAccounts', [record], sending);

beforeAll(async () => {
  banks = await openBanksBeside();
  await banks.scope([['ELSEWHERE', 'HOUSING', '450105']]);
});
afterAll(() => banks?.close());

describe('Order 724 Art. 26, YD-19: an account that several projects share', () => {
  test.each([
    ['is taken with a ledger of each', sharing(['C']), 'ACCEPTED'],
    ['is told without one', { sharedProjects: [{ projectCode: 'C' }] }, 'ACCEPTED +SHARED_WITHOUT_LEDGER'],
    ['may name none', { sharedProjects: [] }, 'ACCEPTED'],
    ['does not name its own', sharing(['B']), 'REJECTED LINE_REPEATED sharedProjects.0.projectCode'],
    ['names each once', sharing(['C'], ['C']), 'REJECTED LINE_REPEATED sharedProjects.1.projectCode'],
    ['names projects', { sharedProjects: [{}] }, 'REJECTED VALUE_MISSING sharedProjects.0.projectCode'],
    ['states digests', sharing(['C', 'ab']), 'REJECTED DIGEST_MALFORMED sharedProjects.0.ledgerDigest'],
    ['states nothing else', { sharedProjects: 'C' }, 'REJECTED VALUE_MALFORMED sharedProjects'],
    [
      'waits for one that nobody filed',
      sharing(['C'], ['NONE']),
      'HELD PROJECT_UNKNOWN sharedProjects.1.projectCode',
    ],
    ['waits for one out of reach', sharing(['FAR']), 'HELD PROJECT_UNKNOWN sharedProjects.0.projectCode'],
  ])('%s', async (_name, more, verdict) => {
    expect(await submit(account(newNumber(), more))).toEqual([verdict]);
  });

  test('is shown with them, found from each, and taken back whole', async () => {
    const number = newNumber();
    await submit(account(number, sharing(['A'])));
    const id = banks.recordId();
    const shown = { sharedProjects: [{ project: { code: 'A' }, ledgerDigest: LEDGER }] };
    expect(await banks.read(ONE, { id })).toEqual(shown);
    const below = async () => {
      const of = [
        { __typename: 'Project', code: 'A' },
        { __typename: 'Project', code: 'B' },
      ];
      const [a, b] = (await banks.read(BELOW, { of })) as Record<string, { id: string }[]>[];
      return [a!.sharedWageAccounts, b!.specialWageAccounts!.some((one) => one.id === id)];
    };
    expect(await below()).toEqual([[{ id }], true]);
    expect(await submit(account(number, sharing(['A'])))).toEqual(['DUPLICATE ALREADY_RECORDED']);
    expect(await submit(account(number), { sentAt: LATER })).toEqual(['CORRECTED']);
    expect(await banks.read(ONE, { id })).toEqual({ sharedProjects: null });
    expect(await below()).toEqual([[], true]);
  });

  test('is seen by whoever sees one of them', async () => {
    const [own, shared] = [official('450105', 'HOUSING'), official('450103', 'HOUSING')];
    const seen = async (caller: typeof own) => (await banks.read(ONE, { id }, caller)) !== null;
    const number = newNumber();
    await submit(account(number));
    const id = banks.recordId();
    expect([await seen(shared), await seen(own)]).toEqual([true, false]);
    await submit(account(number, sharing(['ELSEWHERE'])), { sentAt: LATER, caller: ANYWHERE });
    expect([await seen(shared), await seen(own)]).toEqual([true, true]);
  });

  test('lacks no serial for bookings of a project that the reader does not see', async () => {
    const number = newNumber();
    await submit(account(number, sharing(['ELSEWHERE'])), { caller: ANYWHERE });
    const id = banks.recordId();
    const booked = (serial: string, projectCode: string) => ({
      bankCode: '102',
      accountNumber: number,
      serial,
      projectCode,
      occurredAt: '2026-02-28T10:00:00+08:00',
      direction: 'IN',
      amount: '100.00',
      kind: 'LABOUR_COST',
    });
    const flows = [booked('1', 'B'), booked('2', 'ELSEWHERE'), booked('4', 'B')];
    await banks.submit('submitAccountFlows', flows, { caller: ANYWHERE });
    for (const county of ['450105', '450103'])
      expect(await banks.read(MISSING, { id }, official(county, 'HOUSING'))).toEqual({
        missingSerials: { count: 1, lowest: '1', highest: '4', gaps: [{ from: '3', to: '3' }] },
      });
  });

  test('is not on two projects, and is one account in use for each', async () => {
    const [number, second] = [newNumber(), newNumber()];
    const active = { status: 'ACTIVE' };
    expect(await submit(account(number, { ...active, ...sharing(['C']) }))).toEqual(['ACCEPTED']);
    expect(await submit(account(second, { ...active, projectCode: 'C' }))).toEqual([
      'ACCEPTED +SECOND_ACTIVE_ACCOUNT',
    ]);
    const turned = { ...active, projectCode: 'C', ...sharing(['B']) };
    expect(await submit(account(number, turned), { sentAt: LATER })).toEqual([
      'CORRECTED +SECOND_ACTIVE_ACCOUNT',
    ]);
    const alone = account(number, { projectCode: 'A' });
    expect(await submit(alone, { sentAt: '2026-03-01T07:40:00+08:00' })).toEqual([
      'CORRECTED +ACCOUNT_ON_TWO_PROJECTS',
    ]);
  });

  test('is on two projects where its source no longer says that the one it is taken from shares it', async () => {
    const number = newNumber();
    await submit(account(number, sharing(['C'])));
    expect(await submit(account(number, { projectCode: 'C' }), { sentAt: LATER })).toEqual([
      'CORRECTED +ACCOUNT_ON_TWO_PROJECTS',
    ]);
  });

  test('is on two projects where two sources state it for two and neither says any more that it is shared', async () => {
    const [number, second] = [newNumber(), newNumber()];
    const [forC, again] = [{ projectCode: 'C' }, { sentAt: '2026-03-01T07:40:00+08:00' }];
    await submit(account(number, sharing(['C'])));
    expect(await submit(account(number, forC), { caller: other })).toEqual(['DUPLICATE CLAIM_KEPT']);
    expect(await submit(account(number), { sentAt: LATER })).toEqual(['CORRECTED +ACCOUNT_ON_TWO_PROJECTS']);
    // Either side is told as long as it is so, whichever of them is on record.
    expect(await submit(account(number, { status: 'ACTIVE', bankName: '支行' }), again)).toContainEqual(
      expect.stringContaining('+ACCOUNT_ON_TWO_PROJECTS'),
    );
    expect(await submit(account(number, forC), { caller: other })).toEqual([
      'DUPLICATE ALREADY_RECORDED +ACCOUNT_ON_TWO_PROJECTS',
    ]);
    // Which of the two says that it is shared makes no difference; who comes to agree with what is on record is not told.
    const shared = { ...forC, ...sharing(['B']) };
    expect(await submit(account(number, shared), { caller: other, sentAt: LATER })).toEqual([
      'DUPLICATE CLAIM_KEPT',
    ]);
    await submit(account(second));
    await submit(account(second, forC), { caller: other });
    expect(await submit(account(second), { caller: other, sentAt: LATER })).toEqual(['DUPLICATE CLAIM_KEPT']);
    expect(await submit(account(second, { bankName: '支行' }), { sentAt: LATER })).toEqual(['CORRECTED']);
  });

  test('has bookings and labour cost of each, and of no other', async () => {
    const accountNumber = newNumber();
    await submit(account(accountNumber, sharing(['C'])));
    const on = { bankCode: '102', accountNumber };
    const flow = (serial: string, projectCode: string | null) => ({
      ...on,
      serial,
      projectCode,
      occurredAt: '2026-02-28T10:00:00+08:00',
      accountingOn: '2026-02-20',
      direction: 'IN',
      amount: '100.00',
      kind: 'LABOUR_COST',
    });
    const transfer = (flowSerial: string, projectCode: string) => ({
      ...on,
      flowSerial,
      projectCode,
      amount: '100.00',
      transferredOn: '2026-02-20',
      forMonth: '2026-02',
    });
    const of = (outcomes: readonly string[]) => outcomes;
    expect(
      await banks.submit('submitAccountFlows', [
        flow('1', null),
        flow('2', 'C'),
        flow('3', 'A'),
        flow('4', 'NONE'),
      ]),
    ).toEqual(
      of([
        'ACCEPTED',
        'ACCEPTED',
        'REJECTED ACCOUNT_OF_ANOTHER_PROJECT projectCode',
        'HELD PROJECT_UNKNOWN projectCode',
      ]),
    );
    expect(await banks.submit('submitLabourCostTransfers', [transfer('2', 'C'), transfer('1', 'A')])).toEqual(
      ['ACCEPTED', 'REJECTED ACCOUNT_OF_ANOTHER_PROJECT projectCode'],
    );
    const listed = (await banks.read(
      '{ accountFlows(filter: { projectCode: "C" }) { nodes { serial account { project { code } } } } }',
    )) as { nodes: unknown[] };
    expect(listed.nodes).toEqual([{ serial: '2', account: { project: { code: 'B' } } }]);
  });
});

describe('A booking and the transfer that names it are for one of the projects that share their account (所属项目不符)', () => {
  const flow = (accountNumber: string, projectCode: string | null, more: object = {}) => ({
    bankCode: '102',
    accountNumber,
    serial: '1',
    projectCode,
    occurredAt: '2026-02-28T10:00:00+08:00',
    direction: 'IN',
    amount: '500.00',
    kind: 'LABOUR_COST',
    ...more,
  });
  const transfer = (accountNumber: string, projectCode: string | null, forMonth: string) => ({
    bankCode: '102',
    accountNumber,
    flowSerial: '1',
    projectCode,
    amount: '500.00',
    transferredOn: '2026-02-28',
    forMonth,
  });
  const sends = async (
    operation: 'submitAccountFlows' | 'submitLabourCostTransfers',
    record: object,
    sentAt?: string,
  ) => {
    const [told] = await banks.submit(operation, [record], { caller: ANYWHERE, ...(sentAt && { sentAt }) });
    return told!;
  };
  const opened = async (shared: string) => {
    const number = newNumber();
    await submit(account(number, sharing([shared])), { caller: ANYWHERE });
    return number;
  };

  test.each([
    ['of another', 'B', 'C', ' +TRANSFER_DIFFERS'],
    ['of the account’s own, as it is left out', 'C', null, ' +TRANSFER_DIFFERS'],
    ['of the same', 'C', 'C', ''],
    ['of the same, one of them left out', null, 'B', ''],
  ])('%s: whichever of them comes last', async (_name, booked, stated, warning) => {
    const [first, second] = [await opened('C'), await opened('C')];
    await sends('submitAccountFlows', flow(first, booked));
    expect(await sends('submitLabourCostTransfers', transfer(first, stated, '2026-07'))).toBe(
      `ACCEPTED${warning}`,
    );
    await sends('submitLabourCostTransfers', transfer(second, stated, '2026-07'));
    expect(await sends('submitAccountFlows', flow(second, booked))).toBe(`ACCEPTED${warning}`);
  });

  test('is told, and in doubt, for the project of the transfer, also to who does not see the booking', async () => {
    const number = await opened('ELSEWHERE');
    await sends('submitLabourCostTransfers', transfer(number, 'B', '2026-08'));
    const shown = async (caller = official('450103', 'HOUSING')) => {
      const asked = { of: [{ __typename: 'Project', code: 'B' }], month: '2026-08' };
      return ((await banks.read(IN_DOUBT, asked, caller)) as unknown[])[0];
    };
    const told = (inDoubt: string, differences: string[] | null) => ({
      labourCost: { received: '500.00', inDoubt },
      labourCostTransfers: [{ differences }],
    });
    expect(await shown()).toEqual(told('0.00', null));
    await sends('submitAccountFlows', flow(number, 'ELSEWHERE'));
    expect(await shown()).toEqual(told('500.00', ['PROJECT']));
    await sends('submitAccountFlows', flow(number, 'ELSEWHERE', { amount: '50.00' }), LATER);
    expect(await shown()).toEqual(told('500.00', ['AMOUNT', 'PROJECT']));
    await sends('submitAccountFlows', flow(number, 'B'), '2026-03-01T07:40:00+08:00');
    expect(await shown()).toEqual(told('0.00', []));
  });
});

test('What was recorded before there were shared accounts and lists of uses is the same when it is stated again', async () => {
  const before = await openBanks();
  try {
    const account = recorded(key('102', '2102000000000077'), '2102000000000077', 'A');
    const deposit = { projectCode: 'B', form: 'CASH', requiredFen: 1n, storedFen: 1n, status: 'STORED' };
    for (const [fact, content, more] of [
      [SpecialWageAccount, account, { sharedProjects: null }],
      [GuaranteeDeposit, deposit, { uses: null }],
    ] as const) {
      expect(await before.write(fact, JANUARY, [content])).toMatchObject([{ code: 'ACCEPTED' }]);
      expect(await before.write(fact, FEBRUARY, [{ ...content, ...more }])).toMatchObject([
        { code: 'ALREADY_RECORDED' },
      ]);
    }
  } finally {
    await before.close();
  }
});

const ANYWHERE = { ...official('450000', 'HOUSING'), scopes: ['account:submit'], organisation: 'vendor-a' };
const MISSING = `query ($id: ID!) { specialWageAccount(id: $id) {
  missingSerials { count lowest highest gaps { from to } } } }`;
const ONE =
  'query ($id: ID!) { specialWageAccount(id: $id) { sharedProjects { project { code } ledgerDigest } } }';
const IN_DOUBT = `query ($of: [_Any!]!, $month: YearMonth!) { _entities(representations: $of) { ... on Project {
  labourCost(month: $month) { received inDoubt } labourCostTransfers(month: $month) { differences } } } }`;
const BELOW = `query ($of: [_Any!]!) { _entities(representations: $of) {
  ... on Project { sharedWageAccounts { id } specialWageAccounts { id } } } }`;
