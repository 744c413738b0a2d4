import { sql } from 'kysely';
import { hubCaller } from '../../kernel/caller.ts';
import { arrayLiteral } from '../array-literals.ts';
import type { LedgerRoom } from '../submission/room.ts';
import type { VerdictCode } from '../verdict.ts';
import { ref } from '../table.ts';
import { isOfTheMoment } from './of-the-moment.ts';

/** A held record whose time is over, without its content. */
export interface OverdueHeld {
  /** Also the external number of the doubtful case, so that raising it twice makes one. */
  readonly id: string;
  readonly operation: string;
  readonly dataset: string;
  readonly client: string;
  readonly organisation: string;
  readonly sourceSystem: string;
  readonly receiptId: string;
  readonly place: number;
  readonly code: VerdictCode;
  readonly path: string | null;
  readonly waitsFor: string | null;
  /** Null where it is somebody else's project: its supervisors would get a case of who has nothing to do with it. */
  readonly projectCode: string | null;
  readonly heldAt: Date;
  readonly heldUntil: Date;
}

/** Makes doubtful cases (疑点) of overdue records; idempotent by their ids. */
export type Raise = (overdue: readonly OverdueHeld[]) => Promise<void>;

const NAME = 'held-expiry';
const RECORDS_A_STEP = 200;

/**
 * Ends the waiting of records whose time is over (暂存到期): a doubtful case is raised for each, and only then is it
 * expired. Killed in between, the case is raised again and stays one.
 * @returns how many expired
 */
export async function expireHeld(
  room: LedgerRoom,
  now: Date,
  raise: Raise,
  step = RECORDS_A_STEP,
): Promise<number> {
  let after: string | null = null;
  for (let expired = 0; ; ) {
    const overdue: OverdueHeld[] = await overdueAt(room, now, after, step);
    expired += await ended(room, overdue, now, raise);
    if (overdue.length < step) return expired;
    after = overdue.at(-1)!.id;
  }
}

/** @returns how many of them ended; one that breaks our work is reported, and is overdue still at the next round */
async function ended(
  room: LedgerRoom,
  overdue: readonly OverdueHeld[],
  now: Date,
  raise: Raise,
): Promise<number> {
  if (overdue.length === 0) return 0;
  try {
    await raise(overdue);
    await expire(room, overdue, now);
    return overdue.length;
  } catch (error) {
    if (isOfTheMoment(error)) throw error;
    if (overdue.length === 1) {
      room.report(error, `held record ${overdue[0]!.id}, of which no doubtful case could be made`);
      return 0;
    }
  }
  let count = 0;
  for (const one of overdue) count += await ended(room, [one], now, raise);
  return count;
}

function overdueAt(room: LedgerRoom, now: Date, after: string | null, limit: number): Promise<OverdueHeld[]> {
  return room.write(hubCaller(NAME), (db) =>
    db.rows<OverdueHeld>(sql`
      select id, operation, dataset, client, organisation, source_system as "sourceSystem", receipt_id as "receiptId", place,
             code, path, waits_for as "waitsFor", held_at as "heldAt", held_until as "heldUntil",
             case when reached or not exists (select from ${ref(room.schema, 'project_scope')} s
               where s.project_code = held_record.project_code) then project_code end as "projectCode"
        from ${ref(room.schema, 'held_record')}
       where state = 'HELD' and held_until <= ${now} and (${after}::uuid is null or id > ${after}::uuid)
       order by id limit ${limit}`),
  );
}

async function expire(room: LedgerRoom, overdue: readonly OverdueHeld[], now: Date): Promise<void> {
  await room.write(hubCaller(NAME), (db) =>
    db.rows(sql`
      update ${ref(room.schema, 'held_record')} set state = 'EXPIRED', settled_at = ${now}
       where id = any(${arrayLiteral(overdue.map(({ id }) => id))}::uuid[]) and state = 'HELD'`),
  );
}
