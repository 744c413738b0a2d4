import { InvalidArgumentError } from 'commander';
import type { AddCommand } from './command.ts';

const EXAMPLES = `
Examples:
  hub migrate                        the embedded database of HUB_DATA_DIR (.hub)
  HUB_DATABASE_URL=postgres://admin@db.example:5432/guixin hub migrate
                                     a PostgreSQL of yours, 15 or newer
  hub migrate --wait 300             wait up to five minutes for another hub that is migrating

Each file is one transaction: a run that was interrupted continues where it stopped.`;

/** Brings the database up to date without starting anything else. */
export const migrate: AddCommand = (program, { env, stdout }) => {
  program
    .command('migrate')
    .summary('bring every database schema up to date')
    .description(
      'Applies the hand-written migrations of the ledger and of every department that the database does not have yet.',
    )
    .option('--wait <seconds>', 'how long to wait for another hub that is migrating', wholeSeconds, 60)
    .addHelpText('after', EXAMPLES)
    .action(async ({ wait }: { wait: number }) => {
      const { openConfiguredDatabase } = await import('../database/open-configured.ts');
      const { migrate: run } = await import('../database/migrate.ts');
      const { rooms } = await import('../rooms.ts');
      const database = await openConfiguredDatabase(env);
      try {
        await run(database.ownerUrl, rooms(), {
          lockWaitMs: wait * 1_000,
          say: (line) => void stdout.write(`${line}\n`),
        });
      } finally {
        await database.stop();
      }
    });
};

function wholeSeconds(text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new InvalidArgumentError('expected a whole number of seconds.');
  return Number(text);
}
