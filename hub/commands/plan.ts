import { readFileSync } from 'node:fs';
import type { Planned, Verdict } from '../wiring/plan-of.ts';
import { type AddCommand, Misuse, namedFile } from './command.ts';

const EXAMPLES = `
Examples:
  hub plan '{ projects { nodes { code specialWageAccounts { bankName } } } }'
  hub plan examples/questions/01-cross-sector-view.graphql --as bank
  hub plan query.graphql --variables '{"code": "4501000001"}' --operation Accounts
  hub plan query.graphql --supergraph other.graphql
  hub plan - < query.graphql`;

interface Options {
  readonly as?: string;
  readonly variables?: string;
  readonly operation?: string;
  readonly supergraph?: string;
}

/** How a query would be fetched, what it may cost, and what the gate would say to it. */
export const plan: AddCommand = (program, { env, stdout }) => {
  program
    .command('plan')
    .summary('show how a query would be fetched, its cost, and what the gate would do')
    .description('Plans a query over the committed supergraph. Nothing is asked of any subgraph.')
    .argument('<query>', 'the query, a file that ends in .graphql, or - for standard input')
    .option('--as <role>', 'what the gate would do for a caller of this role; for each role when left out')
    .option('--variables <json>', 'its variables; a page size in them decides on the cost')
    .option('--operation <name>', 'which operation of the document')
    .option('--supergraph <file>', 'another supergraph than the committed one')
    .addHelpText('after', EXAMPLES)
    .action(async (query: string, options: Options) => {
      const { planOf } = await import('../wiring/plan-of.ts');
      const { committedSupergraph } = await import('../wiring/supergraph.ts');
      const { readConfig } = await import('../../kernel/config.ts');
      const { supergraph, as: role, operation: operationName } = options;
      const planned = await planOf({
        supergraphSdl:
          supergraph === undefined ? committedSupergraph() : readFileSync(namedFile(supergraph), 'utf8'),
        query: textOf(query),
        variables: variablesOf(options.variables),
        operationName,
        role,
        config: readConfig(env),
      });
      stdout.write(told(planned));
    });
};

function textOf(query: string): string {
  if (query === '-') return readFileSync(0, 'utf8');
  return query.endsWith('.graphql') ? readFileSync(namedFile(query), 'utf8') : query;
}

function variablesOf(text: string | undefined): Record<string, unknown> {
  if (text === undefined) return {};
  try {
    const given: unknown = JSON.parse(text);
    if (typeof given === 'object' && given !== null && !Array.isArray(given)) return { ...given };
  } catch {}
  throw new Misuse('--variables: expected a JSON object');
}

function told({ plan: { text, fetches }, cost, verdicts }: Planned): string {
  const lines = fetches.map(({ subgraph, operation }) => `  ${subgraph}: ${operation}`);
  const estimate = typeof cost === 'number' ? `cost ${cost}` : `no cost: ${cost.code}, ${cost.message}`;
  return [
    text,
    '',
    `${fetches.length} fetches:`,
    ...lines,
    '',
    estimate,
    '',
    ...gateLines(verdicts),
    '',
  ].join('\n');
}

function gateLines(verdicts: readonly Verdict[]): string[] {
  const width = Math.max(...verdicts.map(({ role }) => role.length));
  return verdicts.map(({ role, refused }) => {
    const outcome = refused ? `refused: ${refused.code}, ${refused.message}` : 'passes';
    return `as ${role.padEnd(width)}  ${outcome}`;
  });
}
