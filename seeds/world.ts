import { addDays, type BusinessDate } from '../kernel/calendar.ts';
import { monthEdgeOf, oneDayOf } from './attendance.ts';
import { type Enterprises, enterprises } from './enterprises.ts';
import { crews, type Hand, headcounts, type SiteCrew, WORKERS } from './hands.ts';
import { guangxiProjects } from './project-list.ts';
import { type Person, people } from './people.ts';
import { type Site, sites } from './sites.ts';
import { type Span, spanOf } from './span.ts';
import { residentNumber } from './synthetic-numbers.ts';
import type { Trouble } from './troubles.ts';

/** Everything the demo made up for one business date (演示世界), before it becomes records. Pure. */
export interface World {
  readonly span: Span;
  readonly firms: Enterprises;
  readonly sites: readonly Site[];
  readonly crews: readonly SiteCrew[];
  readonly hands: readonly Hand[];
}

/** The people of a business date, with the two whom stories gave another birth date. */
export function peopleOf(to: BusinessDate): Person[] {
  const persons = people(WORKERS);
  const child = storyPerson('UNDER_AGE');
  persons[child] = born(persons[child]!, addDays(to, -(15 * 365 + 120)));
  const elder = storyPerson('FIFTEEN_DIGITS');
  persons[elder] = { ...born(persons[elder]!, '1971-03-05' as BusinessDate), registeredTwice: true };
  return persons;
}

/** Serial of the worker whom a story is about: the second of the first crew of its site. */
export function storyPerson(trouble: Trouble): number {
  return firstPersonOf(guangxiProjects.findIndex((listed) => listed[3] === trouble)) + STORY_PLACE;
}

/** The worker of the worker's app, on the first site. */
export const APP_PERSON = 3;

/** Those whose worker id documents may name. */
export const namedPeople = (): Set<number> =>
  new Set([APP_PERSON, ...guangxiProjects.map((_, site) => firstPersonOf(site) + STORY_PLACE)]);

export function worldOf(to: BusinessDate, persons: readonly Person[], workerIds: readonly string[]): World {
  const span = spanOf(to);
  const firms = enterprises();
  const all = sites(span, firms);
  const manned = all.slice(0, guangxiProjects.length);
  const counts = headcounts(manned.length);
  const made = manned.flatMap((site, place) => {
    const first = firstPersonOf(place);
    return crews(span, site, persons.slice(first, first + counts[place]!), workerIds);
  });
  plantMonthEdge(span, made);
  plantGuest(span, made);
  return { span, firms, sites: all, crews: made, hands: made.flatMap((crew) => crew.hands) };
}

const STORY_PLACE = 3;

const firstPersonOf = (site: number): number =>
  headcounts(guangxiProjects.length)
    .slice(0, site)
    .reduce((sum, one) => sum + one, 0);

const born = (person: Person, bornOn: BusinessDate): Person => ({
  ...person,
  bornOn,
  number: residentNumber(person.number.slice(0, 6), bornOn),
});

/** One hand has a turn that ends a second before the month does, and one that begins a second after. */
function plantMonthEdge(span: Span, made: readonly SiteCrew[]): void {
  const crew = made.find(({ site }) => site.trouble === 'MONTH_EDGE')!;
  const hand = crew.hands[1]!;
  crew.hands[1] = { ...hand, shift: 'MONTH_EDGE', days: new Set([...hand.days, ...monthEdgeOf(span)]) };
}

/** A hand of one site comes to another site on the same day; either site has three crews. */
function plantGuest(span: Span, made: readonly SiteCrew[]): void {
  const [home, , , other] = made.filter(({ site }) => site.trouble === 'TWO_SITES');
  const day = oneDayOf(span);
  const hand = home!.hands[1]!;
  home!.hands[1] = { ...hand, days: new Set([...hand.days, day]) };
  const there = other!.hands[0]!;
  other!.hands.push({
    ...hand,
    site: there.site,
    crewNo: there.crewNo,
    unit: there.unit,
    isLeader: false,
    enteredOn: day,
    exitedOn: null,
    days: new Set([day]),
    isGuest: true,
  });
}
