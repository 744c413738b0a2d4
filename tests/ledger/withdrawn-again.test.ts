import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { withdraw } from '../../ledger/submission/withdraw.ts';
import { bookingRoom, client, codes } from './support/booking-room.ts';

let hub: Awaited<ReturnType<typeof bookingRoom>>;
beforeAll(async () => {
  hub = await bookingRoom();
});
afterAll(() => hub.close());

const at = (second: number) => new Date(hub.room.clock.now().getTime() - 3_600_000 + second * 1000);

/** A note that sources state and take back, each act such as `a states 10`: source, act and second of sending. */
function noteOf(noteNo: string) {
  let recordId = '';
  return async (act: string): Promise<string> => {
    const [source, what, second] = act.split(' ') as [string, string, string];
    const sourceSystem = `vendor-${source}`;
    const sender = client(`vendor ${source}`);
    const sentAt = at(Number(second));
    if (what === 'states') {
      const receipt = await hub.send(
        [{ noteNo, text: `${source} ${second}` }],
        { sourceSystem, sentAt },
        sender,
      );
      recordId = receipt.verdicts[0]!.recordId!;
      return codes(receipt)[0]!;
    }
    const envelope = {
      idempotencyKey: randomUUID(),
      sourceSystem,
      sentAt,
      mode: 'PARTIAL',
      dryRun: false,
    } as const;
    const withdrawal = { records: [{ dataset: 'NOTE', recordId }], reason: 'sent by mistake' };
    return codes(await withdraw(hub.room, sender, 'withdrawProvincialRecords', envelope, withdrawal))[0]!;
  };
}

async function carryOut(noteNo: string, acts: readonly string[]): Promise<string[]> {
  const act = noteOf(noteNo);
  const told: string[] = [];
  for (const one of acts) told.push(await act(one));
  return told;
}

const standing = async (noteNo: string) =>
  (await hub.rows(`select text, withdrawn from provincial.note where note_no = '${noteNo}'`))[0];

describe('What a source states between two withdrawals does not stand, whatever the order of arrival', () => {
  const [FIRST, EARLY, LATE, BETWEEN] = ['a states 10', 'a withdraws 20', 'a withdraws 50', 'a states 30'];
  test.each([
    [EARLY, BETWEEN, LATE],
    [EARLY, LATE, BETWEEN],
    [LATE, EARLY, BETWEEN],
    [LATE, BETWEEN, EARLY],
    [BETWEEN, EARLY, LATE],
    [BETWEEN, LATE, EARLY],
  ])('%s, %s, %s', async (...order) => {
    const noteNo = order.map((act) => act.replaceAll(' ', '').slice(0, 3) + act.slice(-2)).join('-');
    await carryOut(noteNo, [FIRST, ...order]);
    expect(await standing(noteNo)).toMatchObject({ withdrawn: true });
  });

  test('the second is told that the record is withdrawn already, and what is stated after it stands', async () => {
    const acts = [FIRST, EARLY, LATE, BETWEEN, 'a states 60'];
    expect(await carryOut('told', acts)).toEqual([
      'ACCEPTED',
      'WITHDRAWN',
      'ALREADY_WITHDRAWN',
      'NEWER_VERSION_STANDS',
      'CORRECTED',
    ]);
    expect(await standing('told')).toEqual({ text: 'a 60', withdrawn: false });
    expect(await hub.rows(`select version from provincial.note where note_no = 'told'`)).toEqual([
      { version: 3 },
    ]);
  });
});

describe('What a source has taken back stays so for what it sent before, though another source has stated it since', () => {
  test('and taken it back: the late statement changes nothing', async () => {
    const acts = ['a states 1', 'a withdraws 5', 'b states 6', 'b withdraws 7', 'a states 3'];
    expect((await carryOut('late', acts)).at(-1)).toBe('NEWER_VERSION_STANDS');
    expect(await standing('late')).toEqual({ text: 'b 6', withdrawn: true });
  });

  test('and what it states after its withdrawal stands', async () => {
    const acts = ['a states 1', 'a withdraws 5', 'b states 6', 'b withdraws 7', 'a states 8'];
    expect((await carryOut('anew', acts)).at(-1)).toBe('CORRECTED');
    expect(await standing('anew')).toEqual({ text: 'a 8', withdrawn: false });
  });
});
