import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { told } from '../support/submitting.ts';
import { creditRecord, listing, order } from './support/datasets.ts';
import { EMPLOYER, openHumanResources, type Room, warningsOf } from './support/open.ts';

const LISTINGS = ['submitDiscreditedListings', 'DiscreditedListingRecordInput'] as const;
const RECORDS = ['submitCreditRecords', 'CreditRecordRecordInput'] as const;

let room: Room;
beforeAll(async () => {
  room = await openHumanResources();
  const orders = [
    order('in time', { obeyedOn: '2026-02-10' }),
    order('late', { obeyedOn: '2026-02-11' }),
    order('not at all', { isObeyed: false }),
  ];
  const submitted = await room.submit(['submitRectificationOrders', 'RectificationOrderRecordInput'], orders);
  expect(told(submitted)).toEqual(['ACCEPTED', 'ACCEPTED', 'ACCEPTED']);
}, 60_000);
afterAll(() => room?.close());

const removed = { correctedOn: '2025-08-31', committedOn: '2025-09-01', removedOn: '2026-02-28' };

describe('Entries in the list of discredited employers (人社部令第45号)', () => {
  test.each([
    ['in order', {}, 'ACCEPTED'],
    ['with their term', { termEndsOn: '2028-03-01' }, 'ACCEPTED'],
    ['of another term', { termEndsOn: '2027-03-01' }, 'REJECTED TERM_DIFFERS termEndsOn'],
    ['from before the rule', { decidedOn: '2021-12-31' }, 'REJECTED DATE_TOO_EARLY decidedOn'],
    ['of tomorrow', { decidedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE decidedOn'],
    ['of no ground', { ground: null }, 'REJECTED VALUE_MISSING ground'],
    ['that rest on no order', { orderNo: null }, 'REJECTED VALUE_MISSING orderNo'],
    ['removed after six months, with a commitment', removed, 'ACCEPTED'],
    ['removed a day early', { ...removed, removedOn: '2026-02-27' }, 'REJECTED REMOVED_TOO_EARLY removedOn'],
    ['removed without a correction', { ...removed, correctedOn: null }, 'REJECTED VALUE_MISSING correctedOn'],
    [
      'removed without a commitment',
      { ...removed, committedOn: null },
      'REJECTED COMMITMENT_MISSING committedOn',
    ],
    [
      'removed before the commitment',
      { ...removed, committedOn: '2026-03-01' },
      'REJECTED COMMITMENT_MISSING committedOn',
    ],
    [
      'removed when they had ended',
      { ...removed, decidedOn: '2022-03-01' },
      'REJECTED REMOVED_AFTER_TERM removedOn',
    ],
    ['removed tomorrow', { ...removed, removedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE removedOn'],
    [
      'whose order was obeyed in time',
      { orderNo: 'in time', decidedOn: '2026-02-20' },
      'REJECTED ORDER_WAS_OBEYED orderNo',
    ],
    ['whose order was obeyed late', { orderNo: 'late', decidedOn: '2026-02-20' }, 'ACCEPTED'],
    [
      'decided on the last day of the order',
      { orderNo: 'not at all', decidedOn: '2026-02-10' },
      'REJECTED LISTED_BEFORE_DEADLINE decidedOn',
    ],
    [
      'of a code that fails its check',
      { creditCode: '91450100MA5K00001A' },
      'HELD CREDIT_CODE_INVALID creditCode',
    ],
  ])('get the verdict of their kind: %s', async (name, more, verdict) => {
    expect(told(await room.submit(LISTINGS, [listing(name, more)]))).toEqual([verdict]);
  });

  test('show the order they rest on, and are found by employer, ground and day', async () => {
    const rests = listing('rests', {
      orderNo: 'not at all',
      decidedOn: '2026-02-11',
      ground: 'CRIMINAL_AMOUNT',
    });
    expect(told(await room.submit(LISTINGS, [rests]))).toEqual(['ACCEPTED']);
    const { discreditedListings } = await room.ask(
      `{ discreditedListings(activeOn: "2026-02-11", filter: { creditCode: "${EMPLOYER}", grounds: [CRIMINAL_AMOUNT],
          decidedFrom: "2026-02-11", decidedTo: "2026-02-11" }) {
        nodes { listingNo responsiblePersonName rectificationOrder { orderNo isObeyed } } } }`,
    );
    expect(discreditedListings.nodes).toEqual([
      {
        listingNo: 'RESTS',
        responsiblePersonName: '韦*',
        rectificationOrder: { orderNo: 'NOT AT ALL', isObeyed: false },
      },
    ]);
  });
});

describe('Credit records', () => {
  test.each([
    ['in order', {}, 'ACCEPTED'],
    ['good', { kind: 'GOOD', category: 'SAFE_WAGE_SITE', points: 10 }, 'ACCEPTED'],
    ['of another matter', { category: 'OTHER', points: null, validTo: null }, 'ACCEPTED'],
    ['neither good nor bad', { kind: 'FAIR' }, 'REJECTED CODE_UNKNOWN kind'],
    [
      'good for a penalty',
      { kind: 'GOOD', category: 'PENALTY', points: null },
      'REJECTED CREDIT_KIND_CONTRADICTS category',
    ],
    ['bad for a commendation', { category: 'COMMENDATION' }, 'REJECTED CREDIT_KIND_CONTRADICTS category'],
    ['bad with points', { points: 1 }, 'REJECTED POINTS_CONTRADICT_KIND points'],
    [
      'good without them',
      { kind: 'GOOD', category: 'OTHER', points: -1 },
      'REJECTED POINTS_CONTRADICT_KIND points',
    ],
    ['a deduction of nothing said', { points: null }, 'REJECTED VALUE_MISSING points'],
    ['more points than there are', { points: -1_001 }, 'REJECTED NUMBER_OUT_OF_RANGE points'],
    ['that end before they begin', { validTo: '2025-12-31' }, 'REJECTED PERIOD_REVERSED validTo'],
    ['without an authority', { authority: null }, 'REJECTED VALUE_MISSING authority'],
  ])('get the verdict of their kind: %s', async (name, more, verdict) => {
    expect(told(await room.submit(RECORDS, [creditRecord(name, more)]))).toEqual([verdict]);
  });

  test('that have ended are taken and told', async () => {
    const ended = creditRecord('ended', { validTo: '2026-02-28' });
    expect(await warningsOf(room, RECORDS, ended)).toEqual(['VALIDITY_ENDED']);
    expect(await warningsOf(room, RECORDS, creditRecord('stands', { validTo: '2026-03-01' }))).toEqual([]);
  });

  test('are shown on their enterprise, and by kind, matter and day', async () => {
    const { _entities } = await room.ask(
      `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Enterprise {
        good: creditRecords(kind: GOOD) { nodes { recordNo kind category } } creditRecords { totalCount } } } }`,
      { of: [{ __typename: 'Enterprise', creditCode: EMPLOYER }] },
    );
    const [shown] = _entities;
    expect(shown.good.nodes).toEqual([{ recordNo: 'GOOD', kind: 'GOOD', category: 'SAFE_WAGE_SITE' }]);
    expect(shown.creditRecords.totalCount).toBeGreaterThan(shown.good.nodes.length);
    const { creditRecords } = await room.ask(
      `{ creditRecords(filter: { creditCode: "${EMPLOYER}", kind: BAD, categories: [POINT_DEDUCTION], validOn: "2026-03-01" }) {
        nodes { recordNo } } }`,
    );
    const found = creditRecords.nodes.map(({ recordNo }: { recordNo: string }) => recordNo);
    expect(found).toEqual(expect.arrayContaining(['IN ORDER', 'STANDS']));
    expect(found).not.toContain('ended');
  });
});
