import { sql } from 'kysely';
import type { SealedPlace, Sealer } from '../../../kernel/sealing.ts';
import { openText } from '../sealed-text.ts';
import type { KeptCall } from './call.ts';

/** A row of `hub.real_name_call` without what the call says, and its outcome if there is one. */
export interface CallRow {
  id: string;
  number: bigint;
  serial: string;
  appid: string;
  method: string;
  received_at: Date;
  state: 10 | 20 | null;
  code: number | null;
  result: Buffer | null;
}

/** Columns of the call `c` and its outcome `o`. */
export const KEPT = sql`c.id, c.number, c.serial, c.appid, c.method, c.received_at, o.state, o.code, o.result`;
/** Brings the outcome `o` of a call `c`. */
export const ITS_OUTCOME = sql`left join hub.real_name_outcome o on o.call_number = c.number`;

export async function keptCall(row: CallRow, sealer: Sealer): Promise<KeptCall> {
  const { serial, appid, method, state, code, received_at: at, number } = row;
  const call = { serial, appid, method, at, order: Number(number) };
  if (state === null) return call;
  const result = await openText(sealer, row.result!, placeOf(serial, 'result'));
  return { ...call, outcome: { status: state, code: code!, result } };
}

export const placeOf = (recordId: string, column: string): SealedPlace => ({
  dataset: 'real_name_call',
  column,
  recordId,
});
