import { addDays, type BusinessDate, weekdayOf } from '../kernel/calendar.ts';
import { draw } from './draw.ts';
import type { EnterpriseContent } from './enterprises.ts';
import { CREW_NAMES, WORK_TYPES } from './names.ts';
import type { Person } from './people.ts';
import type { Site } from './sites.ts';
import { isWorked, type Span } from './span.ts';

/** A crew of a site (班组). */
export interface SiteCrew {
  readonly site: Site;
  readonly crewNo: string;
  readonly name: string;
  readonly unit: EnterpriseContent;
  readonly enteredOn: BusinessDate;
  readonly hands: Hand[];
}

/** A worker in a crew, with the days of the span on which the worker came. */
export interface Hand {
  readonly person: Person;
  readonly workerId: string;
  readonly site: Site;
  readonly crewNo: string;
  readonly unit: EnterpriseContent;
  readonly workType: string;
  readonly dailyFen: bigint;
  readonly isLeader: boolean;
  readonly enteredOn: BusinessDate;
  readonly exitedOn: BusinessDate | null;
  readonly days: ReadonlySet<BusinessDate>;
  readonly shift: Shift;
  /** On this site for one day only and on no sheet of it. */
  readonly isGuest: boolean;
}

/** By day, by night past midnight, or by day with one turn around the end of a month. */
export type Shift = 'DAY' | 'NIGHT' | 'MONTH_EDGE';

/** Most stories play in the first crew of their site. */
export const isInFirstCrew = ({ site, crewNo }: { site: Site; crewNo: string }): boolean =>
  crewNo === crewNumber(site.serial, 0);

export const WORKERS = 1_500;

/** Crew numbers count up from 1500000001 (architecture §7), three to a site. */
export const crewNumber = (site: number, place: number): string => String(1_500_000_001 + site * 3 + place);

/** How many workers each site of Guangxi has; together `WORKERS`. Yunnan's sites are in the list of projects only. */
export function headcounts(siteCount: number): number[] {
  const counts = Array.from({ length: siteCount }, (_, place) => 20 + ((place * 7) % 11));
  counts[siteCount - 1]! += WORKERS - counts.reduce((sum, one) => sum + one, 0);
  return counts;
}

/** Three crews a site, filled with the people in their order. */
export function crews(
  span: Span,
  site: Site,
  persons: readonly Person[],
  workerIds: readonly string[],
): SiteCrew[] {
  const chance = draw(`crews ${site.code}`);
  const enteredOn = site.project.filedOn > span.from ? site.project.filedOn : earlier(site, span);
  return [0, 1, 2].map((place) => {
    const workType = WORK_TYPES[(site.serial + place * 4) % WORK_TYPES.length]!;
    const crewNo = crewNumber(site.serial, place);
    const unit = place === 0 ? site.contractor : site.subcontractors[place - 1]!;
    const entered = place === 2 && enteredOn < span.from ? addDays(enteredOn, 14) : enteredOn;
    const members = persons.filter((_, index) => index % 3 === place);
    const hands = members.map((person, index): Hand => {
      const leaves = index > 3 && site.lastWorkedOn === null && enteredOn < span.from && chance.chance(0.04);
      const exitedOn = leaves ? span.days[chance.between(20, span.days.length - 4)]! : exitOf(site);
      const dailyFen = BigInt(chance.between(22, 36)) * 1_000n;
      const last = site.lastWorkedOn ?? exitedOn ?? span.to;
      const came = span.days.filter(
        (day) => day >= entered && day <= last && works(site, place, index, day) && chance.chance(0.975),
      );
      return {
        person,
        workerId: workerIds[person.serial]!,
        site,
        crewNo,
        unit,
        workType,
        dailyFen,
        isLeader: index === 0,
        enteredOn: entered,
        exitedOn,
        days: new Set(came),
        shift: site.trouble === 'NIGHT_SHIFT' && place === 0 ? 'NIGHT' : 'DAY',
        isGuest: false,
      };
    });
    return { site, crewNo, name: CREW_NAMES[workType]!, unit, enteredOn: entered, hands };
  });
}

function works(site: Site, crew: number, index: number, day: BusinessDate): boolean {
  const stopped = site.statusChange?.status === '005' && day > site.statusChange.on;
  if (stopped && crew > 0) return false;
  if (site.trouble === 'PAID_WITHOUT_ATTENDANCE' && crew === 0 && index === 1) return false;
  // A tunnel is driven day and night; some sites also work on Saturdays.
  return site.trouble === 'NIGHT_SHIFT' || isWorked(day) || (site.serial % 3 === 0 && weekdayOf(day) === 6);
}

/** Where work has ended everybody has left; a site without attendance still has its workers. */
const exitOf = (site: Site): BusinessDate | null =>
  site.lastWorkedOn && site.statusChange ? site.lastWorkedOn : null;

const earlier = (site: Site, span: Span): BusinessDate =>
  site.project.filedOn < span.from
    ? addDays(site.project.filedOn, 7 - ((weekdayOf(site.project.filedOn) + 6) % 7))
    : span.from;
