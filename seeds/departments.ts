import type { BusinessDate } from '../kernel/calendar.ts';
import { facts as bankingFacts } from '../subgraphs/banking/facts.ts';
import { facts as housingFacts } from '../subgraphs/housing/facts.ts';
import { facts as humanResourcesFacts } from '../subgraphs/human-resources/facts.ts';
import { facts as provincialFacts } from '../subgraphs/provincial/facts.ts';
import { facts as transportFacts } from '../subgraphs/transport/facts.ts';
import { facts as waterFacts } from '../subgraphs/water/facts.ts';
import type { Fact } from '../ledger/fact.ts';
import type { Store } from '../subgraphs/store.ts';
import { accountRecords } from './accounts.ts';
import { disbursementRecords } from './disbursements.ts';
import { guaranteeRecords } from './guarantees.ts';
import { humanResourcesRecords } from './human-resources.ts';
import { partyRecords } from './parties.ts';
import { paperRecords } from './project-papers.ts';
import { payrollRecords, type Sheet, sheetsOf } from './payroll.ts';
import type { Planned } from './planned.ts';
import { provincialRecords } from './provincial.ts';
import { accountFreezeRecords, paymentGuaranteeRecords } from './securities.ts';
import { housingRecords, transportRecords, waterRecords } from './sectors.ts';
import { at } from './span.ts';
import { wageCardRecords } from './wage-cards.ts';
import { findings } from './warnings.ts';
import type { World } from './world.ts';
import { stepsOf, type Step } from './write.ts';

/** Each department's steps in their order, the provincial hub's first; a department without a store is left out. */
export function departmentSteps(stores: Readonly<Record<string, Store>>, world: World): Step[][] {
  const timeOf = (day: BusinessDate) => at(day, day === world.span.to ? '07:30:00' : '20:00:00');
  const sheets = sheetsOf(world);
  return DEPARTMENTS.flatMap(([name, facts, recordsOf]) => {
    const store = stores[name];
    if (!store) return [];
    const terms = { subgraph: name, store, timeOf, order: facts, byDayFrom: world.span.from };
    return [stepsOf(recordsOf(world, sheets, store), terms)];
  });
}

type RecordsOf = (world: World, sheets: readonly Sheet[], store: Store) => Planned[];

const DEPARTMENTS: readonly (readonly [string, readonly Fact[], RecordsOf])[] = [
  [
    'provincial',
    provincialFacts,
    (world, sheets, { sealer }) => [
      ...provincialRecords(world),
      ...payrollRecords(sheets),
      ...findings(world),
      ...partyRecords(world, sealer),
      ...paperRecords(world, sheets),
    ],
  ],
  [
    'banking',
    bankingFacts,
    (world, sheets, { sealer }) => [
      ...accountRecords(world, sheets, sealer),
      ...wageCardRecords(world, sealer),
      ...guaranteeRecords(world),
      ...paymentGuaranteeRecords(world),
      ...accountFreezeRecords(world, sealer),
      ...disbursementRecords(world, sheets),
    ],
  ],
  ['human-resources', humanResourcesFacts, humanResourcesRecords],
  ['housing', housingFacts, housingRecords],
  ['transport', transportFacts, transportRecords],
  ['water', waterFacts, waterRecords],
];
