import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type OperationText, readOperationText } from '../../gateway/operations/operation-text.ts';
import type { Config } from '../../kernel/config.ts';
import { faults } from '../../kernel/faults.ts';

/** The operations that come with the hub: the questions and the submissions of the README. */
export const SHIPPED = fileURLToPath(new URL('../../examples/operations/', import.meta.url));

/** Where operations are registered: HUB_OPERATIONS, or `operations` in the data folder. */
export function operationsFolder({ operations, dataDir }: Pick<Config, 'operations' | 'dataDir'>): string {
  return resolve(operations ?? join(dataDir, 'operations'));
}

/** The operations that the hub publishes: those that come with it and those registered. @throws as `readOperations` */
export function publishedOperations(
  config: Pick<Config, 'operations' | 'dataDir'>,
): readonly OperationText[] {
  return readOperations([SHIPPED, operationsFolder(config)]);
}

/**
 * Every `.graphql` file of these folders; a folder that is not there has none.
 * @throws Fault `CONFIGURATION_INVALID` with every problem of every header
 */
export function readOperations(folders: readonly string[]): readonly OperationText[] {
  const filesIn = (folder: string) =>
    globSync('*.graphql', { cwd: folder })
      .sort()
      .map((name) => join(folder, name));
  return operationFiles(folders.flatMap(filesIn));
}

/** The operations of these files. @throws Fault `CONFIGURATION_INVALID` with every problem of every header */
export function operationFiles(files: readonly string[]): readonly OperationText[] {
  const read = files.map((file) => readOperationText(file, readFileSync(file, 'utf8')));
  const problems = read.flatMap((one) => (isText(one) ? [] : one));
  if (problems.length > 0) throw faults.CONFIGURATION_INVALID(problems.join('\n'));
  return read.filter(isText);
}

const isText = (one: OperationText | readonly string[]): one is OperationText => !Array.isArray(one);
