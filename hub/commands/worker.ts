import { type AddCommand, Misuse } from './command.ts';

const EXAMPLES = `
Examples:
  HUB_DATABASE_URL=postgres://… hub worker
  HUB_DATABASE_URL=postgres://… HUB_BACKGROUND=off hub start   a replica that only answers, beside workers

It does what a hub does besides answering: puts submissions in order, releases held records, expires them, carries out
the calls of the real-name interface. It needs a server that the others use as well (HUB_DATABASE_URL), already migrated
(hub migrate), and their HUB_DATA_DIR, whose keyring they share. Several may run at once.`;

/** Background work without a front door. */
export const worker: AddCommand = (program, { env, stdout }) => {
  program
    .command('worker')
    .summary('run background work and jobs without a gateway')
    .description('Order, held records, expiry, detectors and durable jobs, beside gateways elsewhere.')
    .addHelpText('after', EXAMPLES)
    .action(async () => {
      if (!env.HUB_DATABASE_URL)
        throw new Misuse('a worker needs HUB_DATABASE_URL, the database that the gateways use as well');
      const { prepare } = await import('../wiring/surroundings.ts');
      const { startWorker } = await import('../wiring/start-worker.ts');
      const { untilStopped } = await import('../wiring/stopping.ts');
      const prepared = await prepare(env);
      const running = await startWorker(prepared);
      stdout.write('the worker works; Ctrl-C stops it\n');
      await untilStopped(prepared.log, [() => running.stop()]);
    });
};
