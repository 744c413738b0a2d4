import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { bookingRoom, client, codes } from './support/booking-room.ts';

let hub: Awaited<ReturnType<typeof bookingRoom>>;
beforeAll(async () => {
  hub = await bookingRoom();
});
afterAll(() => hub.close());
beforeEach(async () => {
  await hub.rows('truncate provincial.held_record');
});

const waiting = async () =>
  (await hub.rows(
    `select client, id from provincial.held_record where state = 'HELD' order by held_at, place`,
  )) as {
    client: string;
    id: string;
  }[];
const note = (noteNo: string, more: object = {}) => ({ noteNo, booking: 'nowhere', ...more });

describe('A client that holds as much as it may', () => {
  test('loses none of it to a record that takes over the place of one of them', async () => {
    await hub.send([note('a'), note('b'), note('c')]);
    const receipt = await hub.send([note('d'), note('e'), note('c', { text: 'again' })]);
    expect(codes(receipt)).toEqual(['HELD_LIMIT_REACHED', 'HELD_LIMIT_REACHED', 'CREW_UNKNOWN']);
    expect(await waiting()).toHaveLength(3);
  });

  test('cannot replace what another client of its source holds: that goes on waiting', async () => {
    const other = client('vendor a', 'other program');
    await hub.send([note('theirs')], {}, other);
    const [theirs] = await waiting();
    await hub.send([note('a'), note('b'), note('c')]);
    const same = await hub.send([note('theirs', { text: 'again' })]);
    const named = await hub.send([note('right', { replacesHeld: theirs!.id })]);
    expect([...codes(same), ...codes(named)]).toEqual(['HELD_LIMIT_REACHED', 'HELD_LIMIT_REACHED']);
    expect((await waiting()).map(({ id }) => id)).toContain(theirs!.id);
  });

  test('gives one place for one: two that name the same held record have its place once', async () => {
    await hub.send([note('a'), note('b'), note('c')]);
    const [first] = await waiting();
    const replacesHeld = first!.id;
    const receipt = await hub.send([note('d', { replacesHeld }), note('e', { replacesHeld })]);
    expect(codes(receipt)).toEqual(['CREW_UNKNOWN', 'HELD_LIMIT_REACHED']);
    expect(await waiting()).toHaveLength(3);
  });

  test('has a place again for what one of its records gave up by becoming a fact', async () => {
    await hub.send([note('a'), note('b'), note('c')]);
    const receipt = await hub.send([note('d'), { noteNo: 'a' }]);
    expect(codes(receipt)).toEqual(['CREW_UNKNOWN', 'ACCEPTED']);
    expect(await waiting()).toHaveLength(3);
  });
});
