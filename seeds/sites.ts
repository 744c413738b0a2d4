import { addDays, type BusinessDate, weekdayOf } from '../kernel/calendar.ts';
import type { Project } from '../subgraphs/provincial/facts.ts';
import { type Draw, draw } from './draw.ts';
import type { EnterpriseContent, Enterprises } from './enterprises.ts';
import type { ContentOf } from './planned.ts';
import { guangxiProjects, type ListedProject, yunnanProjects } from './project-list.ts';
import type { Span } from './span.ts';
import type { Trouble } from './troubles.ts';

export type ProjectContent = ContentOf<typeof Project>;

/** A project with its units, as the demo made it up (工地); `hands` come later. */
export interface Site {
  readonly serial: number;
  readonly code: string;
  readonly source: string;
  readonly trouble: Trouble | undefined;
  readonly project: ProjectContent & { startedOn: BusinessDate; filedOn: BusinessDate };
  readonly owner: EnterpriseContent;
  readonly contractor: EnterpriseContent;
  readonly subcontractors: readonly EnterpriseContent[];
  readonly supervisor: EnterpriseContent;
  /** The last day anybody works, when it is before the business date. */
  readonly lastWorkedOn: BusinessDate | null;
  /** The day the sector's department was told of a stop or of completion. */
  readonly statusChange: { readonly on: BusinessDate; readonly status: string } | null;
}

/** All sites, Guangxi's first. The code keeps one month, whatever the business date, so that documents can name it. */
export function sites(span: Span, firms: Enterprises): Site[] {
  const serials = new Map<string, number>();
  return [...guangxiProjects, ...yunnanProjects].map((listed, serial) => {
    const number = (serials.get(listed[0]) ?? 0) + 1;
    serials.set(listed[0], number);
    return site(span, firms, listed, serial, `${listed[0]}202506${String(number).padStart(4, '0')}`);
  });
}

function site(span: Span, firms: Enterprises, listed: ListedProject, serial: number, code: string): Site {
  const [divisionCode, category, name, trouble] = listed;
  const chance = draw(`site ${code}`);
  const kind = KIND_OF[category] ?? 'OTHER';
  const dates = datesOf(span, trouble, chance);
  const contractors = firms.contractors[kind]!;
  // The first contractor is the one whose token the demo hands out: it has all of the county's housing projects.
  const contractor =
    kind === 'HOUSING' && serial < 3 ? contractors[0]! : contractors[serial % contractors.length]!;
  const owner = firms.owners[serial % firms.owners.length]!;
  return {
    serial,
    code,
    source: SOURCE_OF[kind]!,
    trouble,
    owner,
    contractor: trouble === 'CONTRACTOR_LISTED' ? contractors.at(-1)! : contractor,
    subcontractors: [0, 1].map(
      (one) => firms.subcontractors[(serial * 2 + one) % firms.subcontractors.length]!,
    ),
    supervisor: firms.supervisors[serial % firms.supervisors.length]!,
    lastWorkedOn: LAST_WORKED[trouble as string]?.(span.to) ?? null,
    statusChange: STATUS_CHANGE[trouble as string]?.(span.to) ?? null,
    project: {
      projectCode: code,
      kind,
      sector: SECTOR_OF[category] ?? kind,
      name,
      abbreviation: name.replace(/^.{2,8}?(区|县|市)/, '').replace(/工程$/, ''),
      divisionCode,
      address: `${name.slice(0, 6)}示例路${chance.between(1, 99)}号`,
      category,
      contractPriceFen: BigInt(chance.between(1_200, 48_000)) * 1_000_000n,
      // Filled when the crews are known: the agreed labour cost follows from their wages.
      agreedMonthlyLabourCostFen: null,
      contractSignedOn: addDays(dates.startedOn, -28),
      contractStartsOn: addDays(dates.startedOn, -7),
      contractEndsOn: addDays(dates.startedOn, chance.between(500, 900)),
      ...dates,
      constructionStatus: '003',
      ownerCode: owner.creditCode,
      generalContractorCode: (trouble === 'CONTRACTOR_LISTED' ? contractors.at(-1)! : contractor).creditCode,
      isUnderKeySupervision: trouble === 'PAID_SHORT' || trouble === 'CONTRACTOR_LISTED',
    },
  };
}

/** Guangxi 管理细则 Art. 10: filed within 15 days of the start; two stories stand on either side of that edge. */
function datesOf(span: Span, trouble: Trouble | undefined, chance: Draw) {
  const late = { FILED_DAY_16: 16, FILED_DAY_15: 15 }[trouble as string];
  const startedOn = late
    ? addDays(span.to, -46)
    : mondayOnOrBefore(addDays(span.from, -chance.between(60, 330)));
  return { startedOn, filedOn: addDays(startedOn, late ?? chance.between(2, 13)) };
}

const mondayOnOrBefore = (day: BusinessDate): BusinessDate => addDays(day, -((weekdayOf(day) + 6) % 7));

// The routing of categories to sub-platforms is modelled (dictionary project-categories, notes).
const KIND_OF: Readonly<Record<string, string>> = {
  '01': 'HOUSING',
  '02': 'HOUSING',
  '05': 'TRANSPORT',
  '06': 'TRANSPORT',
  '07': 'WATER',
};
const SECTOR_OF: Readonly<Record<string, string>> = {
  '08': 'ENERGY',
  '09': 'OTHER',
  '12': 'OTHER',
  '99': 'AGRICULTURE',
};
const SOURCE_OF: Readonly<Record<string, string>> = {
  HOUSING: 'housing-platform',
  TRANSPORT: 'transport-platform',
  WATER: 'water-platform',
  OTHER: 'provincial-hub',
};

const LAST_WORKED: Readonly<Record<string, (to: BusinessDate) => BusinessDate>> = {
  ATTENDANCE_AFTER_COMPLETION: (to) => addDays(to, -15),
  ACCOUNT_CLOSED_EARLY: (to) => addDays(to, -25),
  NO_ATTENDANCE: (to) => addDays(to, -9),
};
const STATUS_CHANGE: Readonly<Record<string, (to: BusinessDate) => { on: BusinessDate; status: string }>> = {
  ATTENDANCE_AFTER_COMPLETION: (to) => ({ on: addDays(to, -20), status: '004' }),
  ACCOUNT_CLOSED_EARLY: (to) => ({ on: addDays(to, -25), status: '004' }),
  SUSPENDED_AT_WORK: (to) => ({ on: addDays(to, -30), status: '005' }),
};
