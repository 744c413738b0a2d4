import type { AddCommand } from './command.ts';

const EXAMPLES = `
Examples:
  hub seed                                       the demo as of today
  HUB_NOW=2026-01-05T08:00:00+08:00 hub seed     the demo as of that day

The same business date gives the same records. A database that has the demo already is left as it is.`;

/** Fills the database with the fictional demo. */
export const seed: AddCommand = (program, { env, stdout }) => {
  program
    .command('seed')
    .summary('fill the database with the fictional demo')
    .description('Writes the stories of seeds/STORIES.md through the record writer, once.')
    .addHelpText('after', EXAMPLES)
    .action(async () => {
      const { prepare } = await import('../wiring/surroundings.ts');
      const { openDatabase } = await import('../database/open-database.ts');
      const { migrate } = await import('../database/migrate.ts');
      const { rooms } = await import('../rooms.ts');
      const { seedOnce } = await import('../wiring/seeding.ts');
      const { progressOn } = await import('../wiring/progress-bar.ts');
      const prepared = await prepare(env);
      const database = await openDatabase({ ...prepared.config, ...prepared });
      try {
        await migrate(database.ownerUrl, rooms());
        const progress = progressOn(stdout);
        await seedOnce(prepared, database, progress.report);
        progress.end();
        stdout.write('the demo is in the database\n');
      } finally {
        await database.stop();
      }
    });
};
