import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { faults } from '../../kernel/faults.ts';
import { BadInput } from '../../kernel/refusals.ts';
import { expireHeld } from '../../ledger/held/expire.ts';
import { isOfTheMoment } from '../../ledger/held/of-the-moment.ts';
import { releaseHeld } from '../../ledger/held/release.ts';
import { resubmit } from '../../ledger/submission/resubmit.ts';
import { BREAKS, NOW, type OrderRoom, orderRoom } from './support/order-room.ts';

let hub: OrderRoom;
beforeAll(async () => {
  hub = await orderRoom();
}, 120_000);
afterAll(() => hub.close());

beforeEach(async () => {
  await hub.rows(
    'truncate notes.leaf, notes.sequenced, notes.follower, notes.held_record, notes.submission, notes.sheet, notes.remark',
  );
  await hub.rows(`update notes.sequencer set next_position = 0, below = '0'`);
  hub.reports.length = 0;
});

const remark = (remarkNo: string) => ({ remarkNo, sheetNo: 'S1' });
const waiting = () => hub.rows<{ id: string }>(`select id from notes.held_record where state = 'HELD'`);
const release = async () => {
  await hub.submit('SHEET', [{ sheetNo: 'S1' }]);
  for (let steps = 0; steps < 10; steps++) {
    await hub.tick();
    if ((await releaseHeld(hub.room, resubmit)) === 0) return;
  }
  throw new Error('the release does not come to an end');
};

describe('One held record that breaks our work', () => {
  test('does not keep the others from being released; it is reported and goes on waiting', async () => {
    await hub.submit('REMARK', [remark('a'), remark(BREAKS), remark('b')]);
    await release();
    const [left, ...others] = await waiting();
    expect(others).toEqual([]);
    expect(new Set(hub.reports)).toEqual(new Set([`held record ${left!.id}`]));
    expect(await hub.rows('select remark_no as no from notes.remark order by 1')).toEqual([
      { no: 'a' },
      { no: 'b' },
    ]);
  });

  test('because it cannot be opened does not either', async () => {
    await hub.submit('REMARK', [remark('a'), remark('b'), remark('c')]);
    const [spoilt] = await waiting();
    await hub.rows(`update notes.held_record set content = '\\x00' where id = $1`, [spoilt!.id]);
    await release();
    expect(await waiting()).toEqual([spoilt]);
    expect(hub.reports[0]).toBe(`held record ${spoilt!.id}, which cannot be opened`);
  });

  test('does not keep the others from expiring; it expires once it can be raised', async () => {
    await hub.submit('REMARK', ['a', 'b', 'c', 'd', 'e'].map(remark));
    const due = new Date(NOW.getTime() + 30 * 86_400_000);
    const [, bad] = await waiting();
    const raised: string[] = [];
    const raise = (isWell: boolean) =>
      expireHeld(
        hub.room,
        due,
        async (overdue) => {
          if (!isWell && overdue.some(({ id }) => id === bad!.id)) throw new TypeError('a gap in our work');
          raised.push(...overdue.map(({ id }) => id));
        },
        2,
      );
    expect(await raise(false)).toBe(4);
    expect(await waiting()).toEqual([bad]);
    expect(hub.reports).toEqual([`held record ${bad!.id}, of which no doubtful case could be made`]);
    expect(await raise(true)).toBe(1);
    expect(new Set(raised).size).toBe(5);
  });
});

describe('What says nothing of a record', () => {
  const terminated = new Error('Connection terminated unexpectedly');

  test('is thrown, so that nothing is passed over while the database is away', async () => {
    await hub.submit('REMARK', [remark('a')]);
    await hub.submit('SHEET', [{ sheetNo: 'S1' }]);
    await hub.tick();
    const away = { ...hub.room, write: () => Promise.reject(terminated) };
    const work = releaseHeld(hub.room, (_room, held) => resubmit(away, held));
    await expect(work).rejects.toBe(terminated);
    expect(hub.reports).toEqual([]);
    await release();
    expect(await waiting()).toEqual([]);
  });

  test.each([
    [terminated],
    [new Error('Client has encountered a connection error and is not queryable')],
    [Object.assign(new Error('read'), { code: 'ECONNRESET' })],
    [Object.assign(new Error('the server stops'), { code: '57P01' })],
    [Object.assign(new Error('no memory'), { code: '53200' })],
    [Object.assign(new Error('a deadlock'), { code: '40P01' })],
    [faults.UPSTREAM_UNAVAILABLE('the graph')],
    [new BadInput('SUBMISSION_IN_FLIGHT', 'it is being worked on')],
  ])('is of the moment: %s', (error) => {
    expect(isOfTheMoment(error)).toBe(true);
  });

  test.each([
    [new Error('a gap in our work')],
    [new TypeError('no property of undefined')],
    [Object.assign(new Error('no such number'), { code: '22P02' })],
    [Object.assign(new Error('not unique'), { code: '23505' })],
    [new BadInput('SOURCE_SYSTEM_OF_ANOTHER', 'of another')],
  ])('is not: %s', (error) => {
    expect(isOfTheMoment(error)).toBe(false);
  });
});
