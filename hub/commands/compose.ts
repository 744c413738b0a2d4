import type { AddCommand } from './command.ts';

const EXAMPLES = `
Examples:
  hub compose            write schema/supergraph.graphql and schema/promise.graphql; read their diff before you commit it
  hub compose --check    fail when the committed files are not what the subgraphs compose to

What outsiders were promised is not taken away: a field goes after it was @deprecated(reason: "… until 2027-06-30") and the
day has come. What was never released may be taken out of schema/promise.graphql by hand, where its reviewer sees it.`;

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
      const { brokenPromises, promiseOf } = await import('../../schema/promise.ts');
      const { businessDateOf } = await import('../../kernel/calendar.ts');
      const files = await import('../wiring/supergraph.ts');
      const { committedPromise, committedSupergraph, PROMISE_FILE, SUPERGRAPH_FILE } = files;
      const composed = files.compose(subgraphs);
      // A change of what the hub promises is judged by the real day, whatever its business time is.
      const broken = brokenPromises(committedPromise(), composed, businessDateOf(new Date()));
      if (broken.length > 0) throw new Error(`schema/promise.graphql is broken:\n${broken.join('\n')}`);
      if (!check) {
        await writeFile(SUPERGRAPH_FILE, composed);
        await writeFile(PROMISE_FILE, promiseOf(composed));
        stdout.write(
          `schema/supergraph.graphql: ${subgraphs.length} subgraphs, ${composed.length} characters\n`,
        );
      } else if (composed !== committedSupergraph() || promiseOf(composed) !== committedPromise()) {
        throw new Error('schema/supergraph.graphql is not what the subgraphs compose to; run: hub compose');
      } else stdout.write('schema/supergraph.graphql is what the subgraphs compose to\n');
    });
};
