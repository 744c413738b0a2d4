import { sql } from 'kysely';
import { hubCaller } from '../../kernel/caller.ts';
import { arrayLiteral } from '../array-literals.ts';
import type { LedgerRoom } from '../submission/room.ts';
import type { VerdictCode } from '../verdict.ts';
import { ref } from '../table.ts';

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
  for (let expired = 0; ; ) {
    const overdue = await overdueAt(room, now, step);
    if (overdue.length > 0) {
      await raise(overdue);
      await expire(room, overdue, now);
      expired += overdue.length;
    }
    if (overdue.length < step) return expired;
  }
}

function overdueAt(room: LedgerRoom, now: Date, limit: number): Promise<OverdueHeld[]> {
  return room.write(hubCaller(NAME), (db) =>
    db.rows<OverdueHeld>(sql`
      select id, operation, dataset, client, organisation, source_system as "sourceSystem", receipt_id as "receiptId", place,
             code, path, waits_for as "waitsFor", held_at as "heldAt", held_until as "heldUntil",
             case when reached or not exists (select from ${ref(room.schema, 'project_scope')} s
               where s.project_code = held_record.project_code) then project_code end as "projectCode"
        from ${ref(room.schema, 'held_record')}
       where state = 'HELD' and held_until <= ${now} order by held_until, id limit ${limit}`),
  );
}

async function expire(room: LedgerRoom, overdue: readonly OverdueHeld[], now: Date): Promise<void> {
  await room.write(hubCaller(NAME), (db) =>
    db.rows(sql`
      update ${ref(room.schema, 'held_record')} set state = 'EXPIRED', settled_at = ${now}
       where id = any(${arrayLiteral(overdue.map(({ id }) => id))}::uuid[]) and state = 'HELD'`),
  );
}
