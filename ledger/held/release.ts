import { type RawBuilder, sql } from 'kysely';
import { hubCaller } from '../../kernel/caller.ts';
import { arrayLiteral } from '../array-literals.ts';
import { followOutside } from '../order/follow.ts';
import type { Followed } from '../order/followed.ts';
import type { Awaited } from '../submission/dataset.ts';
import type { LedgerRoom } from '../submission/room.ts';
import { newFacts } from './new-facts.ts';
import { type HeldPage, type HeldPosition, type OpenedHeld, openHeld, type Resubmit } from './opened-held.ts';

/** The follower's name, and the most held records that are judged again at once. */
const NAME = 'held-release';
const RECORDS_A_STEP = 200;

/**
 * One step of the release (放行暂存): records that waited for what the next submissions have made known are judged again,
 * and so are the records that these submissions hold themselves, since what they wait for may have come between their
 * look-up and their insert.
 * @returns how many submissions were followed; 0 when all are
 */
export function releaseHeld(
  room: LedgerRoom,
  resubmit: Resubmit,
  options: { batch?: number; step?: number } = {},
): Promise<number> {
  const { step = RECORDS_A_STEP, ...rest } = options;
  return followOutside(
    room,
    NAME,
    async (items) => {
      const facts = await room.write(hubCaller(NAME), (db) => newFacts(db, room, items));
      await releaseAwaiting(room, facts, resubmit, step);
      const holding = items.filter(({ held }) => held > 0);
      if (holding.length > 0) await judgeAgain(room, heldBy(holding), resubmit, step);
    },
    rest,
  );
}

/** Judges all records again that wait for one of these. */
export async function releaseAwaiting(
  room: LedgerRoom,
  awaited: readonly Awaited[],
  resubmit: Resubmit,
  step = RECORDS_A_STEP,
): Promise<void> {
  if (awaited.length > 0) await judgeAgain(room, waitingFor(awaited), resubmit, step);
}

/** Judges all records of these projects again that wait for something of this name, whichever it is. */
export async function releaseWithin(
  room: LedgerRoom,
  awaited: string,
  projectCodes: readonly string[],
  resubmit: Resubmit,
  step = RECORDS_A_STEP,
): Promise<void> {
  const within = sql`h.waits_for = ${awaited} and h.project_code = any(${arrayLiteral(projectCodes)}::text[])`;
  if (projectCodes.length > 0) await judgeAgain(room, within, resubmit, step);
}

// By their position, so that each is judged once: those that must go on waiting are passed over.
async function judgeAgain(
  room: LedgerRoom,
  condition: RawBuilder<unknown>,
  resubmit: Resubmit,
  step: number,
): Promise<void> {
  let after: HeldPosition | null = null;
  do {
    const from: HeldPosition | null = after;
    const page: HeldPage = await room.write(hubCaller(NAME), (db) =>
      openHeld(db, room, condition, from, step),
    );
    await judge(room, page.held, resubmit);
    after = page.next;
  } while (after !== null);
}

/**
 * Judges these records, and once more those that by now wait for something else: that may have come, and have been
 * followed, before it was known that they wait for it.
 */
async function judge(room: LedgerRoom, held: readonly OpenedHeld[], resubmit: Resubmit): Promise<void> {
  for (let left = held; left.length > 0; ) {
    await resubmit(room, left);
    const before = new Map(left.map(({ id, waits }) => [id, JSON.stringify(waits)]));
    const still = sql`h.id = any(${arrayLiteral([...before.keys()])}::uuid[])`;
    const now = await room.write(hubCaller(NAME), (db) => openHeld(db, room, still, null, left.length));
    left = now.held.filter(({ id, waits }) => waits !== null && JSON.stringify(waits) !== before.get(id));
  }
}

const waitingFor = (awaited: readonly Awaited[]): RawBuilder<unknown> => {
  const names = arrayLiteral(awaited.map(({ name }) => name));
  const keys = arrayLiteral(awaited.map(({ key }) => key));
  return sql`(h.waits_for, h.wait_key) in (select * from unnest(${names}::text[], ${keys}::text[]))`;
};

const heldBy = (items: readonly Followed[]): RawBuilder<unknown> =>
  sql`h.waits_for is not null and h.receipt_id = any(${arrayLiteral(items.map(({ receiptId }) => receiptId))}::uuid[])`;
