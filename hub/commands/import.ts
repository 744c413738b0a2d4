import { type AddCommand, Misuse } from './command.ts';

const EXAMPLES = `
Examples:
  hub import --county qinglan examples/county/workers.csv --dry-run
                                     rehearse: every check, nothing stored
  hub import --county qinglan examples/county/attendance.csv
                                     into the hub that runs here
  hub import --county ./mine.yaml day.csv --url https://hub.example/graphql --token-file token.txt
                                     into another hub

COUNTY is a mapping file (docs/connect-a-county.md): a path, or a name in --mappings, in HUB_DATA_DIR/mappings or
in examples/county. FILE is CSV in UTF-8 or GB 18030. Every row gets a verdict in FILE.verdicts.csv.
An import that was interrupted is run again as it was: nothing is taken twice.
Exit codes: 0 every row taken or held, 1 some rejected or a failure, 2 misuse.`;

interface Options {
  readonly county: string;
  readonly dryRun?: boolean;
  readonly sheet?: string;
  readonly report?: string;
  readonly mappings?: string;
  readonly sentAt?: string;
  readonly url?: string;
  readonly tokenFile?: string;
  readonly as: string;
}

/** Brings a county's CSV file into a running hub, by the county's mapping. */
export const importFile: AddCommand = (program, { env, stdout }) => {
  program
    .command('import')
    .summary("bring a county's CSV file into a running hub")
    .description('Maps the rows of a CSV file to records of the standard and submits them through the graph.')
    .argument('<file>', 'the CSV file')
    .requiredOption('--county <name>', 'the mapping: a name, or the path of a .yaml file')
    .option('--dry-run', 'rehearse: check everything, store nothing')
    .option('--sheet <name>', 'which sheet of the mapping; otherwise told by the columns')
    .option('--report <file>', 'where the verdicts go; otherwise FILE.verdicts.csv')
    .option('--mappings <folder>', 'where mappings are looked for first')
    .option('--sent-at <instant>', 'when the county wrote the file; otherwise the time of the file')
    .option('--url <url>', 'the graph of another hub')
    .option('--token-file <file>', 'a file with the token for it')
    .option('--as <role>', 'the demo role, for the hub that runs here', 'vendor')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, options: Options) => {
      const { setFlagsFromString } = await import('node:v8');
      // Rows come and go; a heap that grows with them would take hundreds of megabytes before it is tidied.
      setFlagsFromString('--semi-space-growth-factor=1');
      setFlagsFromString('--heap-growing-percent=20');
      const { resolve } = await import('node:path');
      const { readConfig } = await import('../../kernel/config.ts');
      const { importCounty } = await import('../wiring/import-county.ts');
      const { submitTo } = await import('../wiring/import-client.ts');
      const { findMapping, hubAddress, sentAtOf } = await import('../wiring/import-surroundings.ts');
      const { progressOn } = await import('../wiring/progress-bar.ts');
      const { summaryOf } = await import('../wiring/import-summary.ts');
      const dataDir = resolve(readConfig(env).dataDir);
      const { dryRun = false } = options;
      const sentAt = await sentAtOf(file, options.sentAt);
      const { county, mappingDigest } = await findMapping(options.county, options.mappings, dataDir);
      const hub = await hubAddress(options, dataDir);
      const report = resolve(options.report ?? `${file}.verdicts.csv`);
      if (report === resolve(file)) throw new Misuse('--report: the report would overwrite the file');
      const submit = submitTo(hub, { sourceSystem: county.sourceSystem, sentAt, dryRun });
      const bar = progressOn(stdout);
      const imported = await importCounty({
        county,
        mappingDigest,
        file,
        sheet: options.sheet,
        report,
        sentAt,
        dryRun,
        submit,
        progress: bar.report,
      }).finally(bar.end);
      stdout.write(summaryOf(imported, { title: county.title, report, dryRun }));
      if (imported.stopped) throw new Error(`${imported.stopped.code}: ${imported.stopped.message}`);
      if (imported.rejected > 0)
        throw new Error(`${imported.rejected} of ${imported.rows} rows were rejected`);
    });
};
