import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { enterpriseCode } from '../../../seeds/synthetic-numbers.ts';
import { told } from '../support/submitting.ts';
import { creditRecord, listing, order } from './support/datasets.ts';
import {
  EMPLOYER,
  LATER,
  openHumanResources,
  otherSource,
  type Room,
  takeBack,
  warningsOf,
} from './support/open.ts';

const LISTINGS = ['submitDiscreditedListings', 'DiscreditedListingRecordInput'] as const;
const RECORDS = ['submitCreditRecords', 'CreditRecordRecordInput'] as const;

const ORDERS = ['submitRectificationOrders', 'RectificationOrderRecordInput'] as const;
const [ANOTHER, THIRD] = [9, 10].map((serial) => enterpriseCode('450100', serial));

let room: Room;
beforeAll(async () => {
  room = await openHumanResources();
  await room.department.scope([['B', 'HOUSING', '450103']]);
  const orders = [
    order('in time', { obeyedOn: '2026-02-10' }),
    order('late', { obeyedOn: '2026-02-11' }),
    order('not at all', { isObeyed: false }),
    order('to put right', { kind: 'RECTIFY', amount: null }),
    order('of others', { employerCode: ANOTHER }),
    order('of both', { employerCode: ANOTHER, isObeyed: false }),
    order('of both', { projectCode: 'B', isObeyed: false }),
  ];
  const submitted = await room.submit(['submitRectificationOrders', 'RectificationOrderRecordInput'], orders);
  expect(told(submitted)).toEqual(orders.map(() => 'ACCEPTED'));
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
      'with several responsible persons',
      { responsiblePersons: [{ name: '韦示例' }, { name: '覃示例' }] },
      'ACCEPTED',
    ],
    ['with none in their list', { responsiblePersons: [] }, 'REJECTED ENTRIES_MISSING responsiblePersons'],
    [
      'with a person without a name',
      { responsiblePersons: [{ name: '韦示例' }, {}] },
      'REJECTED VALUE_MISSING responsiblePersons.1.name',
    ],
    ['shared before the decision', { sharedOn: '2025-02-28' }, 'REJECTED PERIOD_REVERSED sharedOn'],
    ['shared tomorrow', { sharedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE sharedOn'],
    [
      'whose order asks to put right, not to pay',
      { orderNo: 'to put right', decidedOn: '2026-02-20' },
      'REJECTED ORDER_NOT_TO_PAY orderNo',
    ],
    [
      'whose order was given to another employer',
      { orderNo: 'of others', decidedOn: '2026-02-20' },
      'REJECTED ORDER_OF_ANOTHER orderNo',
    ],
    ['whose order has the number of another’s', { orderNo: 'of both', decidedOn: '2026-02-20' }, 'ACCEPTED'],
    [
      'of a code that fails its check',
      { creditCode: '91450100MA5K00001A' },
      'HELD CREDIT_CODE_INVALID creditCode',
    ],
  ])('get the verdict of their kind: %s', async (name, more, verdict) => {
    expect(told(await room.submit(LISTINGS, [listing(name, more)]))).toEqual([verdict]);
  });

  test('whose order is on no record are taken and told', async () => {
    expect(await warningsOf(room, LISTINGS, listing('unknown'))).toEqual(['ORDER_NOT_ON_RECORD']);
    const known = listing('known', { orderNo: 'not at all', decidedOn: '2026-02-11' });
    expect(await warningsOf(room, LISTINGS, known)).toEqual([]);
  });

  test('are known by the employer and the number: one number of two employers is two entries', async () => {
    expect(told(await room.submit(LISTINGS, [listing('twice')]))).toEqual(['ACCEPTED']);
    const theirs = listing('twice', { creditCode: ANOTHER });
    expect(told(await room.submit(LISTINGS, [theirs], { source: 'vendor-b' }, otherSource))).toEqual([
      'ACCEPTED',
    ]);
    expect(told(await room.submit(LISTINGS, [listing('twice', { creditCode: THIRD })]))).toEqual([
      'ACCEPTED',
    ]);
    const { discreditedListings } = await room.ask(
      '{ discreditedListings(first: 100) { nodes { listingNo enterprise { creditCode } } } }',
    );
    const listed = discreditedListings.nodes
      .filter(({ listingNo }: { listingNo: string }) => listingNo === 'twice')
      .map(({ enterprise }: { enterprise: { creditCode: string } }) => enterprise.creditCode);
    expect(listed.sort()).toEqual([EMPLOYER, ANOTHER, THIRD].sort());
  });

  test.each([
    ['obeyed in time', { obeyedOn: '2026-02-10' }, ['LISTING_UNFOUNDED']],
    ['an order to put right', { kind: 'RECTIFY', amount: null }, ['LISTING_UNFOUNDED']],
    ['another employer’s', { employerCode: THIRD }, ['LISTING_UNFOUNDED']],
    ['due after the entry', { dueOn: '2026-02-25' }, ['LISTING_UNFOUNDED']],
    ['obeyed late', { obeyedOn: '2026-02-12' }, ['ORDER_OBEYED_LATE']],
    ['disobeyed', { isObeyed: false }, []],
  ])('that rest on an order stand, and it is told when that becomes: %s', async (name, more, warnings) => {
    const orderNo = `bears ${name}`;
    await room.submit(ORDERS, [order(orderNo)]);
    const rests = listing(`rests ${name}`, { orderNo, decidedOn: '2026-02-20' });
    expect(told(await room.submit(LISTINGS, [rests]))).toEqual(['ACCEPTED']);
    const corrected = await room.submit(ORDERS, [order(orderNo, more)], { sentAt: LATER });
    expect(told(corrected)).toEqual(['CORRECTED']);
    expect(corrected.verdicts[0]!.warnings).toEqual(warnings);
    expect(told(await room.submit(LISTINGS, [rests]))).toEqual(['DUPLICATE ALREADY_RECORDED']);
  });

  test('that rest on an order are told to whoever takes that back, unless they were removed or go with it', async () => {
    for (const [orderNo, more, verdict] of [
      ['gone', {}, 'WITHDRAWN +LISTING_UNFOUNDED'],
      ['gone, removed', { ...removed, decidedOn: '2025-03-01' }, 'WITHDRAWN'],
    ] as const) {
      const given = order(orderNo, { issuedOn: '2025-01-20', dueOn: '2025-02-10' });
      const [of] = (await room.submit(ORDERS, [given])).verdicts;
      const rests = listing(orderNo, { orderNo, decidedOn: '2025-03-01', ...more });
      expect(told(await room.submit(LISTINGS, [rests]))).toEqual(['ACCEPTED']);
      const recordId = of!.recordId;
      expect(await takeBack(room, { dataset: 'RECTIFICATION_ORDER', recordId })).toEqual([verdict]);
    }
    const given = order('gone together', { issuedOn: '2025-01-20', dueOn: '2025-02-10' });
    const [of] = (await room.submit(ORDERS, [given])).verdicts;
    const [rests] = (await room.submit(LISTINGS, [listing('together', { orderNo: 'gone together' })]))
      .verdicts;
    expect(
      await takeBack(
        room,
        { dataset: 'RECTIFICATION_ORDER', recordId: of!.recordId },
        { dataset: 'DISCREDITED_LISTING', recordId: rests!.recordId },
      ),
    ).toEqual(['WITHDRAWN', 'WITHDRAWN']);
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
        listingNo: 'rests',
        responsiblePersonName: '韦*',
        rectificationOrder: { orderNo: 'not at all', isObeyed: false },
      },
    ]);
  });
});

