import { sql } from 'kysely';
import { type BusinessDate, dayEdges } from '../../../kernel/calendar.ts';
import { hubCaller } from '../../../kernel/caller.ts';
import { sm3Hex } from '../../../kernel/crypto/sm3.ts';
import { Session } from '../../session.ts';
import type { Store } from '../../store.ts';
import { HUB_SOURCE, ingestBatch } from './ingest-batch.ts';
import { onePersonTwoSites, type Punch, type TwoSites } from './rules/one-person-two-sites.ts';

/** What a day's search found. */
export interface Detected {
  readonly found: number;
  /** New cases; the others were known from an earlier search of the same day. */
  readonly accepted: number;
  readonly known: number;
  /** Found, but no case could be made of it: neither of its projects has a place. */
  readonly rejected: number;
}

/**
 * Finds who was on two sites at once on a day (YD-01 一人同日多项目考勤) and makes a case of each: SQL finds workers with
 * punches on several projects, the rule decides. A case stands under the earlier project, so that its department is
 * the suggested assignee. May be run again and by several processes: a worker and day is one case.
 */
export async function detectYd01(store: Store, day: BusinessDate): Promise<Detected> {
  const hub = hubCaller('doubtful-data');
  const session = new Session(store.pool, hub, null);
  const found = await session
    .write(async (db) => {
      // A day of a whole province takes longer than a request may.
      await db.rows(sql`select set_config('statement_timeout', '10min', true)`);
      return findingsOf(await db.rows<PunchRow>(punchesOfTheSuspect(day)));
    })
    .finally(() => session.close());
  const detected = { found: found.length, accepted: 0, known: 0, rejected: 0 };
  for (let start = 0; start < found.length; start += BATCH) {
    const records = found.slice(start, start + BATCH).map((one) => recordOf(one, day));
    const batch = { source: HUB_SOURCE, batchNo: `YD-01/${day}`, records };
    const answer = await session.write((db) => ingestBatch(store, db, hub, batch));
    if (answer.__typename !== 'DoubtfulBatchTaken') throw new Error('the hub may not use its own source');
    const known = answer.answers.filter(
      ({ outcome, code }) => outcome === 'DUPLICATE' || code === 'EXTERNAL_NO_REUSED',
    ).length;
    detected.accepted += answer.accepted;
    detected.known += known;
    detected.rejected += answer.submitted - answer.accepted - known;
  }
  return detected;
}

const BATCH = 500;

interface PunchRow {
  readonly worker_id: string;
  readonly project_code: string;
  readonly occurred_at: Date;
  readonly direction: Punch['direction'];
}

interface Finding extends TwoSites {
  readonly workerId: string;
}

/** The punches of everybody who punched on two projects or more that day. */
function punchesOfTheSuspect(day: BusinessDate) {
  const { from, to } = dayEdges(day);
  return sql`
    with of_day as (
      select worker_id, project_code, occurred_at, direction from provincial.attendance_record
       where occurred_at >= ${from} and occurred_at < ${to} and not withdrawn),
    suspect as (
      select worker_id from of_day group by worker_id having min(project_code) < max(project_code))
    select d.worker_id, d.project_code, d.occurred_at, d.direction
      from of_day d join suspect s on s.worker_id = d.worker_id`;
}

function findingsOf(rows: readonly PunchRow[]): Finding[] {
  const byWorker = Map.groupBy(rows, (row) => row.worker_id);
  return [...byWorker.keys()].sort().flatMap((workerId) => {
    const punches = byWorker.get(workerId)!.map((row) => ({
      projectCode: row.project_code,
      occurredAt: row.occurred_at,
      direction: row.direction,
    }));
    const sites = onePersonTwoSites(punches);
    return sites ? [{ workerId, ...sites }] : [];
  });
}

/** Neither hours nor names: where a person was when is told to who may read the attendance itself. */
const recordOf = ({ workerId, earlier, later }: Finding, day: BusinessDate) => ({
  externalNo: `YD-01/${day}/${sm3Hex(workerId).slice(0, 16)}`,
  kindCode: 'YD-01',
  projectCode: earlier,
  workerId,
  detail: `同一农民工${day}在两个项目考勤，时段重叠：先到项目${earlier}，另一项目${later}。`,
  issuedOn: day,
});
