import { addDays, type BusinessDate, dayOfMonth, type YearMonth } from '../../kernel/calendar.ts';
import { newRecordId } from '../../kernel/record-id.ts';
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
import { LabourContract } from '../../subgraphs/human-resources/facts.ts';
import {
  AttendanceRecord,
  Crew,
  Engagement,
  Enterprise,
  MigrantWorker,
  ParticipatingUnit,
  PayrollEntry,
  PayrollSheet,
  Project,
} from '../../subgraphs/provincial/facts.ts';
import { draw } from '../draw.ts';
import { type Planned, planned } from '../planned.ts';
import { at, payDayOf, sheetDayOf } from '../span.ts';
import { accountNumber, cardNumber } from '../synthetic-numbers.ts';
import { dailyFenOf, firmOf, firmsFor, projectOf, type ScaleProject, workerIdOf, workerOf } from './cast.ts';
import { PER_PROJECT, type ScaleSize } from './sizes.ts';

/** One kind of records of a seed at scale, made a stretch at a time (数据段). */
export interface Part {
  readonly name: string;
  readonly subgraph: string;
  /** Of how many things it tells. */
  readonly of: number;
  /** So many of them make a stretch of at most 5,000 records. */
  readonly stretch: number;
  readonly records: (serial: number, sealer: Sealer) => readonly Planned[];
}

/** What all parts are told for. */
export interface Told {
  readonly month: YearMonth;
  readonly size: ScaleSize;
}

const [STARTED, FILED] = ['2025-01-06' as BusinessDate, '2025-01-15' as BusinessDate];

/** The parts in the order in which a reader would want them; none needs another to be there. */
export function parts({ month, size }: Told): readonly Part[] {
  const first = dayOfMonth(month, 1);
  const paidOn = payDayOf(month);
  const madeOn = sheetDayOf(month);
  const { projects, workers, cards, days } = size;
  const onSite = (project: number) =>
    Array.from({ length: PER_PROJECT }, (_, at_) => project * PER_PROJECT + at_);
  const wageOf = (worker: number) => dailyFenOf(worker) * BigInt(days);
  const entryIds = (project: number): string[] => {
    const chance = draw(`scale lines ${project}`);
    return onSite(project).map(() => newRecordId(at(madeOn, '20:00:00'), chance.bytes));
  };
  const provincial = (part: Omit<Part, 'subgraph'>): Part => ({ subgraph: 'provincial', ...part });
  const banking = (part: Omit<Part, 'subgraph'>): Part => ({ subgraph: 'banking', ...part });
  return [
    provincial({
      name: 'enterprises',
      of: firmsFor(projects),
      stretch: 1_000,
      records: (n) => [enterprise(n)],
    }),
    provincial({
      name: 'projects',
      of: projects,
      stretch: 500,
      records: (n) => projectRecords(projectOf(n)),
    }),
    provincial({ name: 'workers', of: workers, stretch: 5_000, records: (n) => [worker(n)] }),
    banking({ name: 'wage cards', of: cards, stretch: 5_000, records: (n, sealer) => [wageCard(n, sealer)] }),
    provincial({
      name: 'engagements',
      of: projects,
      stretch: 5_000 / PER_PROJECT,
      records: (n) => onSite(n).map((one, place) => engagement(projectOf(n), one, place)),
    }),
    {
      subgraph: 'human-resources',
      name: 'labour contracts',
      of: projects,
      stretch: 5_000 / PER_PROJECT,
      records: (n) => onSite(n).map((one) => contract(projectOf(n), one)),
    },
    provincial({
      name: 'attendance',
      of: projects,
      stretch: Math.max(1, Math.floor(5_000 / (PER_PROJECT * 2 * days))),
      records: (n) => onSite(n).flatMap((one, place) => punches(projectOf(n), one, place, first, days)),
    }),
    provincial({
      name: 'payroll',
      of: projects,
      stretch: Math.floor(5_000 / (PER_PROJECT + 1)),
      records: (n) => sheet(projectOf(n), { month, madeOn, paidOn, days }, onSite(n), wageOf, entryIds(n)),
    }),
    banking({
      name: 'accounts',
      of: projects,
      stretch: Math.floor(5_000 / (PER_PROJECT + 4)),
      records: (n, sealer) => account(projectOf(n), { month, paidOn }, onSite(n).map(wageOf), sealer),
    }),
    banking({
      name: 'disbursements',
      of: projects,
      stretch: 5_000 / PER_PROJECT,
      records: (n) => {
        const ids = entryIds(n);
        return onSite(n).map((one, place) =>
          disbursement(projectOf(n), ids[place]!, one, wageOf(one), month, paidOn),
        );
      },
    }),
  ];
}

const enterprise = (serial: number): Planned => planned(Enterprise, STARTED, firmOf(serial));

