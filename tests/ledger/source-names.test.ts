import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { withdraw } from '../../ledger/submission/withdraw.ts';
import { bookingRoom, client, codes } from './support/booking-room.ts';

let hub: Awaited<ReturnType<typeof bookingRoom>>;
beforeAll(async () => {
  hub = await bookingRoom();
});
afterAll(() => hub.close());

const [first, second] = [client('first'), client('second')];
const ownerOf = async (name: string) =>
  (await hub.rows(`select organisation from provincial.source_system where name = '${name}'`))[0]
    ?.organisation;

describe('The name of a source system (来源系统)', () => {
  test('is not taken by records that are all rejected, nor by none, nor by a rehearsal', async () => {
    const sourceSystem = 'well-known';
    expect(codes(await hub.send([{}, { noteNo: 4 }], { sourceSystem }, first))).toHaveLength(2);
    await hub.send([], { sourceSystem }, first);
    await hub.send([{ noteNo: 'dry' }], { sourceSystem, dryRun: true }, first);
    expect(await ownerOf(sourceSystem)).toBeUndefined();
    expect(codes(await hub.send([{ noteNo: 'mine' }], { sourceSystem }, second))).toEqual(['ACCEPTED']);
    expect(await ownerOf(sourceSystem)).toBe('second');
  });

  test('is taken by one record that is held', async () => {
    const sourceSystem = 'waiting';
    await hub.send([{}, { noteNo: 'waits', booking: 'nowhere' }], { sourceSystem }, first);
    expect(await ownerOf(sourceSystem)).toBe('first');
    await expect(hub.send([{}], { sourceSystem }, second)).rejects.toMatchObject({
      code: 'SOURCE_SYSTEM_OF_ANOTHER',
    });
  });

  test('is not taken by a withdrawal of what is not there', async () => {
    const envelope = {
      idempotencyKey: randomUUID(),
      sourceSystem: 'taking-back',
      sentAt: hub.room.clock.now(),
      mode: 'PARTIAL',
      dryRun: false,
    } as const;
    const records = [{ dataset: 'NOTE', recordId: randomUUID() }];
    const withdrawal = { records, reason: 'not there' };
    await withdraw(hub.room, first, 'withdrawProvincialRecords', envelope, withdrawal);
    expect(await ownerOf('taking-back')).toBeUndefined();
  });

  test('is one organisation’s when two state their first facts under it at once', async () => {
    const sending = [first, second].map((one) =>
      hub.send([{ noteNo: one.organisation }], { sourceSystem: 'at-once' }, one),
    );
    const outcomes = await Promise.allSettled(sending);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const left = await hub.rows(`select note_no from provincial.note where source_system = 'at-once'`);
    expect(left).toEqual([{ note_no: await ownerOf('at-once') }]);
  });
});
