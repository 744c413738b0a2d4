import { parseArgs } from 'node:util';
import { differential, type Findings } from './differential.ts';

/**
 * The differential test at length: `node tests/graph/differential/torture.ts --count 10000 --from 1000 --engine hub`.
 * Ends with status 1 when anything differs; each difference names the seeds that bring it back.
 */
const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '10000' },
    from: { type: 'string', default: '1000' },
    engine: { type: 'string', default: 'hub' },
  },
});
if (values.engine !== 'hub' && values.engine !== 'apollo') throw new Error('--engine hub or --engine apollo');

const findings = await differential(Number(values.count), {
  firstWorld: Number(values.from),
  operationsPerWorld: 40,
  engine: values.engine,
  onWorld: (soFar) => {
    if (soFar.worlds % 25 === 0) console.log(line(soFar));
  },
});
for (const difference of findings.differences.slice(0, 20)) console.error(`\n${difference}`);
console.log(line(findings));
process.exitCode = findings.differences.length > 0 ? 1 : 0;

function line({ worlds, asked, fetches, withErrors, known, differences }: Findings): string {
  const listed = Object.entries(known).map(([name, count]) => `, ${count} × ${name}`);
  return `${asked} operations over ${worlds} worlds, ${fetches} fetches, ${withErrors} with errors, ${differences.length} differences${listed.join('')}`;
}
