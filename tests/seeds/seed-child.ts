import { systemClock } from '../../kernel/clock.ts';
import { seedDemo } from '../../seeds/demo.ts';
import { subgraphs } from '../../subgraphs/registry.ts';
import { Store } from '../../subgraphs/store.ts';
import { testKeyring } from '../support/database.ts';

// A seed in a process of its own, to be killed: the database's address and the business date are its arguments.
const [url = '', businessDate = ''] = process.argv.slice(2);
const stores = Object.fromEntries(
  subgraphs
    .filter(({ facts }) => facts.length > 0)
    .map((one) => [
      one.name,
      new Store(one, { url, keyring: testKeyring, clock: systemClock, connections: 2 }),
    ]),
);
const progress = (done: number, total: number) => void process.stdout.write(`${done} ${total}\n`);
await seedDemo({ stores, now: new Date(`${businessDate}T09:00:00+08:00`), progress });
