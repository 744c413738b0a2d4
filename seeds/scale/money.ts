import { addDays, type BusinessDate, dayOfMonth, type YearMonth } from '../../kernel/calendar.ts';
import type { Sealer } from '../../kernel/sealing.ts';
import { accountIndex, cardIndex } from '../../subgraphs/banking/account-number.ts';
import {
  AccountFlow,
  Disbursement,
  GuaranteeLetter,
  LabourCostTransfer,
  SpecialWageAccount,
  WageCard,
} from '../../subgraphs/banking/facts.ts';
import { type Planned, planned } from '../planned.ts';
import { at } from '../span.ts';
import { accountNumber, cardNumber } from '../synthetic-numbers.ts';
import { FILED, firmOf, type ScaleProject, STARTED, workerIdOf, workerOf } from './cast.ts';
import { nameOf, type Paid } from './site.ts';

// Where the money lies and what moved, at scale.

export function wageCard(serial: number, sealer: Sealer): Planned {
  const number = cardNumber(serial);
  const content = {
    workerId: workerIdOf(serial),
    bankCode: '102',
    bankName: '中国工商银行示例支行',
    cardIndex: cardIndex(sealer, number),
    cardNumber: number,
    cardholderName: workerOf(serial).name,
    issuedOn: FILED,
    status: 'ACTIVE',
  };
  return planned(WageCard, FILED, content, { source: 'bank-102' });
}

export function account(
  project: ScaleProject,
  { month, paidOn }: Pick<Paid, 'month' | 'paidOn'>,
  wages: readonly bigint[],
  sealer: Sealer,
): Planned[] {
  const { serial, code, bankCode, contractor } = project;
  const number = accountNumber(bankCode, 100_000 + serial);
  const index = accountIndex(sealer, number);
  const options = { source: `bank-${bankCode}` };
  const total = wages.reduce((sum, one) => sum + one, 0n);
  // One in twenty has its labour cost late.
  const transferredOn = dayOfMonth(month, serial % 20 === 3 ? 26 : 10);
  let balance = total;
  const key = { bankCode, accountIndex: index };
  const flow = (place: number, direction: 'IN' | 'OUT', kind: string, amountFen: bigint, on: BusinessDate) =>
    planned(
      AccountFlow,
      on,
      {
        ...key,
        serial: String(place).padStart(8, '0'),
        projectCode: code,
        accountingOn: on,
        direction,
        amountFen,
        balanceAfterFen: balance,
        kind,
      },
      { ...options, occurredAt: new Date(at(on, '14:00:00').getTime() + place * 1_000) },
    );
  const came = flow(1, 'IN', 'LABOUR_COST', total, transferredOn);
  const paid = wages.map((one, place) => {
    balance -= one;
    return flow(place + 2, 'OUT', 'WAGE', one, paidOn);
  });
  const opened = {
    ...key,
    accountNumber: number,
    projectCode: code,
    generalContractorCode: contractor,
    accountName: `${firmOf(serial).name}${nameOf(project)}农民工工资专用账户`,
    bankName: '示例银行示例支行',
    openedOn: addDays(STARTED, -5),
    status: 'ACTIVE',
    tripartiteAgreementOn: addDays(STARTED, -6),
    balanceFen: balance,
    balanceAt: at(paidOn, '16:00:00'),
  };
  const transfer = {
    ...key,
    flowSerial: '00000001',
    projectCode: code,
    amountFen: total,
    transferredOn,
    forMonth: month,
  };
  const letter = {
    issuerCode: '103',
    letterNo: `BH-${code}`,
    projectCode: code,
    issuerName: '中国农业银行示例支行',
    form: 'BANK_LETTER',
    amountFen: 100_000_000n,
    startsOn: STARTED,
    endsOn: addDays(paidOn, serial % 700),
    status: 'IN_FORCE',
  };
  return [
    planned(SpecialWageAccount, paidOn, opened, options),
    came,
    ...paid,
    planned(LabourCostTransfer, transferredOn, transfer, options),
    planned(GuaranteeLetter, FILED, letter, { source: 'bank-103' }),
  ];
}

export const disbursement = (
  { code, bankCode }: ScaleProject,
  payrollEntryId: string,
  serial: number,
  amountFen: bigint,
  payMonth: YearMonth,
  paidOn: BusinessDate,
): Planned =>
  planned(
    Disbursement,
    paidOn,
    {
      payrollEntryId,
      attempt: 1,
      projectCode: code,
      workerId: workerIdOf(serial),
      bankCode,
      amountFen,
      // One in two hundred came back and was not paid again.
      result: serial % 200 === 11 ? 'RETURNED' : 'SUCCESS',
      paidOn,
      payMonth,
    },
    { source: `bank-${bankCode}` },
  );
