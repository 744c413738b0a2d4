import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { checkStandardScalars } from '../../gateway/engine/checked-scalars.ts';
import type { Plan } from '../../gateway/engine/engine.ts';
import { hubEngine } from '../../gateway/engine/hub-engine.ts';
import type { OperationText } from '../../gateway/operations/operation-text.ts';
import {
  type PublishedOperation,
  type PublishedOperations,
  publish,
} from '../../gateway/operations/published.ts';
import { type Config, readConfig } from '../../kernel/config.ts';
import { accessTable } from '../../schema/access.ts';
import { operationFiles, operationsFolder, publishedOperations } from './published-operations.ts';
import { committedSupergraph } from './supergraph.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** What the hub would publish at its next start, over the committed supergraph. */
export interface OperationDesk {
  readonly config: Config;
  /** @throws Fault `CONFIGURATION_INVALID` with every problem */
  publishAll(more?: readonly OperationText[]): PublishedOperations;
  plan(operation: PublishedOperation): Promise<Plan>;
}

/** Nothing is asked of any subgraph and no database is opened. */
export function operationDesk(env: Env): OperationDesk {
  const config = readConfig(env);
  const supergraphSdl = committedSupergraph();
  const engine = hubEngine(supergraphSdl, unreachable, pino({ level: 'silent' }));
  const rules = { access: accessTable(supergraphSdl), limits: config, keepsAliasesApart: true };
  return {
    config,
    publishAll(more = []) {
      let operations: PublishedOperations | undefined;
      engine.onSchemaLoadOrUpdate(({ apiSchema }) => {
        checkStandardScalars(apiSchema);
        const stated = [...publishedOperations(config), ...more];
        operations = publish(stated, apiSchema, { ...rules, maxTokens: config.maxTokens });
      });
      return operations!;
    },
    async plan({ passed: { document, operationName } }) {
      try {
        return await engine.plan(document, operationName);
      } finally {
        await engine.stop();
      }
    },
  };
}

/**
 * Registers the operation of a file beside those that are published. A version is never changed: another text needs
 * another version.
 * @returns the operation, and the file it stands in now
 * @throws Fault `CONFIGURATION_INVALID` with every problem
 */
export function register(env: Env, file: string): { operation: PublishedOperation; kept: string } {
  const desk = operationDesk(env);
  const [stated] = operationFiles([file]) as [OperationText];
  const operation = desk.publishAll([stated]).find(`${stated.name}@${stated.version}`)!;
  const folder = operationsFolder(desk.config);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const kept = join(folder, `${stated.name}@${stated.version}.graphql`);
  writeFileSync(kept, readFileSync(file), { flag: 'wx', mode: 0o600 });
  return { operation, kept };
}

function unreachable(name: string): never {
  throw new Error(`a check asks nobody, yet ${name} was asked`);
}
