import { globSync, readFileSync } from 'node:fs';
import { parse } from 'graphql';
import { pino } from 'pino';
import { systemClock } from '../../../kernel/clock.ts';
import { readConfig } from '../../../kernel/config.ts';
import { startGateway } from '../../../gateway/gateway.ts';
import { issuer, keyring, post } from './running-gateway.ts';

/**
 * A gateway over the committed supergraph whose departments all are down, in a process of its own: planning goes on
 * without a pause, so only another process can end it. Asks the queries of its argument and prints what came of each.
 */
const down = {
  kind: 'http' as const,
  send: () => Promise.reject(new Error('down')),
  healthy: async () => false,
  close: async () => undefined,
};
const supergraphSdl = readFileSync('schema/supergraph.graphql', 'utf8');
const names = [...supergraphSdl.matchAll(/@join__graph\(name: "([^"]+)"/g)].map(([, name]) => name!);
const gateway = await startGateway({
  // The planner's limits hold by themselves, also where an operator has raised the others.
  config: readConfig({
    HUB_ENGINE: process.argv[3]!,
    HUB_PORT: '0',
    HUB_MAX_COST: '1000000000',
    HUB_MAX_DEPTH: '40',
  }),
  supergraphSdl,
  transports: Object.fromEntries(names.map((name) => [name, down])),
  assertionKey: (name) => keyring.secret(`assertion/${name}`),
  issuer,
  clock: systemClock,
  log: pino({ level: 'silent' }),
  checks: {},
  examples: [],
});
const authorization = `Bearer ${await issuer.issue('province-hr')}`;
const asked: unknown[] = [];
for (const query of JSON.parse(process.argv[2]!) as string[]) {
  const { status, errors } = await post(`${gateway.url}/graphql`, { query }, { authorization });
  asked.push({ status, error: errors?.[0] });
}
const examples: unknown[] = [];
for (const file of globSync('examples/questions/*.graphql')) {
  const { fetches } = await gateway.engine.plan(parse(readFileSync(file, 'utf8')));
  examples.push({ file, fetches: fetches.length });
}
process.stdout.write(JSON.stringify({ asked, examples }), () => process.exit(0));
