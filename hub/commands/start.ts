import type { AddCommand } from './command.ts';

const EXAMPLES = `
Examples:
  hub start                          the demo on the embedded database, on port 4000
  HUB_PORT=8080 HUB_SEED=none hub start
                                     without business data, on another port
  HUB_DATABASE_URL=postgres://admin@db.example:5432/guixin hub start
                                     on a PostgreSQL of yours, 15 or newer
  HUB_SUBGRAPH_URLS=banking=http://10.0.0.5:4105/graphql hub start
                                     with the banking subgraph elsewhere

Ctrl-C stops everything. A second start finds its data again.`;

/** Everything in one process. */
export const start: AddCommand = (program, { env, stdout }) => {
  program
    .command('start')
    .summary('run the whole hub in one process')
    .description('Opens the database, migrates it, seeds the demo once, and serves the graph.')
    .addHelpText('after', EXAMPLES)
    .action(async () => {
      const { prepare } = await import('../wiring/surroundings.ts');
      const { startHub } = await import('../wiring/start-hub.ts');
      const { untilStopped } = await import('../wiring/stopping.ts');
      const { progressOn } = await import('../wiring/progress-bar.ts');
      const prepared = await prepare(env);
      const progress = progressOn(stdout);
      const hub = await startHub(prepared, () => undefined, progress.report);
      progress.end();
      stdout.write(`\nThe hub is up (桂薪数据交换枢纽已启动).\n  graph        ${hub.url}/graphql\n`);
      stdout.write(`  health       ${hub.url}/health/ready\n`);
      if (hub.metricsUrl) stdout.write(`  metrics      ${hub.metricsUrl}\n`);
      if (hub.credentials) stdout.write(`  credentials  ${hub.credentials} (a token per role)\n`);
      stdout.write('Ctrl-C stops it.\n');
      await untilStopped(prepared.log, [() => hub.stop()]);
    });
};
