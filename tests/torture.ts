import { parseArgs } from 'node:util';
import { manyOperations } from './graph/differential/many-operations.ts';
import { manyKills } from './survival/many-kills.ts';

const USAGE = `npm run torture [-- --kills 200] [--operations 10000] [--from 1000] [--engine hub|apollo]
  kills       of hub and database under traffic, half on the embedded server, half on an operator's
  operations  random ones over generated graphs from world --from on, against a monolith`;

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    operations: { type: 'string', default: '10000' },
    from: { type: 'string', default: '1000' },
    engine: { type: 'string', default: 'hub' },
    help: { type: 'boolean', default: false },
  },
});
const [kills, operations, from] = [values.kills, values.operations, values.from].map(Number) as [
  number,
  number,
  number,
];
const { engine } = values;
const isUsable = [kills, operations, from].every((one) => Number.isInteger(one) && one >= 0);
if (values.help || !isUsable || (engine !== 'hub' && engine !== 'apollo')) {
  console.error(USAGE);
  process.exit(values.help ? 0 : 2);
}
const survives = kills === 0 || (await manyKills(kills));
const agrees = operations === 0 || (await manyOperations(operations, from, engine));
process.exitCode = survives && agrees ? 0 : 1;
