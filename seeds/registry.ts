import { v4 } from 'uuid';
import type { BusinessDate } from '../kernel/calendar.ts';
import { frozenClock } from '../kernel/clock.ts';
import type { Querier } from '../ledger/query.ts';
import { ensureWorkers } from '../subgraphs/provincial/workers/identity-registry.ts';
import type { Store } from '../subgraphs/store.ts';
import { draw } from './draw.ts';
import type { Person } from './people.ts';
import { at } from './span.ts';
import { oldResidentNumber } from './synthetic-numbers.ts';

/**
 * Registers the people with the identity registry (身份登记) and answers their worker ids, in their order. Those who are
 * named get an id that is the same in every installation; the others' follow from the keyring as well.
 */
export async function registerPeople(
  store: Store,
  db: Querier,
  persons: readonly Person[],
  named: ReadonlySet<number>,
  on: BusinessDate,
): Promise<string[]> {
  const known = new Map<string, string>();
  for (const person of persons.filter(({ serial }) => named.has(serial))) {
    const seeded = repeatable(store, `worker ${person.serial}`, on);
    const numbers = person.registeredTwice
      ? [person.number, oldResidentNumber(person.number)]
      : [person.number];
    const [ensured] = await ensureWorkers(seeded, db, numbers.map(resident));
    known.set(person.number, ensured!.workerId!);
  }
  const rest = persons.filter(({ number }) => !known.has(number));
  const ensured = await ensureWorkers(
    repeatable(store, 'workers', on),
    db,
    rest.map(({ number }) => resident(number)),
  );
  for (const { index, workerId } of ensured) known.set(rest[index]!.number, workerId!);
  return persons.map(({ number }) => known.get(number)!);
}

/** The id of a named worker, known before anything is written. */
export function namedWorkerId(serial: number): string {
  const chance = draw(`worker ${serial}`);
  // The registry draws the id of its own row first.
  chance.bytes(16);
  return v4({ random: chance.bytes(16) });
}

const resident = (documentNumber: string) => ({ documentType: '01', documentNumber });

/** The same store with chance and time of the demo's own, so that a second seed of the same day is equal to the first. */
function repeatable(store: Store, label: string, on: BusinessDate): Store {
  return Object.create(store, {
    random: { value: draw(label).bytes },
    clock: { value: frozenClock(at(on, '06:00:00')) },
  }) as Store;
}
