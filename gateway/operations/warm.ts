import type { DocumentNode } from 'graphql';
import type { Logger } from 'pino';
import type { Engine } from '../engine/engine.ts';
import { scrub } from '../scrub.ts';
import type { PublishedOperations } from './published.ts';

/** An engine that can get ready for an operation before anybody asks it. */
interface Preparing extends Engine {
  prepare?(document: DocumentNode, operationName?: string): Promise<void>;
}

/**
 * Plans and compiles every published operation, one after the other, so that its first caller waits for neither. An
 * operation that cannot be planned is logged: it is answered with the engine's refusal, the others are served.
 */
export async function warm(
  engine: Preparing,
  { all }: PublishedOperations,
  log: Pick<Logger, 'warn' | 'info'>,
): Promise<void> {
  if (engine.prepare === undefined || all.length === 0) return;
  const begun = performance.now();
  for (const { passed, stated } of all)
    try {
      await engine.prepare(passed.document, passed.operationName);
    } catch (error) {
      const { name, version } = stated;
      log.warn({ operation: name, version, reason: scrub((error as Error).message) }, 'cannot be planned');
    }
  log.info({ operations: all.length, ms: Math.round(performance.now() - begun) }, 'plans are warm');
}
