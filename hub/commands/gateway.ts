import { type AddCommand, Misuse } from './command.ts';
import { portNumber } from './subgraph.ts';

const EXAMPLES = `
Examples:
  HUB_DATABASE_URL=postgres://… hub gateway          over this hub's departments at their own ports
  HUB_SUBGRAPH_URLS=banking=http://10.0.0.5:4105/graphql hub gateway
                                                     with the banking subgraph at another address
  hub gateway --supergraph other.graphql --port 5000 over any Federation 2 supergraph file, subgraphs at the URLs in it`;

/** The gateway alone, its subgraphs in other processes. */
export const gateway: AddCommand = (program, { env, stdout }) => {
  program
    .command('gateway')
    .summary('run the gateway alone, its subgraphs in other processes')
    .description('Serves the graph over subgraphs that are reached by HTTP.')
    .option('--supergraph <file>', 'a supergraph file instead of the committed one')
    .option('--port <port>', 'port to listen on instead of HUB_PORT', portNumber)
    .addHelpText('after', EXAMPLES)
    .action(async (options: { supergraph?: string; port?: number }) => {
      if (options.supergraph === undefined && !env.HUB_DATABASE_URL)
        throw new Misuse(
          'the gateway alone needs HUB_DATABASE_URL, the database that its subgraphs use as well',
        );
      const { prepare } = await import('../wiring/surroundings.ts');
      const { startGatewayAlone } = await import('../wiring/start-gateway-alone.ts');
      const { untilStopped } = await import('../wiring/stopping.ts');
      const { writeDemoCredentials } = await import('../wiring/demo-credentials.ts');
      const { issuerOf } = await import('../wiring/issuer.ts');
      const prepared = await prepare({
        ...env,
        ...(options.port !== undefined && { HUB_PORT: String(options.port) }),
      });
      const alone = await startGatewayAlone(prepared, options.supergraph);
      stdout.write(
        `graph        ${alone.gateway.url}/graphql\nhealth       ${alone.gateway.url}/health/ready\n`,
      );
      const issuer = issuerOf(prepared);
      if (issuer.issue) {
        const file = await writeDemoCredentials(
          prepared.dataDir,
          alone.gateway.url,
          issuer,
          prepared.keyring,
        );
        stdout.write(`credentials  ${file} (a token per role)\n`);
      }
      await untilStopped(prepared.log, [() => alone.stop()]);
    });
};
