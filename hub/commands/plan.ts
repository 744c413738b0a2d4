import { readFileSync } from 'node:fs';
import type { AddCommand } from './command.ts';

const EXAMPLES = `
Examples:
  hub plan '{ projects { nodes { code specialWageAccounts { bankName } } } }'
  hub plan examples/questions/01-cross-sector-view.graphql
  hub plan - < query.graphql`;

/** How a query would be fetched from the subgraphs. */
export const plan: AddCommand = (program, { stdout }) => {
  program
    .command('plan')
    .summary('show how a query would be fetched')
    .description('Prints the query plan over the committed supergraph. Nothing is asked of any subgraph.')
    .argument('<query>', 'the query, a file that ends in .graphql, or - for standard input')
    .addHelpText('after', EXAMPLES)
    .action(async (query: string) => {
      const { planOf } = await import('../wiring/plan-of.ts');
      const text =
        query === '-'
          ? readFileSync(0, 'utf8')
          : query.endsWith('.graphql')
            ? readFileSync(query, 'utf8')
            : query;
      const planned = await planOf(text);
      stdout.write(`${planned.text}\n\n${planned.fetches.length} fetches:\n`);
      for (const fetch of planned.fetches) stdout.write(`  ${fetch.subgraph}: ${fetch.operation}\n`);
    });
};
