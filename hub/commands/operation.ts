import type { PublishedOperation } from '../../gateway/operations/published.ts';
import { type AddCommand, Misuse, namedFile } from './command.ts';

const EXAMPLES = `
Examples:
  hub operation list                          what is published, with owners and ids
  hub operation check                         every published operation against graph, gate and limits
  hub operation check wages.graphql           and this file beside them
  hub operation register wages.graphql        publishes it from the next start on
  hub operation show cross-sector-view        text, variables, ids and fetches

A file begins with its header, as those of examples/operations do: operation, version, owner, description. They are
called by POST /op/NAME with the variables as a JSON object; docs/published-operations.md tells more.`;

/** The published operations of the hub. */
export const operation: AddCommand = (program, { env, stdout }) => {
  const group = program
    .command('operation')
    .summary('list, check, register and show published operations')
    .description('Published operations (登记操作): GraphQL texts with owner and version, called by name.')
    .addHelpText('after', EXAMPLES);
  const desk = async () => (await import('../wiring/operation-desk.ts')).operationDesk(env);
  group
    .command('list')
    .description('name, version, kind, SM3 id and owner of each')
    .action(async () => {
      for (const { stated, kind } of (await desk()).publishAll().all)
        stdout.write(`${stated.name}@${stated.version}\t${kind}\tsm3:${stated.sm3}\t${stated.owner}\n`);
    });
  group
    .command('check')
    .description('judge all operations, and these files beside them; every problem is told')
    .argument('[files...]')
    .action(async (files: readonly string[]) => {
      const { operationFiles } = await import('../wiring/published-operations.ts');
      const { all } = (await desk()).publishAll(operationFiles(files.map(namedFile)));
      stdout.write(`${all.length} operations can be published\n`);
    });
  group
    .command('register')
    .description('publish the operation of a file from the next start on')
    .argument('<file>')
    .action(async (file: string) => {
      const { register } = await import('../wiring/operation-desk.ts');
      const { operation: made, kept } = register(env, namedFile(file));
      for (const line of linesOf(made)) stdout.write(`${line}\n`);
      stdout.write(`kept in      ${kept}\n`);
    });
  group
    .command('show')
    .description('one operation, by NAME, NAME@VERSION, sm3:HEX or sha256:HEX')
    .argument('<name>')
    .action(async (name: string) => {
      const { publishAll, plan } = await desk();
      const found = publishAll().find(name);
      if (found === undefined) throw new Misuse(`there is no operation ${name}; see: hub operation list`);
      for (const line of linesOf(found)) stdout.write(`${line}\n`);
      for (const { subgraph } of (await plan(found)).fetches) stdout.write(`fetch        ${subgraph}\n`);
      stdout.write(`\n${found.stated.text}\n`);
    });
};

function linesOf({ stated, kind, declared }: PublishedOperation): string[] {
  const { name, version, owner, description, sm3, sha256, maxCost } = stated;
  return [
    `operation    ${name}@${version} (${kind})`,
    `owner        ${owner}`,
    `description  ${description}`,
    `ids          sm3:${sm3}`,
    `             sha256:${sha256}`,
    ...(maxCost === undefined ? [] : [`maxCost      ${maxCost}`]),
    ...declared.map((variable) => `variable     ${variable}`),
  ];
}
