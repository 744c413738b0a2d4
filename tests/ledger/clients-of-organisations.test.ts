import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { rowScopeSettings } from '../../subgraphs/settings.ts';
import { bookingRoom, client, codes } from './support/booking-room.ts';

let hub: Awaited<ReturnType<typeof bookingRoom>>;
beforeAll(async () => {
  hub = await bookingRoom();
});
afterAll(() => hub.close());

/** Two callers whose names are the same text once they are joined by a slash. */
const ALIKE = [
  ['a/b', 'c', 'a', 'b/c'],
  ['a/', '', 'a', '/'],
  ['a/b', '', 'a%2Fb', ''],
  ['a%', 'b', 'a%25', 'b'],
] as const;

describe('A client (报送方) is one caller alone', () => {
  test.each(ALIKE)(
    '%j with %j is not %j with %j: a key of the one is free for the other',
    async (a, b, c, d) => {
      const idempotencyKey = `${a} ${b}`.replaceAll(' ', '-');
      const first = await hub.send(
        [{ noteNo: hash(a, b) }],
        { idempotencyKey, sourceSystem: `s${hash(a, b)}` },
        client(a, b),
      );
      const other = { idempotencyKey, sourceSystem: `s${hash(c, d)}` };
      const second = await hub.send([{ noteNo: hash(a, b), text: 'other' }], other, client(c, d));
      expect([...codes(first), ...codes(second)]).toEqual(['ACCEPTED', 'SAME_FACT_OTHER_SOURCE']);
    },
  );

  test.each(ALIKE)('%j with %j does not read what is %j with %j’s', (a, b, c, d) => {
    expect(rowScopeSettings(client(a, b))['hub.client']).not.toBe(
      rowScopeSettings(client(c, d))['hub.client'],
    );
  });
});

const hash = (...names: string[]): string => Buffer.from(names.join('|')).toString('hex').slice(0, 20);
