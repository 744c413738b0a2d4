import { InvalidArgumentError } from 'commander';
import type { Running } from '../../subgraphs/receive.ts';
import type { OpenDatabase } from '../database/open-database.ts';
import { type AddCommand, Misuse } from './command.ts';

const EXAMPLES = `
Examples:
  HUB_DATABASE_URL=postgres://… hub subgraph banking
  HUB_DATABASE_URL=postgres://… hub subgraph housing --port 5102

It needs a server that other processes reach as well (HUB_DATABASE_URL), already migrated (hub migrate), and the
HUB_DATA_DIR of the gateway, whose keyring holds the keys that both share. Only the gateway can ask it. What it takes in
may name people and projects that others own: it asks the gateway for them (HUB_GATEWAY_ADDRESS).`;

/** One department's subgraph as a process of its own. */
export const subgraph: AddCommand = (program, { env, stdout }) => {
  program
    .command('subgraph')
    .summary("run one department's subgraph as a process of its own")
    .description('Serves one subgraph over HTTP for a gateway elsewhere.')
    .argument('<name>', 'name of the subgraph, for example banking')
    .option('--port <port>', 'port to listen on; the department has one of its own', portNumber)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, options: { port?: number; host: string }) => {
      const { departments } = await import('../wiring/departments.ts');
      const wanted = departments.find((one) => one.name === name);
      if (!wanted) {
        throw new Misuse(
          `there is no subgraph ${name}; there are ${departments.map((one) => one.name).join(', ')}`,
        );
      }
      if (!env.HUB_DATABASE_URL) throw new Misuse('a subgraph of its own needs HUB_DATABASE_URL');
      const { prepare } = await import('../wiring/surroundings.ts');
      const { openDatabase } = await import('../database/open-database.ts');
      const { graphOverHttp } = await import('../wiring/graph-over-http.ts');
      const { runSubgraph } = await import('../wiring/subgraphs.ts');
      const { serve } = await import('../../subgraphs/serve.ts');
      const { untilStopped } = await import('../wiring/stopping.ts');
      const prepared = await prepare(env);
      const database = await openDatabase({ ...prepared.config, ...prepared });
      const gateway = graphOverHttp(prepared);
      const running = runSubgraph(wanted, { prepared, appUrl: database.appUrl, graph: () => gateway.graph });
      await refuseUnmigrated(running, database);
      const app = await serve(running, { host: options.host, port: options.port ?? wanted.port });
      const address = app.server.address();
      stdout.write(
        `${name} serves http://${options.host}:${typeof address === 'object' ? address?.port : ''}/graphql\n`,
      );
      await untilStopped(prepared.log, [
        () => app.close(),
        () => running.store.close(),
        () => gateway.close(),
        () => database.stop(),
      ]);
    });
};

/** Tables that are not there would make every question fail, and nobody would know why. */
async function refuseUnmigrated({ store, subgraph: { databaseSchema } }: Running, database: OpenDatabase) {
  const { rows } = await store.pool.query<{ there: boolean }>('select to_regclass($1) is not null as there', [
    `${databaseSchema}.project_scope`,
  ]);
  if (rows[0]?.there) return;
  await store.close();
  await database.stop();
  throw new Error(`the database has no tables for ${databaseSchema} yet; run: hub migrate`);
}

export function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new InvalidArgumentError('expected a port from 0 to 65535.');
  return port;
}
