import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';

/**
 * Waits for Ctrl-C or SIGTERM, then runs the steps in order; a second signal ends it at once. A part that has not ended
 * after two and a half seconds is left behind, so that it keeps no other from ending.
 */
export async function untilStopped(
  log: Logger,
  steps: readonly (() => Promise<unknown>)[],
  signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'],
): Promise<void> {
  const signal = await new Promise<string>((resolve) => {
    for (const name of signals) process.once(name, () => resolve(name));
  });
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => process.exit(1));
  log.info({ signal }, 'stopping');
  await stopAll(log, steps);
}

/** Every step is tried, whatever the others did: what is left running is worse than an error in the log. */
export async function stopAll(log: Logger, steps: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const step of steps) {
    await Promise.race([step(), pause(STEP_PATIENCE_MS, undefined, { ref: false })]).catch(
      (error: unknown) => {
        log.error({ err: error }, 'a part did not stop cleanly');
      },
    );
  }
}

const STEP_PATIENCE_MS = 2_500;
