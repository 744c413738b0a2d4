import { readFileSync } from 'node:fs';
import { addDays, addMonths, type BusinessDate, dayOfMonth, monthEdges } from '../../kernel/calendar.ts';
import { divisionSpan } from '../../kernel/identifiers/division-code.ts';
import { projectOf, workerIdOf } from '../../seeds/scale/cast.ts';
import { PER_PROJECT } from '../../seeds/scale/sizes.ts';
import type { ScaleHub } from './scale-hub.ts';

/** What one asking of a question asks for: the hub's variables, and the values of the SQL. */
export interface Asking {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly values: readonly unknown[];
}

/** One of the eight questions of the README, with the same facts by hand. */
export interface Question {
  /** Of the published operation and of the file with the SQL. */
  readonly name: string;
  readonly sql: string;
  /** Its time may not depend on how much else there is. */
  readonly isOfOneObject: boolean;
  /** Another object at each turn, so that nobody's rows stay warm. */
  asking(scale: ScaleHub, turn: number): Asking;
  /** The figures of the hub's answer in which both must agree. */
  ofHub(data: Answer): unknown;
  /** The same of the SQL's. */
  ofSql(answer: Answer): unknown;
}

// biome-ignore lint/suspicious/noExplicitAny: answers are read by the paths that the questions ask for
type Answer = any;

const PAGE = 50;
const PROVINCE = '450000';
const CITY = '450100';
const BY = (today: BusinessDate) => addDays(today, 130);

