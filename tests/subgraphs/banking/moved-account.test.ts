import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { LATER, type OpenBanks, openBanksBeside } from './support/open-banks.ts';

const NUMBER = '45010000000088880001';
const of = (more: object) => ({ bankCode: '102', accountNumber: NUMBER, ...more });
const FLOW = of({
  serial: '1',
  occurredAt: '2026-02-28T10:00:00+08:00',
  direction: 'IN',
  amount: '500.00',
  kind: 'LABOUR_COST',
});
const TRANSFER = of({
  flowSerial: '1',
  amount: '500.00',
  transferredOn: '2026-02-28',
  forMonth: '2026-02',
});

let banks: OpenBanks;
beforeAll(async () => {
  banks = await openBanksBeside();
});
afterAll(() => banks?.close());

const outcome = async (operation: string, record: object, sentAt?: string): Promise<string> =>
  (await banks.submit(operation, [record], { ...(sentAt && { sentAt }) }))[0]!.split(' ')[0]!;
const booked = async (): Promise<object> => {
  const read = async (list: string, project: string) =>
    (
      (await banks.read(`{ ${list}(filter: { projectCode: "${project}" }) { totalCount } }`)) as {
        totalCount: number;
      }
    ).totalCount;
  const each = async (project: string) => [
    await read('specialWageAccounts', project),
    await read('accountFlows', project),
  ];
  return { B: await each('B'), C: await each('C') };
};

test('An account that is named for another project leaves its bookings where they were made, until its bank sends them again', async () => {
  expect(await outcome('submitSpecialWageAccounts', of({ projectCode: 'B', openedOn: '2026-01-20' }))).toBe(
    'ACCEPTED',
  );
  expect(await outcome('submitAccountFlows', FLOW)).toBe('ACCEPTED');
  expect(await outcome('submitLabourCostTransfers', TRANSFER)).toBe('ACCEPTED');
  expect(await booked()).toEqual({ B: [1, 1], C: [0, 0] });
  const moved = of({ projectCode: 'C', openedOn: '2026-01-20' });
  expect(await outcome('submitSpecialWageAccounts', moved, LATER)).toBe('CORRECTED');
  expect(await booked()).toEqual({ B: [0, 1], C: [1, 0] });
  expect(await outcome('submitAccountFlows', FLOW, LATER)).toBe('CORRECTED');
  expect(await outcome('submitLabourCostTransfers', TRANSFER, LATER)).toBe('CORRECTED');
  expect(await booked()).toEqual({ B: [0, 0], C: [1, 1] });
});
