/**
 * Does work again that the database gave up for another submission (让路重试): nothing of it was stored, and the other is
 * done now.
 */
export async function tryingAgain<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (tries === TRIES || !GAVE_WAY.has((error as { code?: string }).code ?? '')) throw error;
    }
  }
}

const TRIES = 3;

/** SQLSTATE: a deadlock, a serialisation failure. */
const GAVE_WAY: ReadonlySet<string> = new Set(['40P01', '40001']);
