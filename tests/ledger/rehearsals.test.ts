import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bookingRoom, client, codes } from './support/booking-room.ts';

let hub: Awaited<ReturnType<typeof bookingRoom>>;
beforeAll(async () => {
  hub = await bookingRoom();
});
afterAll(() => hub.close());

/** How many rows each table of the room has; what has none is left out. */
const contents = async (): Promise<Record<string, number>> => {
  const tables = await hub.rows(`select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname in ('provincial', 'hub') order by 1`);
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const [row] = await hub.rows(`select count(*)::int as count from ${name as string}`);
    if (row!.count !== 0) counts[name as string] = row!.count as number;
  }
  return counts;
};

describe('A rehearsal (试运行)', () => {
  test('leaves no row in any table, whatever its verdicts are', async () => {
    await hub.send([
      { noteNo: 'stands', text: 'before' },
      { noteNo: 'waits', booking: 'nowhere' },
    ]);
    const before = await contents();
    const records = [
      { noteNo: 'new' },
      { noteNo: 'stands', text: 'after', sourceVersion: '9999999999999' },
      { noteNo: 'stands', text: 'before' },
      { noteNo: 'waits', booking: 'nowhere', text: 'again' },
      {},
    ];
    const receipt = await hub.send(records, { dryRun: true, sourceSystem: 'vendor-a' });
    expect(new Set(codes(receipt))).toEqual(
      new Set(['ACCEPTED', 'CORRECTED', 'NEWER_VERSION_STANDS', 'CREW_UNKNOWN', 'VALUE_MISSING']),
    );
    expect(await contents()).toEqual(before);
  });

  test('of a month that nobody has opened tells what would become of it, and leaves the month empty', async () => {
    const before = await contents();
    const punch = { punchNo: '1', occurredAt: '2023-05-05T08:00:00+08:00' };
    const sending = { dryRun: true, sourceSystem: 'gates' };
    expect(codes(await hub.send([punch, punch], sending, client('gates'), 'PUNCH'))).toEqual([
      'ACCEPTED',
      'ALREADY_RECORDED',
    ]);
    expect(await contents()).toEqual(before);
  });
});
