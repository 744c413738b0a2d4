import type { Client } from 'pg';
import { addMonths, businessDateOf, dayOfMonth, monthEdges, yearMonthOf } from '../../kernel/calendar.ts';
import { projectOf, workerOf } from '../../seeds/scale/cast.ts';
import { PER_PROJECT } from '../../seeds/scale/sizes.ts';
import type { Punching } from './batches.ts';

/** Enough for every worker of a province once. */
const MOST_BATCHES = 800;

/**
 * Batches of the people that `hub seed --scale` has put on site, and the instant before which they punch: the last days of
 * the seeded month, on which the seed itself has nobody come. A batch takes projects from all over the list, the next one
 * their neighbours.
 */
export async function seededBatches(
  owner: Client,
  now: Date,
  size: number,
): Promise<{ batches: Punching[][]; until: Date; month: string }> {
  const { rows } = await owner.query<{ count: string }>('select count(*)::text from provincial.project');
  const projects = Number(rows[0]!.count);
  const ofBatch = Math.ceil(size / PER_PROJECT);
  const count = Math.min(MOST_BATCHES, Math.floor(projects / ofBatch));
  if (count === 0)
    throw new Error(`this hub has ${projects} projects; hub seed --scale makes at least a city’s`);
  const batches = Array.from({ length: count }, (_, batch) =>
    Array.from({ length: ofBatch }, (_, place) => place * count + batch)
      .flatMap(onSite)
      .slice(0, size),
  );
  const month = addMonths(yearMonthOf(businessDateOf(now)), -1);
  return {
    batches,
    until: monthEdges(month).to,
    month: `attendance_record_${dayOfMonth(month, 1).slice(0, 7).replace('-', '')}`,
  };
}

/** The people of a project's number, in the crews in which the seed engages them. */
function onSite(serial: number): Punching[] {
  const { code, crews } = projectOf(serial);
  return Array.from({ length: PER_PROJECT }, (_, place) => ({
    projectCode: code,
    crewNo: crews[place < PER_PROJECT / 2 ? 0 : 1],
    documentNumber: workerOf(serial * PER_PROJECT + place).number,
  }));
}
