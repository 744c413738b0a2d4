import { type AddCommand, Misuse, type Surroundings } from './command.ts';
import { keepHelpersQuiet } from '../quiet-helpers.ts';
import { GATEWAY_GROWTH, keepHeapSteady } from '../steady-heap.ts';
import { portNumber } from './subgraph.ts';

const EXAMPLES = `
Examples:
  HUB_DATABASE_URL=postgres://… hub gateway          over this hub's departments at their own ports
  HUB_SUBGRAPH_URLS=banking=http://10.0.0.5:4105/graphql hub gateway
                                                     with the banking subgraph at another address
  hub gateway --supergraph other.graphql --port 5000 over any Federation 2 supergraph, subgraphs at the URLs in it
  hub gateway --supergraph other.graphql --config gateway.yaml
                                                     with timeouts, retries, limits and addresses of your own

With --supergraph it needs no database and no keys. Unless its settings name an issuer of tokens it knows nobody, and fields
behind an access directive are closed to all. Another supergraph is taken over when its file changes, or on SIGHUP. docs/gateway.md lists all settings.`;

interface Options {
  readonly supergraph?: string;
  readonly port?: number;
  readonly path?: string;
  readonly host?: string;
  readonly config?: string;
  readonly introspection?: boolean;
  readonly csrfPrevention?: boolean;
}

/** The gateway alone, its subgraphs in other processes: this hub's, or those of any supergraph. */
export const gateway: AddCommand = (program, surroundings) => {
  program
    .command('gateway')
    .summary('run the gateway alone, its subgraphs in other processes')
    .description('Serves the graph over subgraphs that are reached by HTTP.')
    .option('--supergraph <file>', 'any supergraph instead of this hub’s')
    .option('--port <port>', 'port to listen on instead of HUB_PORT', portNumber)
    .option('--path <path>', 'where the graph is served (with --supergraph; default /graphql)')
    .option('--host <address>', 'address to listen on instead of HUB_HOST (with --supergraph)')
    .option('--config <file>', 'settings as YAML (with --supergraph)')
    .option('--introspection', 'answer questions about the schema (with --supergraph)')
    .option('--no-introspection', 'refuse them')
    .option('--csrf-prevention', 'refuse what a foreign page could send (with --supergraph; the default)')
    .option('--no-csrf-prevention', 'answer it')
    .addHelpText('after', EXAMPLES)
    .action((options: Options) => {
      keepHeapSteady(GATEWAY_GROWTH);
      keepHelpersQuiet();
      return options.supergraph === undefined
        ? overDepartments(options, surroundings)
        : overAny(options.supergraph, options, surroundings);
    });
};

async function overAny(supergraphFile: string, options: Options, { env, stdout }: Surroundings) {
  const { settingsFrom } = await import('../wiring/stand-alone/settings-file.ts');
  const { startStandAlone } = await import('../wiring/stand-alone/start.ts');
  const { untilStopped } = await import('../wiring/stopping.ts');
  const { port, config, path, host, introspection, csrfPrevention } = options;
  const settings = settingsFrom(config, { path, host, introspection, csrfPrevention });
  const alone = await startStandAlone({ supergraphFile, port, settings, env });
  const { url } = alone.gateway;
  process.on('SIGHUP', () => void alone.reload());
  stdout.write(`graph        ${url}${settings.path}\nhealth       ${url}/health\n`);
  if (alone.metricsUrl !== undefined) stdout.write(`metrics      ${alone.metricsUrl}\n`);
  await untilStopped(alone.log, [() => alone.stop()], ['SIGINT', 'SIGTERM']);
}

async function overDepartments(options: Options, { env, stdout }: Surroundings) {
  const misplaced = Object.keys(options).filter((name) => name !== 'port');
  if (misplaced.length > 0) throw new Misuse(`${misplaced.join(', ')}: only with --supergraph`);
  if (!env.HUB_DATABASE_URL)
    throw new Misuse(
      'the gateway alone needs HUB_DATABASE_URL, the database that its subgraphs use as well; or --supergraph',
    );
  const { prepare } = await import('../wiring/surroundings.ts');
  const { startGatewayAlone } = await import('../wiring/start-gateway-alone.ts');
  const { untilStopped } = await import('../wiring/stopping.ts');
  const { writeDemoCredentials } = await import('../wiring/demo-credentials.ts');
  const { issuerOf } = await import('../wiring/issuer.ts');
  const port = options.port === undefined ? {} : { HUB_PORT: String(options.port) };
  const prepared = await prepare({ ...env, ...port });
  const alone = await startGatewayAlone(prepared);
  const { url } = alone.gateway;
  stdout.write(`graph        ${url}/graphql\nhealth       ${url}/health/ready\n`);
  if (alone.metricsUrl !== undefined) stdout.write(`metrics      ${alone.metricsUrl}\n`);
  const issuer = issuerOf(prepared);
  if (issuer.issue) {
    const file = await writeDemoCredentials(prepared.dataDir, url, issuer, prepared.keyring);
    stdout.write(`credentials  ${file} (a token per role)\n`);
  }
  await untilStopped(prepared.log, [() => alone.stop()]);
}