export const questions: readonly Question[] = [
  {
    ...named('project-page', true),
    asking: (scale, turn) => {
      const { code } = projectAt(scale, turn);
      const { from, to } = monthEdges(scale.month);
      return {
        variables: { code, month: scale.month },
        values: [code, from, to, scale.month, scale.today],
      };
    },
    ofHub: ({ project: p }) => [
      p.code,
      p.name,
      p.attendance.workers,
      p.attendance.workerDays,
      p.attendance.records,
      p.payrollSheets.map((one: Answer) => one.sheetNo),
      fen(p.labourCost.received),
      fen(p.labourCost.receivedByThe20th),
      fen(p.disbursed.total),
      p.disbursed.failed,
      p.guaranteeLetters.map((one: Answer) => [one.letterNo, one.isExpired]),
      p.contractCoverage.contracts,
      p.warnings.length,
      (p.constructionPermits ?? []).length,
      (p.contractSections ?? []).length,
      (p.works ?? []).length,
    ],
    ofSql: (p) => [
      p.code,
      p.name,
      p.attendance.workers,
      p.attendance.workerDays,
      p.attendance.records,
      p.payrollSheets.map((one: Answer) => one.sheetNo),
      p.labourCost.received,
      p.labourCost.receivedByThe20th,
      p.disbursed.total,
      p.disbursed.failed,
      p.guaranteeLetters.map((one: Answer) => [one.letterNo, one.isExpired]),
      p.contractCoverage.contracts,
      p.warnings.length,
      (p.permits ?? []).length,
      (p.contractSections ?? []).length,
      (p.works ?? []).length,
    ],
  },
  {
    ...named('late-labour-cost-by-city', false),
    asking: ({ month }) => {
      const { lo, hi } = divisionSpan(PROVINCE);
      return {
        variables: { division: PROVINCE, month },
        values: [month, dayOfMonth(month, 20), lo, hi],
      };
    },
    ofHub: ({ labourCostByDivision }) =>
      labourCostByDivision.map((one: Answer) => [
        one.division,
        one.projects,
        one.lateProjects,
        one.projectsWithout,
        fen(one.received),
        fen(one.receivedLate),
      ]),
    ofSql: (rows) =>
      rows.map((one: Answer) => [
        one.division,
        one.projects,
        one.lateProjects,
        one.projectsWithout,
        one.received,
        one.receivedLate,
      ]),
  },
  {
    ...named('worker-record', true),
    asking: (scale, turn) => {
      const id = workerIdOf(projectAt(scale, turn).serial * PER_PROJECT + (turn % PER_PROJECT));
      const [from, to] = [addMonths(scale.month, -11), scale.month];
      return {
        variables: { id, from, to },
        values: [id, monthEdges(from).from, monthEdges(to).to, from, to],
      };
    },
    ofHub: ({ migrantWorker: w }) => [
      w.id,
      w.wageCard?.bankName ?? null,
      w.labourContracts.length,
      sorted(
        w.siteRecords.map((site: Answer) => [
          site.project.code,
          site.firstEnteredOn,
          site.months.map((one: Answer) => [
            one.month,
            one.days,
            one.records,
            fen(one.payable),
            fen(one.actual),
          ]),
        ]),
      ),
    ],
    ofSql: (w) => [
      w.id,
      w.wageCard?.bankName ?? null,
      w.labourContracts.length,
      sorted(
        w.siteRecords.map((site: Answer) => [
          site.code,
          site.firstEnteredOn,
          site.months.map((one: Answer) => [one.month, one.days, one.records, one.payable, one.actual]),
        ]),
      ),
    ],
  },
  {
    ...named('unpaid-after-attendance', true),
    asking: (scale, turn) => {
      const { code } = projectAt(scale, turn);
      const { from, to } = monthEdges(scale.month);
      return {
        variables: { code, month: scale.month, first: PAGE },
        values: [code, from, to, scale.month, PAGE],
      };
    },
    ofHub: ({ projectMonth: { totals, workers } }) => [
      totals.presentWorkers,
      totals.presentDays,
      totals.sheetWorkers,
      fen(totals.payable),
      workers.totalCount,
      workers.nodes.map((one: Answer) => [
        one.workerId,
        one.presentDays,
        one.payable === null ? null : fen(one.payable),
        fen(one.paid),
        one.threeWayMatch,
      ]),
    ],
    ofSql: ({ totals, totalCount, nodes }) => [
      totals.presentWorkers,
      totals.presentDays,
      totals.sheetWorkers,
      totals.payable,
      totalCount,
      nodes.map((one: Answer) => [one.workerId, one.presentDays, one.payable, one.paid, one.threeWayMatch]),
    ],
  },
  {
    ...named('account-ledger', true),
    asking: (scale, turn) => {
      const { code } = projectAt(scale, turn);
      const month = addMonths(scale.month, 1);
      const { from, to } = monthEdges(month);
      return { variables: { code, month, first: PAGE }, values: [code, from, to, PAGE] };
    },
    ofHub: ({ project: { name, accountFlows } }) => [
      name,
      accountFlows.totalCount,
      accountFlows.nodes.map((one: Answer) => [one.serial, fen(one.amount)]),
    ],
    ofSql: ({ name, totalCount, nodes }) => [
      name,
      totalCount,
      (nodes ?? []).map((one: Answer) => [one.serial, one.amount]),
    ],
  },
  {
    ...named('guarantee-letters-expiring', false),
    asking: ({ today }) => ({ variables: { by: BY(today) }, values: [BY(today), PAGE, today] }),
    ofHub: ({ guaranteeLettersExpiring: { nodes } }) =>
      nodes.map((one: Answer) => [one.letterNo, one.endsOn, one.isExpired, one.project.code]),
    ofSql: (rows) => rows.map((one: Answer) => [one.letterNo, one.endsOn, one.isExpired, one.code]),
  },
  {
    ...named('one-person-two-sites', false),
    asking: ({ month }) => {
      const { lo, hi } = divisionSpan(PROVINCE);
      const { from, to } = monthEdges(month);
      return {
        variables: { division: PROVINCE, from: month, to: month, first: 20 },
        values: [lo, hi, from, to, 20],
      };
    },
    ofHub: ({ doubtfulDataCases: { totalCount, nodes } }) => [
      totalCount,
      nodes.map((one: Answer) => [
        one.externalNo,
        one.project.code,
        sorted(
          one.worker.siteRecords.map((site: Answer) => [
            site.projectCode,
            site.months.map((of: Answer) => [of.month, of.days, of.records]),
          ]),
        ),
      ]),
    ],
    ofSql: ({ totalCount, nodes }) => [
      totalCount,
      nodes.map((one: Answer) => [
        one.externalNo,
        one.code,
        sorted(
          one.siteRecords.map((site: Answer) => [
            site.projectCode,
            site.months.map((of: Answer) => [of.month, of.days, of.records]),
          ]),
        ),
      ]),
    ],
  },
  {
    ...named('department-inbox', false),
    asking: () => {
      const { lo, hi } = divisionSpan(CITY);
      return { variables: { division: CITY, first: 20 }, values: [lo, hi, 20] };
    },
    ofHub: (data) => [
      page(data.earlyWarnings, 'warningNo'),
      page(data.doubtfulDataCases, 'externalNo'),
      page(data.arrearsComplaints, 'complaintNo'),
      page(data.statusChangeApplications, 'applicationNo'),
    ],
    ofSql: (all) => [
      [all.warnings, (all.warningNodes ?? []).map((one: Answer) => one.warningNo)],
      [all.cases, (all.caseNodes ?? []).map((one: Answer) => one.externalNo)],
      [all.complaints, (all.complaintNodes ?? []).map((one: Answer) => one.complaintNo)],
      [all.applications, (all.applicationNodes ?? []).map((one: Answer) => one.applicationNo)],
    ],
  },
];

function named(name: string, isOfOneObject: boolean) {
  const sql = readFileSync(new URL(`./${name}.sql`, import.meta.url), 'utf8');
  return { name, sql, isOfOneObject };
}

/** Projects all over the province, another at each turn. */
const projectAt = ({ size }: ScaleHub, turn: number) => projectOf((turn * 7_919 + 11) % size.projects);

const fen = (yuan: string | null): number | null => (yuan === null ? null : Math.round(Number(yuan) * 100));

const sorted = (rows: readonly unknown[]) => [...rows].sort((a, b) => (String(a) < String(b) ? -1 : 1));

const page = ({ totalCount, nodes }: Answer, key: string) => [
  totalCount,
  nodes.map((one: Answer) => one[key]),
];
