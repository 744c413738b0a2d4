import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RawRecord } from '../../ledger/submission/envelope.ts';
import { withdraw } from '../../ledger/submission/withdraw.ts';
import { bookingRoom, client } from './support/booking-room.ts';

let ledger: Awaited<ReturnType<typeof bookingRoom>>;
beforeAll(async () => {
  ledger = await bookingRoom();
});
afterAll(() => ledger.close());

const send = async (
  records: readonly RawRecord[],
  source = 'a',
  dataset: 'NOTE' | 'CHAINED' | 'MISTAKEN' = 'NOTE',
) => {
  const sent = { sourceSystem: `vendor-${source}` };
  const { verdicts } = await ledger.send(records, sent, client(`vendor ${source}`), dataset);
  return verdicts;
};
const told = async (...args: Parameters<typeof send>) =>
  (await send(...args)).map(({ outcome, code }) => `${outcome} ${code}`);

const takeBack = async (dataset: string, recordId: string) => {
  const envelope = {
    idempotencyKey: randomUUID(),
    sourceSystem: 'vendor-a',
    sentAt: new Date(ledger.room.clock.now().getTime() - 30_000),
    mode: 'PARTIAL',
    dryRun: false,
  } as const;
  const records = [{ dataset, recordId }];
  const withdrawal = { records, reason: 'sent by mistake' };
  await withdraw(ledger.room, client('vendor a'), 'withdrawProvincialRecords', envelope, withdrawal);
};

describe('A record that comes again meets its fact, though what it names is gone (重复报送)', () => {
  const note = { noteNo: 'n1', text: 'as stated', secret: 'sealed', booking: 'b1' };
  beforeAll(async () => {
    const [booking] = await send([{ bookingNo: 'b1' }], 'a', 'CHAINED');
    expect(await told([note])).toEqual(['ACCEPTED ACCEPTED']);
    await ledger.rows(`update provincial.booking set withdrawn = true where id = '${booking!.recordId}'`);
  });

  test('sent unchanged it is a duplicate, and so beside others of its call', async () => {
    expect(await told([note])).toEqual(['DUPLICATE ALREADY_RECORDED']);
    expect(await told([{ ...note, noteNo: 'n2' }, note, { noteNo: 'n3' }])).toEqual([
      'HELD CREW_UNKNOWN',
      'DUPLICATE ALREADY_RECORDED',
      'ACCEPTED ACCEPTED',
    ]);
  });

  test.each([
    ['changed', { ...note, text: 'otherwise' }, 'a'],
    ['of another source', note, 'b'],
  ])('%s it waits', async (_name, record, source) => {
    expect(await told([record], source)).toEqual(['HELD CREW_UNKNOWN']);
  });

  test('what is wrong with it by itself is told', async () => {
    expect(await told([{ ...note, text: 'x'.repeat(21) }])).toEqual(['REJECTED VALUE_TOO_LONG']);
    expect(await told([{ ...note, sourceVersion: 'one' }])).toEqual(['REJECTED NUMBER_OUT_OF_RANGE']);
  });

  test('taken back itself, it waits', async () => {
    const [again] = await send([note]);
    await takeBack('NOTE', again!.recordId!);
    expect(await told([note])).toEqual(['HELD CREW_UNKNOWN']);
  });

  test('a mistake in what a dataset writes is no such thing, and comes to light', async () => {
    expect(await told([{ bookingNo: 'm1', text: 'one' }], 'a', 'MISTAKEN')).toEqual([
      'REJECTED VALUE_REFUSED',
    ]);
    await expect(send([{ bookingNo: 'm2' }], 'a', 'MISTAKEN')).rejects.toThrow(TypeError);
  });

  test('what contradicts by now what it names is a duplicate as well', async () => {
    await send([{ bookingNo: 'c1' }], 'a', 'CHAINED');
    await send([{ bookingNo: 'c2', text: 'long' }], 'a', 'CHAINED');
    const again = { bookingNo: 'c2', text: 'long', after: 'c1' };
    expect(await told([again], 'a', 'CHAINED')).toEqual(['DUPLICATE ALREADY_RECORDED']);
    expect(await told([{ ...again, text: 'other' }], 'a', 'CHAINED')).toEqual(['REJECTED VALUE_REFUSED']);
  });
});