describe('Responsible persons of an entry', () => {
  test.each([
    ['one, as before', {}, ['韦*']],
    [
      'several beside the one',
      { responsiblePersons: [{ name: '覃示例' }, { name: '蒙甲' }] },
      ['韦*', '覃*', '蒙*'],
      true,
    ],
    [
      'several, of which it is one',
      { responsiblePersons: [{ name: '覃示例' }, { name: '韦示例' }] },
      ['韦*', '覃*'],
    ],
    ['several alone', { responsiblePersonName: null, responsiblePersons: [{ name: '蒙甲' }] }, ['蒙*']],
    ['none', { responsiblePersonName: null }, []],
  ])('are told: %s', async (no, more, names, isBeside = false) => {
    const receipt = await room.submit(LISTINGS, [
      listing(`persons ${no}`, { ...more, sharedOn: '2025-03-05' }),
    ]);
    expect(told(receipt)).toEqual(['ACCEPTED']);
    const { warnings } = receipt.verdicts[0] as { warnings?: string[] };
    expect(warnings!.includes('RESPONSIBLE_PERSON_NOT_AMONG')).toBe(isBeside);
    const { found } = await room.ask(
      'query ($id: ID!) { found: discreditedListing(id: $id) { responsiblePersonName responsiblePersons { name } sharedOn } }',
      { id: receipt.verdicts[0]!.recordId },
    );
    expect(found).toEqual({
      responsiblePersonName: names[0] ?? null,
      responsiblePersons: names.map((name) => ({ name })),
      sharedOn: '2025-03-05',
    });
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
    expect(shown.good.nodes).toEqual([{ recordNo: 'good', kind: 'GOOD', category: 'SAFE_WAGE_SITE' }]);
    expect(shown.creditRecords.totalCount).toBeGreaterThan(shown.good.nodes.length);
    const { creditRecords } = await room.ask(
      `{ creditRecords(filter: { creditCode: "${EMPLOYER}", kind: BAD, categories: [POINT_DEDUCTION], validOn: "2026-03-01" }) {
        nodes { recordNo } } }`,
    );
    const found = creditRecords.nodes.map(({ recordNo }: { recordNo: string }) => recordNo);
    expect(found).toEqual(expect.arrayContaining(['in order', 'stands']));
    expect(found).not.toContain('ended');
  });
});