function projectRecords(project: ScaleProject): Planned[] {
  const { serial, code, kind, sector, category, divisionCode, contractor, crews } = project;
  const wages = BigInt(PER_PROJECT) * 25n * 30_000n;
  return [
    planned(Project, FILED, {
      projectCode: code,
      kind,
      sector,
      name: nameOf(project),
      divisionCode,
      category,
      contractPriceFen: 5_000_000_000n + BigInt(serial % 1_000) * 10_000_000n,
      agreedMonthlyLabourCostFen: wages,
      contractSignedOn: addDays(STARTED, -20),
      contractStartsOn: STARTED,
      contractEndsOn: addDays(STARTED, 1_000),
      startedOn: STARTED,
      constructionStatus: '003',
      filedOn: FILED,
      generalContractorCode: contractor,
      isUnderKeySupervision: serial % 200 === 7,
    }),
    planned(ParticipatingUnit, FILED, {
      projectCode: code,
      enterpriseCode: contractor,
      role: 'GENERAL_CONTRACTOR',
      enteredOn: STARTED,
    }),
    ...crews.map((crewNo, place) =>
      planned(Crew, FILED, {
        projectCode: code,
        unitCode: contractor,
        crewNo,
        name: `示例班组${place + 1}`,
        enteredOn: FILED,
      }),
    ),
  ];
}

const nameOf = ({ serial }: ScaleProject): string => `示例规模项目第${serial + 1}号`;

function worker(serial: number): Planned {
  const { number: _, ...content } = workerOf(serial);
  return planned(MigrantWorker, FILED, content);
}

function wageCard(serial: number, sealer: Sealer): Planned {
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

const crewOf = ({ crews }: ScaleProject, place: number): string => crews[place < PER_PROJECT / 2 ? 0 : 1];

const engagement = (project: ScaleProject, serial: number, place: number): Planned =>
  planned(Engagement, FILED, {
    projectCode: project.code,
    crewNo: crewOf(project, place),
    workerId: workerIdOf(serial),
    workType: '010',
    workRole: '20',
    isCrewLeader: place % (PER_PROJECT / 2) === 0,
    enteredOn: FILED,
  });

const contract = ({ code, contractor }: ScaleProject, serial: number): Planned =>
  planned(LabourContract, FILED, {
    projectCode: code,
    workerId: workerIdOf(serial),
    contractNo: `SC-${serial}`,
    employerCode: contractor,
    periodKind: '1',
    startsOn: FILED,
    unit: '80',
    unitPriceFen: dailyFenOf(serial),
    signedOn: FILED,
  });

function punches(
  project: ScaleProject,
  serial: number,
  place: number,
  first: BusinessDate,
  days: number,
): Planned[] {
  const chance = draw(`scale punches ${serial}`);
  const own = {
    projectCode: project.code,
    workerId: workerIdOf(serial),
    crewNo: crewOf(project, place),
    attendType: '001',
  };
  return Array.from({ length: days }, (_, number) => addDays(first, number)).flatMap((day) => {
    const begin = at(day, '06:00:00').getTime();
    const punch = (direction: 'IN' | 'OUT', second: number) =>
      planned(
        AttendanceRecord,
        day,
        { ...own, direction, deviceNo: `${project.code}-${direction === 'IN' ? 'A' : 'B'}` },
        { source: 'scale-gates', assurance: 'DEVICE_SIGNED', occurredAt: new Date(begin + second * 1_000) },
      );
    return [punch('IN', chance.below(5_000)), punch('OUT', 40_000 + chance.below(6_000))];
  });
}

interface Paid {
  readonly month: YearMonth;
  readonly madeOn: BusinessDate;
  readonly paidOn: BusinessDate;
  readonly days: number;
}

function sheet(
  { code, contractor }: ScaleProject,
  { month, madeOn, paidOn, days }: Paid,
  workers: readonly number[],
  wageOf: (worker: number) => bigint,
  ids: readonly string[],
): Planned[] {
  const sheetNo = `${month.replace('-', '')}-S`;
  const total = workers.reduce((sum, one) => sum + wageOf(one), 0n);
  const head = {
    projectCode: code,
    sheetNo,
    unitCode: contractor,
    payMonth: month,
    status: 'PayRoll.50',
    totalPayableFen: total,
    totalActualFen: total,
    paidOn,
  };
  const entries = workers.map((one, place) => {
    const content = {
      projectCode: code,
      sheetNo,
      lineNo: place + 1,
      workerId: workerIdOf(one),
      payMonth: month,
      days,
      payableFen: wageOf(one),
      actualFen: wageOf(one),
      isBackPay: false,
    };
    return planned(PayrollEntry, madeOn, content, { id: ids[place]! });
  });
  return [planned(PayrollSheet, madeOn, head), ...entries];
}

function account(
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

const disbursement = (
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
