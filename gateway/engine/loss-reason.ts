import { Fault } from '../../kernel/faults.ts';
import type { SubgraphAnswer } from '../../kernel/transport.ts';
import { scrub } from '../scrub.ts';

/** Why a fetch was lost, for the log. */
export function reasonOf(cause: unknown): { code: string; reason: string; cause?: string } {
  const inner = cause instanceof Error ? cause.cause : undefined;
  const why = inner instanceof Error ? inner.message : inner;
  return {
    code: cause instanceof Fault ? cause.code : 'INTERNAL',
    reason: scrub(cause instanceof Error ? cause.message : String(cause)),
    ...(why !== undefined && { cause: scrub(String(why)) }),
  };
}

/** Codes and texts of a subgraph's errors, for the log. */
export const codesOf = (errors: SubgraphAnswer['errors']): string =>
  (errors ?? [])
    .map(({ message, extensions }) => `; ${extensions?.code ?? ''} ${scrub(String(message))}`)
    .join('');
