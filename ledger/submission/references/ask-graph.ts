import { hubCaller } from '../../../kernel/caller.ts';
import { faults } from '../../../kernel/faults.ts';
import type { LedgerRoom } from '../room.ts';

/**
 * Asks the graph on the hub's own behalf, before the transaction of a submission opens (architecture §8.5). A question
 * without an answer ends the submission; its key is not used up, and the sender repeats it.
 * @throws Fault `UPSTREAM_UNAVAILABLE`
 */
export async function askGraph<Data>(
  room: LedgerRoom,
  document: string,
  variables: Record<string, unknown>,
): Promise<Data> {
  const { data, errors } = await room.graph().execute(document, variables, hubCaller(room.name));
  if (data && !errors?.length) return data as Data;
  throw faults.UPSTREAM_UNAVAILABLE('the graph').because(errors);
}

/** Cuts a list into parts that one call may carry. */
export const partsOf = <One>(list: readonly One[], size: number): One[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, part) =>
    list.slice(part * size, (part + 1) * size),
  );
