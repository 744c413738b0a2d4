import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { LedgerRoom } from '../../ledger/submission/room.ts';
import { backfillTally, followTally, type Tally } from '../../ledger/tallies/tally.ts';
import { type Loop, loop } from './loop.ts';

export interface KeptTallies {
  readonly room: LedgerRoom;
  readonly tallies: readonly Tally[];
  readonly log: Logger;
}

/** Marks are gathered meanwhile: answers are right without the follower, it makes them quick. */
const FOLLOW_MS = 1_000;
/** Whoever finds the follower at work goes away again: its rounds begin together with the first of these. */
const BACKFILL_MS = 5_000;
/** So many times as long as it worked it rests: submissions and questions go first, also where all of them have too little. */
const [RESTS_FOLLOWING, RESTS_BACKFILLING] = [3, 1];
const TELL_EVERY_MS = 10_000;

/**
 * Keeps the tallies (累计) of one room: takes up what has changed, and brings along in bounded steps what was recorded before a tally
 * was kept, telling how far it is.
 */
export function keepTallies({ room, tallies, log }: KeptTallies): readonly Loop[] {
  return tallies.flatMap((tally) => [
    loop({
      name: `${room.name} ${tally.name} figures`,
      log,
      everyMs: FOLLOW_MS,
      round: () => resting(RESTS_FOLLOWING, () => followTally(room, tally)),
    }),
    loop({
      name: `${room.name} ${tally.name} figures of the past`,
      log,
      everyMs: BACKFILL_MS,
      round: backfilling({ room, tally, log }),
    }),
  ]);
}

interface KeptTally extends Omit<KeptTallies, 'tallies'> {
  readonly tally: Tally;
}

function backfilling({ room, tally, log }: KeptTally): () => Promise<boolean> {
  let told = performance.now() - TELL_EVERY_MS;
  return async () => {
    const step = await resting(RESTS_BACKFILLING, () => backfillTally(room, tally));
    if (step === null) return false;
    if (step.isDone || performance.now() - told >= TELL_EVERY_MS) {
      told = performance.now();
      log.info(
        { work: `${room.name} ${tally.name}`, ...step },
        step.isDone ? 'figures are kept now' : 'figures are being brought along',
      );
    }
    return true;
  };
}

async function resting<Result>(times: number, work: () => Promise<Result>): Promise<Result> {
  const begun = performance.now();
  const result = await work();
  await pause(times * (performance.now() - begun));
  return result;
}
