import { type BusinessDate, dayOfMonth, type YearMonth } from '../../kernel/calendar.ts';
import { newRecordId } from '../../kernel/record-id.ts';
import type { Sealer } from '../../kernel/sealing.ts';
import { draw } from '../draw.ts';
import type { Planned } from '../planned.ts';
import { at, payDayOf, sheetDayOf } from '../span.ts';
import { dailyFenOf, firmsFor, projectOf } from './cast.ts';
import { account, disbursement, wageCard } from './money.ts';
import { housing, transport, water } from './sector.ts';
import { contract, engagement, enterprise, projectRecords, punches, sheet, worker } from './site.ts';
import { PER_PROJECT, type ScaleSize } from './sizes.ts';
import { applications, cases, complaints, secondSite, warnings } from './trouble.ts';

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
  /** The business date. */
  readonly today: BusinessDate;
  readonly month: YearMonth;
  readonly size: ScaleSize;
}

/** The parts in the order in which a reader would want them; none needs another to be there. */
export function parts({ today, month, size }: Told): readonly Part[] {
  const first = dayOfMonth(month, 1);
  const paidOn = payDayOf(month);
  const madeOn = sheetDayOf(month);
  const { projects, workers, cards, days } = size;
  const troubleOn = dayOfMonth(month, 15);
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
    ...SECTORS.map(([subgraph, records]) => ({
      subgraph,
      name: `${subgraph} permits`,
      of: projects,
      stretch: 1_000,
      records: (n: number) => records(projectOf(n)),
    })),
    provincial({
      name: 'troubles',
      of: projects,
      stretch: 5_000,
      records: (n) => {
        const project = projectOf(n);
        return [
          ...secondSite(project, projects, troubleOn),
          ...cases(project, troubleOn),
          ...warnings(project, today),
          ...complaints(project, today),
          ...applications(project, today),
        ];
      },
    }),
  ];
}

const SECTORS = [
  ['housing', housing],
  ['transport', transport],
  ['water', water],
] as const;
