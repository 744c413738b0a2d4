import { InvalidArgumentError } from 'commander';
import { type AddCommand, Misuse, namedFile } from './command.ts';

const EXAMPLES = `
Examples:
  hub archive --list                          every month: in the database, or in which file
  hub archive --before 2023-01 --dry-run      what would be done
  hub archive --month 2022-12                 one month, to archive/ in HUB_DATA_DIR
  hub archive --before 2023-01 --to /mnt/archive
  hub archive --restore /mnt/archive/provincial.attendance_record.2022-12.copy.zst
                                              brings the month of a file back; with --dry-run reads
                                              the file to its end and tells whether it could be

The hub goes on meanwhile: other months are written and read as always. The month itself is closed at once: what is submitted
for it is rejected with MONTH_ARCHIVED, and so is every question for it. Its table goes when the file has been read back and
found whole. A run that was broken off is run again as it was. Months that HUB_KEEP_MONTHS keeps need --force; the running month
and the one before are never archived. docs/archive.md tells more.`;

interface Options {
  readonly month?: string;
  readonly before?: string;
  readonly subgraph?: string;
  readonly fact?: string;
  readonly to?: string;
  readonly keep?: boolean;
  readonly force?: boolean;
  readonly dryRun?: boolean;
  readonly restore?: string;
  readonly list?: boolean;
}

/** Takes old months out of the database and keeps them as files; brings them back. */
export const archive: AddCommand = (program, { env, stdout }) => {
  program
    .command('archive')
    .summary('take old months of attendance out of the database into files, and back')
    .description('Detaches, writes, verifies and drops months of facts that are stored by month (归档).')
    .option('--month <month>', 'this month, as YYYY-MM', oneMonth)
    .option('--before <month>', 'all months before this one', oneMonth)
    .option('--subgraph <name>', 'only of this department')
    .option('--fact <name>', 'only of this fact, for example AttendanceRecord')
    .option('--to <folder>', 'where the files go; otherwise archive/ in HUB_DATA_DIR')
    .option('--keep', 'leave the detached table in the database, in the schema "archive"')
    .option('--force', 'also months that HUB_KEEP_MONTHS keeps')
    .option('--dry-run', 'tell what would be done')
    .option('--restore <file>', 'bring the month of this file back')
    .option('--list', 'tell which months there are')
    .addHelpText('after', EXAMPLES)
    .action(async (options: Options) => {
      const { month, before, list, restore: file } = options;
      const asked = [month, before, list, file].filter((one) => one !== undefined);
      if (asked.length !== 1) throw new Misuse('give one of --month, --before, --restore and --list');
      const { archiveMonths, listMonths, restore } = await import('../wiring/archive-desk.ts');
      const { progressOn } = await import('../wiring/progress-bar.ts');
      if (list) {
        for (const line of await listMonths(env, options)) stdout.write(`${line}\n`);
        return;
      }
      // One bar a month.
      let progress = progressOn(stdout);
      const telling = {
        say(line: string) {
          progress.end();
          progress = progressOn(stdout);
          stdout.write(`${line}\n`);
        },
        onRows: (done: number, total: number, label: string) => progress.report(done, total, label),
      };
      const { keep = false, force = false, dryRun = false } = options;
      if (file !== undefined) await restore(env, { file: namedFile(file), dryRun }, telling);
      else {
        await archiveMonths(env, { ...options, keep, force, dryRun }, telling);
      }
    });
};

function oneMonth(text: string): string {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(text))
    throw new InvalidArgumentError('expected a month as YYYY-MM, for example 2023-10.');
  return text;
}
