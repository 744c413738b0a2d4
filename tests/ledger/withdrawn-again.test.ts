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

/**
 * A note that sources state and take back, each act such as `a states 10`: source, act and second of sending; `a states 10 v2` under a
 * number of its own counting.
 */
function noteOf(noteNo: string) {
  let recordId = '';
  return async (act: string): Promise<string> => {
    const [source, what, second, own] = act.split(' ') as [string, string, string, string?];
    const more = own === undefined ? {} : { sourceVersion: own.slice(1) };
    const sourceSystem = `vendor-${source}`;
    const sender = client(`vendor ${source}`);
    const sentAt = at(Number(second));
    if (what === 'states') {
      const receipt = await hub.send(
        [{ noteNo, text: `${source} ${own ?? second}`, ...more }],
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

describe('What a source has taken back, and another has stated since', () => {
  test('is withdrawn already when the first takes it back again, and another’s to whoever never stated it', async () => {
    const acts = ['a states 1', 'a withdraws 5', 'b states 6', 'a withdraws 8', 'c withdraws 9'];
    expect((await carryOut('taken-over', acts)).slice(-2)).toEqual([
      'ALREADY_WITHDRAWN',
      'RECORD_OF_ANOTHER_SOURCE',
    ]);
    expect(await standing('taken-over')).toEqual({ text: 'b 6', withdrawn: false });
  });

  test('and is stated by the first again, as before', async () => {
    const acts = [
      'a states 1',
      'a withdraws 5',
      'b states 6',
      'b withdraws 7',
      'a states 8',
      'b withdraws 9',
    ];
    expect((await carryOut('back-again', acts)).at(-1)).toBe('ALREADY_WITHDRAWN');
    expect(await standing('back-again')).toEqual({ text: 'a 8', withdrawn: false });
  });
});

describe('What a source takes back it states again under the next number of its own counting', () => {
  test('with the same content, however often, and what it stated before changes nothing', async () => {
    const acts = ['a states 1 v1', 'a withdraws 2', 'a states 3 v2', 'a states 4 v1', 'a withdraws 5'];
    const told = ['ACCEPTED', 'WITHDRAWN', 'CORRECTED', 'NEWER_VERSION_STANDS', 'WITHDRAWN'];
    expect(await carryOut('counted', acts)).toEqual(told);
    expect(await standing('counted')).toMatchObject({ withdrawn: true });
    expect(await carryOut('counted', ['a states 6 v2', 'a states 7 v3', 'a states 8 v3'])).toEqual([
      'NEWER_VERSION_STANDS',
      'CORRECTED',
      'ALREADY_RECORDED',
    ]);
    expect(await standing('counted')).toEqual({ text: 'a v3', withdrawn: false });
  });

  test('taken back twice, the next number counts all the same', async () => {
    const acts = ['a states 1 v7', 'a withdraws 2', 'a withdraws 3', 'a states 4 v8'];
    expect((await carryOut('twice', acts)).at(-1)).toBe('CORRECTED');
  });

  test('also where another source has stated it meanwhile and taken it back', async () => {
    const acts = ['a states 1 v1', 'a withdraws 2', 'b states 3 v1', 'b withdraws 4', 'a states 5 v2'];
    expect((await carryOut('meanwhile', acts)).at(-1)).toBe('CORRECTED');
    expect(await standing('meanwhile')).toEqual({ text: 'a v2', withdrawn: false });
  });

  test('in a later place of its call as well', async () => {
    const act = noteOf('placed');
    expect(await act('a states 1 v1')).toBe('ACCEPTED');
    await act('a withdraws 2');
    const records = ['other', 'placed'].map((noteNo) => ({ noteNo, text: 'a v2', sourceVersion: '2' }));
    const sender = client('vendor a');
    expect(codes(await hub.send(records, { sourceSystem: 'vendor-a', sentAt: at(3) }, sender))).toEqual([
      'ACCEPTED',
      'CORRECTED',
    ]);
  });
});
