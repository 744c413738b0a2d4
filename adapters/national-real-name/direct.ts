import { setTimeout as pause } from 'node:timers/promises';
import type { DoorAnswer } from '../../kernel/door.ts';
import { answer, CODES, done } from './answers.ts';
import type { CallOutcome } from './ports.ts';
import { attemptCall, type RunParts } from './run-call.ts';

/** The longest that a direct call keeps its client waiting. */
const LIMIT_MS = 10_000;

/** Carries out a direct call (同步方法) at once; undefined when it takes longer: the job goes on, the serial tells. */
export async function waitFor(
  serial: string,
  appid: string,
  parts: RunParts,
): Promise<CallOutcome | undefined> {
  const stop = new AbortController();
  const late = pause(LIMIT_MS, undefined, { signal: stop.signal }).catch(() => undefined);
  try {
    return await Promise.race([outcomeOf(serial, appid, parts, stop.signal), late]);
  } finally {
    stop.abort();
  }
}

async function outcomeOf(
  serial: string,
  appid: string,
  parts: RunParts,
  signal: AbortSignal,
): Promise<CallOutcome | undefined> {
  while (!signal.aborted) {
    // A fault now is not the last word: the job tries again.
    const outcome = await attemptCall(parts, serial).catch(() => undefined);
    const settled = outcome ?? (await parts.ports.calls.find(serial, appid))?.outcome;
    if (settled) return settled;
    await pause(200);
  }
  return undefined;
}

/** The answer to a direct call; one that is still worked on is to be asked for by its serial. */
export function directAnswer(serial: string, outcome: CallOutcome | undefined): DoorAnswer {
  const requestSerialCode = serial;
  if (!outcome)
    return answer(
      CODES.TOO_MANY,
      '处理尚未完成,请稍后用 AsyncHandleResult.Query 查询 (still at work, ask for the result by its serial)',
      { requestSerialCode },
    );
  const result = JSON.parse(outcome.result) as unknown;
  if (outcome.status === 10) return answer(outcome.code, String(result), { requestSerialCode });
  return done({ requestSerialCode, ...(typeof result === 'object' && result) });
}
