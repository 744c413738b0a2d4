import { type AddCommand, Misuse } from './command.ts';

const EXAMPLES = `
Examples:
  hub seed                                       the demo as of today
  HUB_NOW=2026-01-05T08:00:00+08:00 hub seed     the demo as of that day

  HUB_DATA_DIR=.hub-city hub seed --scale city   a city's worth of records, for measuring: 30,000 people on site
  HUB_DATA_DIR=.hub-province hub seed --scale province
                                                 Guangxi's: 2.7 million workers, 20 million punches; half an hour, 16 GiB

The same business date gives the same records. A database that has the demo already is left as it is. A seed that was broken off
goes on where it was. Records at scale go into an empty hub; start it afterwards with HUB_SEED=none.`;

/** Fills the database with the fictional demo. */
export const seed: AddCommand = (program, { env, stdout }) => {
  program
    .command('seed')
    .summary('fill the database with the fictional demo')
    .description('Writes the stories of seeds/STORIES.md through the record writer, once.')
    .option('--scale <size>', 'records for measuring instead of the demo: city or province')
    .addHelpText('after', EXAMPLES)
    .action(async ({ scale }: { scale?: string }) => {
      const { SIZES } = await import('../../seeds/scale/sizes.ts');
      if (scale !== undefined && !Object.hasOwn(SIZES, scale))
        throw new Misuse(`--scale is ${Object.keys(SIZES).join(' or ')}, not ${scale}`);
      const { prepare } = await import('../wiring/surroundings.ts');
      const { openDatabase } = await import('../database/open-database.ts');
      const { migrate } = await import('../database/migrate.ts');
      const { rooms } = await import('../rooms.ts');
      const { seedAtScale, seedOnce } = await import('../wiring/seeding.ts');
      const { progressOn } = await import('../wiring/progress-bar.ts');
      const prepared = await prepare(env);
      const database = await openDatabase({ ...prepared.config, ...prepared });
      try {
        await migrate(database.ownerUrl, rooms());
        const progress = progressOn(stdout);
        if (scale === undefined) {
          await seedOnce(prepared, database, progress.report);
          progress.end();
          stdout.write('the demo is in the database\n');
          return;
        }
        const told = await seedAtScale(prepared, database, scale as keyof typeof SIZES, progress.report);
        progress.end();
        stdout.write(`${told}\n`);
      } finally {
        await database.stop();
      }
    });
};
