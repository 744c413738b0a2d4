import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Caller, hubCaller } from '../../../kernel/caller.ts';
import { GuaranteeLetter, PaymentGuarantee, SpecialWageAccount } from '../../../subgraphs/banking/facts.ts';
import type { Department } from '../support/department.ts';
import { account, bank, FEBRUARY, JANUARY, key, openBanks, worker } from './support/bank-records.ts';

let banks: Department;
const ids = new Map<string, string>();
const ofC = key('104', '2104000000000003');

beforeAll(async () => {
  banks = await openBanks();
  const write = async (name: string, ...stated: Parameters<Department['write']>) => {
    const [verdict] = await banks.write(...stated);
    ids.set(name, verdict!.id);
  };
  await write('account', SpecialWageAccount, JANUARY, [account(ofC, '2104000000000003', 'A')]);
  await write('letter', GuaranteeLetter, JANUARY, [guarantee({ letterNo: 'own' })]);
  await write('guarantee', PaymentGuarantee, JANUARY, [guarantee({ guaranteeNo: 'own' })]);
  await banks.write(SpecialWageAccount, FEBRUARY, [
    {
      ...account(ofC, '2104000000000003', 'B'),
      sharedProjects: [{ projectCode: 'A' }, { projectCode: 'C' }],
    },
  ]);
  await banks.write(GuaranteeLetter, FEBRUARY, [guarantee({ letterNo: 'own' })], { withdrawn: true });
}, 60_000);
afterAll(() => banks?.close());

const guarantee = (numbered: object) => ({
  ...numbered,
  issuerCode: '104',
  projectCode: 'A',
  issuerName: '示范银行',
  form: 'BANK_LETTER',
  amountFen: 100n,
  startsOn: '2025-01-01',
  endsOn: '2026-12-31',
  status: 'IN_FORCE',
});

const asked = async (caller: Caller, recordIds: readonly string[], asOf?: string) => {
  const { data, errors } = await banks.ask(
    caller,
    'query ($ids: [ID!]!) { bankProjects(recordIds: $ids) { recordId version bankCode projectCode sharedProjectCodes isWithdrawn } }',
    { variables: { ids: recordIds }, ...(asOf && { asOf }) },
  );
  const found = (data as { bankProjects: { recordId: string }[] | null }).bankProjects;
  return { found: found && new Map(found.map(({ recordId, ...one }) => [recordId, one])), errors };
};
const told = (
  projectCode: string,
  version: number,
  isWithdrawn = false,
  sharedProjectCodes: readonly string[] = [],
) => ({
  version,
  bankCode: '104',
  projectCode,
  sharedProjectCodes,
  isWithdrawn,
});

describe('For which projects a bank keeps or has issued something', () => {
  test('is told by the versions that stand, of what was taken back as well', async () => {
    const { found } = await asked(hubCaller('tests'), [...ids.values(), randomUUID(), 'nobody']);
    expect(found).toEqual(
      new Map([
        [ids.get('account'), told('B', 2, false, ['A', 'C'])],
        [ids.get('letter'), told('A', 2, true)],
        [ids.get('guarantee'), told('A', 1)],
      ]),
    );
  });

  test('is told of an earlier instant by the versions of then', async () => {
    const { found } = await asked(hubCaller('tests'), [...ids.values()], '2026-01-20T00:00:00+08:00');
    expect(found!.get(ids.get('account')!)).toEqual(told('A', 1));
    expect(found!.get(ids.get('letter')!)).toEqual(told('A', 1));
  });

  test('is told to nobody who does not see the records', async () => {
    expect((await asked(bank('104'), [...ids.values()])).found!.size).toBe(3);
    expect((await asked(bank('102'), [...ids.values()])).found!.size).toBe(0);
    expect((await asked(worker(randomUUID()), [...ids.values()])).found!.size).toBe(0);
  });

  test('is told of a thousand records at once at most', async () => {
    const { found, errors } = await asked(hubCaller('tests'), Array.from({ length: 1_001 }, randomUUID));
    expect(found).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'TOO_MANY_RECORDS' } }]);
  });
});
