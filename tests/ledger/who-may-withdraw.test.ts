import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Withdrawal, withdraw } from '../../ledger/submission/withdraw.ts';
import { bookingRoom, client, codes } from './support/booking-room.ts';

let hub: Awaited<ReturnType<typeof bookingRoom>>;
beforeAll(async () => {
  hub = await bookingRoom();
});
afterAll(() => hub.close());

const may = (...scopes: string[]) => ({ ...client('vendor a'), scopes });
const take = (withdrawal: Withdrawal, scope: string) =>
  withdraw(
    hub.room,
    may(scope),
    'withdrawProvincialRecords',
    {
      idempotencyKey: randomUUID(),
      sourceSystem: 'vendor-a',
      sentAt: hub.room.clock.now(),
      mode: 'PARTIAL',
      dryRun: false,
    },
    withdrawal,
  );

describe('Whoever may not submit a dataset may not take it back either (撤回), though the source is its own', () => {
  test('a record of it is not there for them', async () => {
    const { verdicts } = await hub.send([{ noteNo: 'one' }]);
    const records = [{ dataset: 'NOTE', recordId: verdicts[0]!.recordId! }];
    const withdrawal = { records, reason: 'by somebody else' };
    const told = await take(withdrawal, 'attendance:submit');
    expect(told.verdicts).toEqual([
      expect.objectContaining({ code: 'RECORD_UNKNOWN', recordId: null, version: null, projectCode: null }),
    ]);
    expect(codes(await take(withdrawal, 'project:submit'))).toEqual(['WITHDRAWN']);
  });

  test('a submission of it is not there for them, and what it holds goes on waiting', async () => {
    const receipt = await hub.send([{ noteNo: 'two' }, { noteNo: 'three', booking: 'nowhere' }]);
    const withdrawal = { receipt: receipt.id, reason: 'by somebody else' };
    await expect(take(withdrawal, 'attendance:submit')).rejects.toMatchObject({ code: 'RECEIPT_UNKNOWN' });
    const held = `select state from provincial.held_record where receipt_id = '${receipt.id}'`;
    expect(await hub.rows(held)).toEqual([{ state: 'HELD' }]);
    expect(codes(await take(withdrawal, 'project:submit'))).toEqual(['WITHDRAWN']);
    expect(await hub.rows(held)).toEqual([{ state: 'WITHDRAWN' }]);
  });
});
