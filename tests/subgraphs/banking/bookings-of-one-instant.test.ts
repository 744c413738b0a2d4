import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type OpenBanks, openBanksBeside } from './support/open-banks.ts';

// A batch of wages (代发批次) is booked within one second: only the serials tell in which order.
const ACCOUNT = { bankCode: '102', accountNumber: '45010000000088880001' };
const BATCH_AT = '2026-02-28T10:00:00+08:00';
const EARLIER = '2026-02-28T09:00:00+08:00';
const SERIALS = ['1', ...Array.from({ length: 11 }, (_, at) => String(at + 2).padStart(at % 2 ? 4 : 1, '0'))];
const NUMBERS = SERIALS.map(Number);
const LATEST_FIRST = NUMBERS.toReversed();

let banks: OpenBanks;
let accountId: string;

beforeAll(async () => {
  banks = await openBanksBeside();
  await banks.submit('submitSpecialWageAccounts', [
    { ...ACCOUNT, projectCode: 'A', openedOn: '2026-01-20', balance: '890.00', balanceAt: BATCH_AT },
  ]);
  accountId = banks.recordId();
  const booked = NUMBERS.map((number, at) => ({
    ...ACCOUNT,
    serial: SERIALS[at],
    occurredAt: number === 1 ? EARLIER : BATCH_AT,
    ...(number === 1 ? { direction: 'IN', kind: 'LABOUR_COST' } : { direction: 'OUT', kind: 'WAGE' }),
    amount: number === 1 ? '1000.00' : '10.00',
    balanceAfter: `${1000 - 10 * at}.00`,
  }));
  // As they come is not as they were booked.
  await banks.submit('submitAccountFlows', [...booked.slice(5), ...booked.slice(0, 5)]);
});
afterAll(() => banks?.close());

interface Page {
  readonly nodes: readonly { serial: string; balanceAfter: string }[];
  readonly pageInfo: { endCursor: string; startCursor: string };
}
const SHOWN = 'nodes { serial balanceAfter } pageInfo { startCursor endCursor }';
const numbersOf = (page: Page) => page.nodes.map(({ serial }) => Number(serial));
const listed = async (args: string) =>
  (await banks.read(`query ($id: ID!) { accountFlows(accountId: $id ${args}) { ${SHOWN} } }`, {
    id: accountId,
  })) as Page;

describe('Bookings of one instant stand in the order of their serials, the latest first', () => {
  test('so that the balance after the first of them is that of the account', async () => {
    const page = await listed('');
    expect(numbersOf(page)).toEqual(LATEST_FIRST);
    expect(page.nodes[0]!.balanceAfter).toBe('890.00');
  });

  test('in the account’s own ledger', async () => {
    const accounts = (await banks.read(
      `{ specialWageAccounts { nodes { flows(month: "2026-02") { ${SHOWN} } } } }`,
    )) as { nodes: { flows: Page }[] };
    expect(numbersOf(accounts.nodes[0]!.flows)).toEqual(LATEST_FIRST);
  });

  test('and in the project’s', async () => {
    const [project] =
      (await banks.read(`{ _entities(representations: [{ __typename: "Project", code: "A" }]) {
      ... on Project { accountFlows(month: "2026-02") { ${SHOWN} } } } }`)) as { accountFlows: Page }[];
    expect(numbersOf(project!.accountFlows)).toEqual(LATEST_FIRST);
  });

  test('each stands on one page, from either end', async () => {
    const forwards: number[] = [];
    const backwards: number[] = [];
    for (let after = ''; forwards.length < NUMBERS.length; ) {
      const page = await listed(`first: 5 ${after}`);
      forwards.push(...numbersOf(page));
      after = `after: "${page.pageInfo.endCursor}"`;
    }
    for (let before = ''; backwards.length < NUMBERS.length; ) {
      const page = await listed(`last: 5 ${before}`);
      backwards.unshift(...numbersOf(page));
      before = `before: "${page.pageInfo.startCursor}"`;
    }
    expect(forwards).toEqual(LATEST_FIRST);
    expect(backwards).toEqual(LATEST_FIRST);
  });

  test('what undoes one booking at one instant too, the earliest first', async () => {
    const undoing = ['14', '0013', '15'].map((serial) => ({
      ...ACCOUNT,
      serial,
      occurredAt: '2026-02-28T11:00:00+08:00',
      direction: 'IN',
      kind: 'RETURN',
      amount: '1.00',
      undoesSerial: '12',
    }));
    await banks.submit('submitAccountFlows', undoing);
    const answer = (await banks.read(
      'query ($id: ID!) { accountFlows(accountId: $id) { nodes { serial undoneBy { serial } } } }',
      { id: accountId },
    )) as { nodes: { serial: string; undoneBy: { serial: string }[] }[] };
    const undone = answer.nodes.find(({ serial }) => Number(serial) === 12);
    expect(undone!.undoneBy.map(({ serial }) => Number(serial))).toEqual([13, 14, 15]);
  });
});
