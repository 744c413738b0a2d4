import type { Logger } from 'pino';
import type { Caller } from '../kernel/caller.ts';
import type { Cancellation } from '../kernel/cancellation.ts';
import type { Clock } from '../kernel/clock.ts';
import type { RowGrants } from './callers/row-grants.ts';
import { clearFor, refuseUntimely } from './gate/clear.ts';
import { readHubExtension } from './gate/hub-extension.ts';
import { lexicalLimits, refuseDeepVariables } from './gate/lexical.ts';
import type { Session } from './session.ts';

/** A request before parsing: only what its raw form tells. */
export interface Arrival {
  query: unknown;
  /** Whether it is a mutation, where that is known before parsing. */
  isChange?: boolean;
  variables?: unknown;
  extensions?: unknown;
  caller: Caller;
  requestId: string;
  gone?: Cancellation;
  passed?: Readonly<Record<string, string>>;
}

export type Admission = (arrival: Arrival) => Promise<Session>;

/** The first step of every request, from outside and from inside the hub: limits on the raw text, then its session. */
export function admission(parts: {
  maxTokens: number;
  clock: Clock;
  grants: RowGrants;
  log: Logger;
}): Admission {
  const { clock, grants, log } = parts;
  const refuseHostileText = lexicalLimits(parts.maxTokens);
  return async ({ query, variables, extensions, caller, requestId, gone, passed, ...known }) => {
    if (typeof query === 'string') refuseHostileText(query);
    refuseDeepVariables(variables);
    const { purpose, ...modifiers } = readHubExtension(extensions, clock);
    const declared = purpose ?? caller.purpose;
    refuseUntimely(declared);
    const { isChange = typeof query === 'string' && /\bmutation\b/.test(query) } = known;
    const granted = await grants.granted(
      declared === undefined ? caller : { ...caller, purpose: declared },
      isChange,
      requestId,
    );
    const clear = clearFor(granted);
    if (clear.length > 1) {
      const { basis, caseNo } = declared!;
      log.info(
        { requestId, organisation: caller.organisation, basis, caseNo, clear },
        'clear data asked for',
      );
    }
    const ways = { ...(gone && { gone }), ...(passed && { passed }) };
    return { requestId, caller: granted, clear, ...modifiers, losses: [], unseen: [], ...ways };
  };
}
