import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cardNumber } from '../../../seeds/synthetic-numbers.ts';
import { MigrantWorker, PayrollEntry, PayrollSheet } from '../../../subgraphs/provincial/facts.ts';
import { CONTRACTOR, type OpenBanks, openBanksBeside, other, platform } from './support/open-banks.ts';

const AT = '2026-02-20T09:00:00+08:00';
const TIMES = 30;
const workers = [randomUUID(), randomUUID()] as const;
let banks: OpenBanks;

beforeAll(async () => {
  banks = await openBanksBeside();
  const { registry } = banks;
  await registry.write(
    MigrantWorker,
    AT,
    workers.map((workerId) => ({ workerId, name: '林某某' })),
  );
  await registry.write(PayrollSheet, AT, [
    {
      projectCode: 'A',
      sheetNo: 'S-1',
      unitCode: CONTRACTOR,
      payMonth: '2026-01',
      status: 'PayRoll.50',
      totalPayableFen: 0n,
      totalActualFen: 0n,
    },
  ]);
  const line = {
    projectCode: 'A',
    sheetNo: 'S-1',
    workerId: workers[0],
    payMonth: '2026-01',
    payableFen: 10_000n,
    actualFen: 10_000n,
    isBackPay: false,
  };
  await registry.write(
    PayrollEntry,
    AT,
    Array.from({ length: TIMES }, (_, at) => ({ ...line, lineNo: at + 1 })),
  );
});
afterAll(() => banks?.close());

/** One record from each of two sources at the same moment, which share no transaction. @returns how often each warning came */
async function both(
  operation: string,
  records: readonly [object, object],
): Promise<Readonly<Record<string, number>>> {
  const told = await Promise.all([
    banks.submit(operation, [records[0]], { caller: platform }),
    banks.submit(operation, [records[1]], { caller: other }),
  ]);
  const warnings = told
    .flat()
    .flatMap((verdict) => verdict.split(' ').filter((word) => word.startsWith('+')));
  const byCode = Map.groupBy(warnings, (one) => one.slice(1));
  return Object.fromEntries([...byCode].map(([code, all]) => [code, all.length]));
}

describe('Of two calls at one instant one is told what it would be after the other', () => {
  test('two payments of one line', async () => {
    const paid = (lineNo: number, attempt: number) => ({
      projectCode: 'A',
      sheetNo: 'S-1',
      lineNo,
      attempt,
      workerId: workers[0],
      bankCode: '102',
      amount: '100.00',
      result: 'SUCCESS',
      paidOn: '2026-02-28',
    });
    for (let line = 1; line <= TIMES; line++)
      expect(await both('submitDisbursements', [paid(line, 1), paid(line, 2)])).toMatchObject({
        PAID_TWICE: 1,
      });
  });

  test('one card of two workers', async () => {
    const card = (workerId: string, at: number) => ({
      workerId,
      bankCode: '102',
      cardNumber: cardNumber(7_000 + at),
      cardholderName: '林某某',
    });
    for (let at = 0; at < TIMES; at++) {
      const two = [randomUUID(), randomUUID()] as const;
      await banks.registry.write(
        MigrantWorker,
        AT,
        two.map((workerId) => ({ workerId, name: '林某某' })),
      );
      expect(await both('submitWageCards', [card(two[0], at), card(two[1], at)])).toEqual({
        CARD_OF_TWO_WORKERS: 1,
      });
    }
  });

  test('two accounts in use of one project, and one account of two', async () => {
    const account = (projectCode: string, at: number) => ({
      bankCode: '102',
      accountNumber: `45010000000099${String(at).padStart(4, '0')}`,
      projectCode,
    });
    for (let at = 0; at < TIMES; at++) {
      await banks.scope([
        [`P-${at}`, 'HOUSING', '450103'],
        [`Q-${at}`, 'HOUSING', '450103'],
      ]);
      const [first, second, moved] = [3 * at, 3 * at + 1, 3 * at + 2];
      expect(
        await both('submitSpecialWageAccounts', [account(`P-${at}`, first), account(`P-${at}`, second)]),
      ).toEqual({ SECOND_ACTIVE_ACCOUNT: 1 });
      const frozen = (code: string) => ({ ...account(code, moved), status: 'FROZEN' });
      expect(await both('submitSpecialWageAccounts', [frozen(`P-${at}`), frozen(`Q-${at}`)])).toEqual({
        ACCOUNT_ON_TWO_PROJECTS: 1,
      });
    }
  });

  test('one letter of two projects', async () => {
    const letter = (projectCode: string, at: number) => ({
      issuerCode: '102',
      issuerName: '示范银行',
      letterNo: `BH-${at}`,
      projectCode,
      form: 'BANK_LETTER',
      amount: '999999.00',
      startsOn: '2026-01-01',
      endsOn: '2026-12-31',
    });
    for (let at = 0; at < TIMES; at++)
      expect(await both('submitGuaranteeLetters', [letter('B', at), letter('C', at)])).toEqual({
        LETTER_ON_TWO_PROJECTS: 1,
      });
  });
});
