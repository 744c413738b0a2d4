import { sm3Hex } from '../../kernel/crypto/sm3.ts';
import { BadInput } from '../../kernel/refusals.ts';
import { isOfTheMoment } from '../held/of-the-moment.ts';
import type { OpenedHeld, Resubmit } from '../held/opened-held.ts';
import type { Dataset } from './dataset.ts';
import { type RawRecord, RELEASE_KEYS } from './envelope.ts';
import type { LedgerRoom } from './room.ts';
import { SettledMeanwhile } from './not-stored.ts';
import { type PresentCaller, presentCallers } from './present-caller.ts';
import { submit } from './submit.ts';

/**
 * Judges held records again (放行), each on behalf of the caller that sent it: those of one submission together. What can
 * be written becomes a submission of its own, what must go on waiting stays as it is.
 */
export const resubmit: Resubmit = async (room, held) => {
  const calls = Map.groupBy(held, (one) =>
    JSON.stringify([one.receiptId, one.dataset, one.sourceSystem, one.sentAt, one.caller]),
  );
  const present = presentCallers(room);
  for (const together of calls.values()) {
    const dataset = room.datasets.find(({ name }) => name === together[0]!.dataset);
    // Held by a release of the hub that knew more; it waits until its deadline.
    if (!dataset) continue;
    if (await tried(room, dataset, together, present)) continue;
    for (const one of together) await tried(room, dataset, [one], present);
  }
};

/**
 * @returns false when one of them was settled meanwhile, is refused for good, or breaks our work, and nothing was done. A
 * record that does so alone waits until its deadline: it must not keep the others of the room from being released.
 * @throws what says nothing of the records (`isOfTheMoment`)
 */
async function tried(
  room: LedgerRoom,
  dataset: Dataset,
  held: readonly OpenedHeld[],
  present: PresentCaller,
): Promise<boolean> {
  const { sourceSystem, sentAt } = held[0]!;
  const caller = await present(held[0]!.caller);
  const envelope = {
    idempotencyKey: `${RELEASE_KEYS}${sm3Hex(held.map(({ id }) => id).join(' ')).slice(0, 40)}`,
    sourceSystem,
    sentAt,
    mode: 'PARTIAL',
    dryRun: false,
  } as const;
  const records: readonly RawRecord[] = held.map(({ record }) => record);
  const before = held.map(({ id, place, sourceVersion }) => ({ id, place, sourceVersion }));
  try {
    await submit(room, caller, dataset, { envelope, records }, { held: before });
    return true;
  } catch (error) {
    if (error instanceof SettledMeanwhile) return false;
    if (isOfTheMoment(error)) throw error;
    const [alone, ...others] = held;
    if (others.length === 0 && !(error instanceof BadInput)) room.report(error, `held record ${alone!.id}`);
    return false;
  }
}
