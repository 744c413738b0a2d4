import { addDays, type BusinessDate, type YearMonth } from '../../kernel/calendar.ts';
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
import { at } from '../span.ts';
import { dailyFenOf, FILED, firmOf, type ScaleProject, STARTED, workerIdOf, workerOf } from './cast.ts';
import { PER_PROJECT } from './sizes.ts';

// Who is on site and what was stated of it, at scale.

export const enterprise = (serial: number): Planned => planned(Enterprise, STARTED, firmOf(serial));

export function projectRecords(project: ScaleProject): Planned[] {
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

export const nameOf = ({ serial }: ScaleProject): string => `示例规模项目第${serial + 1}号`;

export function worker(serial: number): Planned {
  const { number: _, ...content } = workerOf(serial);
  return planned(MigrantWorker, FILED, content);
}

const crewOf = ({ crews }: ScaleProject, place: number): string => crews[place < PER_PROJECT / 2 ? 0 : 1];

export const engagement = (project: ScaleProject, serial: number, place: number): Planned =>
  planned(Engagement, FILED, {
    projectCode: project.code,
    crewNo: crewOf(project, place),
    workerId: workerIdOf(serial),
    workType: '010',
    workRole: '20',
    isCrewLeader: place % (PER_PROJECT / 2) === 0,
    enteredOn: FILED,
  });

export const contract = ({ code, contractor }: ScaleProject, serial: number): Planned =>
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

export function punches(
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

/** When a month's wages are stated and paid. */
export interface Paid {
  readonly month: YearMonth;
  readonly madeOn: BusinessDate;
  readonly paidOn: BusinessDate;
  readonly days: number;
}

export function sheet(
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
