import type { AddCommand } from './command.ts';

const EXAMPLES = `
Examples:
  hub compose            write schema/supergraph.graphql; read its diff before you commit it
  hub compose --check    fail when the committed file is not what the subgraphs compose to`;

/** Composes the one graph from the departments' SDL. */
export const compose: AddCommand = (program, { stdout }) => {
  program
    .command('compose')
    .summary('compose the supergraph from the subgraphs')
    .description("Composes the departments' SDL under the rules of the house into schema/supergraph.graphql.")
    .option('--check', 'compare only; exit 1 when they differ')
    .addHelpText('after', EXAMPLES)
    .action(async ({ check }: { check?: boolean }) => {
      const { writeFile } = await import('node:fs/promises');
      const { subgraphs } = await import('../../subgraphs/registry.ts');
      const { committedSupergraph, compose: made, SUPERGRAPH_FILE } = await import('../wiring/supergraph.ts');
      const composed = made(subgraphs);
      if (!check) {
        await writeFile(SUPERGRAPH_FILE, composed);
        stdout.write(
          `schema/supergraph.graphql: ${subgraphs.length} subgraphs, ${composed.length} characters\n`,
        );
      } else if (composed !== committedSupergraph()) {
        throw new Error('schema/supergraph.graphql is not what the subgraphs compose to; run: hub compose');
      } else stdout.write('schema/supergraph.graphql is what the subgraphs compose to\n');
    });
};
