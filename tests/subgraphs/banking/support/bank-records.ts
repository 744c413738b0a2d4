import { randomUUID } from 'node:crypto';
import { type Caller, hubCaller } from '../../../../kernel/caller.ts';
import { sealer } from '../../../../kernel/sealing.ts';
import { accountIndex, cardIndex } from '../../../../subgraphs/banking/account-number.ts';
import {
  AccountFlow,
  Disbursement,
  GuaranteeDeposit,
  GuaranteeLetter,
  LabourCostTransfer,
  SpecialWageAccount,
  WageCard,
} from '../../../../subgraphs/banking/facts.ts';
import { banking } from '../../../../subgraphs/banking/index.ts';
import {
  type WorkerProject,
  writeWorkerProjects,
} from '../../../../subgraphs/banking/worker-projects/worker-project.ts';
import { Session } from '../../../../subgraphs/session.ts';
import { testKeyring } from '../../../support/database.ts';
import { type Department, official, openDepartment } from '../../support/department.ts';

export const JANUARY = '2026-01-10T09:00:00+08:00';
export const FEBRUARY = '2026-02-10T09:00:00+08:00';

const numbers = sealer(testKeyring, 'banking');
export const CONTRACTOR = '91450100MA5K00001E';
export const lin = randomUUID();
export const wei = randomUUID();
export const paidOnRetry = randomUUID();
const [paidAtOnce, neverPaid] = [randomUUID(), randomUUID()];

export const key = (bankCode: string, accountNumber: string) => ({
  bankCode,
  accountIndex: accountIndex(numbers, accountNumber),
});
const ofA = key('102', '2102 0000 0000 0001');
export const ofB = key('103', '2103000000000002');

export const account = (of: ReturnType<typeof key>, accountNumber: string, projectCode: string) => ({
  ...of,
  accountNumber,
  projectCode,
  generalContractorCode: CONTRACTOR,
  accountName: `示范建工${projectCode}农民工工资专用账户`,
  bankName: '示范支行',
  openedOn: '2025-06-01',
  status: 'ACTIVE',
  balanceFen: 1_000n,
});

const flow = (of: ReturnType<typeof key>, projectCode: string, serial: string, amountFen: bigint) => ({
  ...of,
  serial,
  projectCode,
  accountingOn: '2026-01-10',
  direction: 'OUT',
  amountFen,
  kind: 'WAGE',
  counterpartyName: '林某某',
});

const transfer = (
  of: ReturnType<typeof key>,
  flowSerial: string,
  transferredOn: string,
  amountFen: bigint,
) => ({
  ...of,
  flowSerial,
  projectCode: 'A',
  amountFen,
  transferredOn,
  forMonth: '2026-01',
});

const paid = (payrollEntryId: string, attempt: number, workerId: string, result: string) => ({
  payrollEntryId,
  attempt,
  projectCode: 'A',
  workerId,
  bankCode: '102',
  amountFen: 500_050n,
  result,
  paidOn: '2026-01-15',
  payMonth: '2026-01',
});

const letter = (letterNo: string, projectCode: string, endsOn: string, status = 'IN_FORCE') => ({
  issuerCode: '102',
  letterNo,
  projectCode,
  issuerName: '示范银行',
  form: 'BANK_LETTER',
  amountFen: 300_000_00n,
  startsOn: '2025-01-01',
  endsOn,
  status,
});

export const county = official('450103', 'HOUSING');
export const province = official('450000', 'HOUSING');
const without = { ...hubCaller('tests'), divisions: [], sectors: [] };
export const bank = (code: string): Caller => ({ ...without, kind: 'BANK', bank: code });
export const worker = (id: string): Caller => ({ ...without, kind: 'WORKER_APP', worker: id });

/** What banking keeps of the provincial hub's rosters: in which projects workers are or were. */
export const tellWorkers = (banks: Department, ...stated: WorkerProject[]): Promise<void> =>
  new Session(banks.store.pool, hubCaller('tests'), null).write((db) => writeWorkerProjects(db, stated));

export const placed = (
  workerId: string,
  projectCode: string,
  more: Partial<WorkerProject> = {},
): WorkerProject => ({
  recordId: randomUUID(),
  version: 1,
  workerId,
  projectCode,
  isWithdrawn: false,
  ...more,
});

export const card = (workerId: string, cardNumber: string, bankCode = '102') => ({
  workerId,
  bankCode,
  bankName: '示范支行',
  cardIndex: cardIndex(numbers, cardNumber),
  cardNumber,
  cardholderName: '林某某',
  status: 'ACTIVE',
});

/** The banks of two projects, with what they sent on one day of January 2026. */
export async function openBanks(): Promise<Department> {
  const banks = await openDepartment(banking);
  await banks.scope([
    ['A', 'HOUSING', '450103'],
    ['B', 'HOUSING', '450203'],
  ]);
  await banks.write(SpecialWageAccount, JANUARY, [
    account(ofA, '2102000000000001', 'A'),
    account(ofB, '2103000000000002', 'B'),
  ]);
  await banks.write(AccountFlow, JANUARY, [flow(ofA, 'A', '1', 100n), flow(ofB, 'B', '1', 300n)]);
  // Still January in UTC, but already the first of February in China.
  await banks.write(AccountFlow, '2026-01-31T16:00:00Z', [flow(ofA, 'A', '2', 200n)]);
  await banks.write(LabourCostTransfer, JANUARY, [
    transfer(ofA, 'T1', '2026-01-20', 7_000n),
    transfer(ofA, 'T2', '2026-01-21', 500n),
  ]);
  await banks.write(Disbursement, JANUARY, [
    paid(paidAtOnce, 1, lin, 'SUCCESS'),
    paid(paidOnRetry, 1, wei, 'FAILED'),
    paid(paidOnRetry, 2, wei, 'SUCCESS'),
    paid(neverPaid, 1, wei, 'FAILED'),
    paid(neverPaid, 2, wei, 'RETURNED'),
  ]);
  await banks.write(
    WageCard,
    JANUARY,
    [lin, wei].map((workerId, place) => card(workerId, `62220000000000${place}`)),
  );
  await tellWorkers(banks, placed(lin, 'A'), placed(wei, 'A'));
  await banks.write(GuaranteeLetter, JANUARY, [
    letter('past', 'A', '2026-02-28'),
    letter('today', 'A', '2026-03-01'),
    letter('later', 'A', '2026-03-31'),
    letter('released', 'A', '2026-03-01', 'RELEASED'),
    letter('elsewhere', 'B', '2026-03-01'),
  ]);
  await banks.write(GuaranteeDeposit, JANUARY, [
    {
      projectCode: 'A',
      form: 'CASH',
      requiredFen: 300_000_00n,
      storedFen: 300_000_00n,
      accountName: '示范建工有限公司甲项目农民工工资保证金专用账户',
      status: 'STORED',
    },
  ]);
  return banks;
}
