import type { BusinessDate } from '../kernel/calendar.ts';
import { facts as provincialFacts } from '../subgraphs/provincial/facts.ts';
import type { Store } from '../subgraphs/store.ts';
import { provincialRecords } from './provincial.ts';
import { at } from './span.ts';
import type { World } from './world.ts';
import { dailySteps, type Step } from './write.ts';

/** Each department's steps in their order; the first list is the provincial hub's. */
export function departmentSteps(stores: Readonly<Record<string, Store>>, world: World): Step[][] {
  const timeOf = (day: BusinessDate) => at(day, day === world.span.to ? '07:30:00' : '20:00:00');
  return [dailySteps('provincial', stores.provincial!, provincialRecords(world), timeOf, provincialFacts)];
}
