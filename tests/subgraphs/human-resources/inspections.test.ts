import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { told } from '../support/submitting.ts';
import { inspection, interview, officer, order } from './support/datasets.ts';
import { RectificationOrder } from '../../../subgraphs/human-resources/facts.ts';
import { withClient } from '../../../hub/database/connection.ts';
import { openProjects, PARTIES } from './support/projects.ts';
import {
  county,
  EMPLOYER,
  LATER,
  openHumanResources,
  type Room,
  takeBack,
  warningsOf,
} from './support/open.ts';

const CASES = ['submitInspectionCases', 'InspectionCaseRecordInput'] as const;
const INTERVIEWS = ['submitInterviews', 'InterviewRecordInput'] as const;
const OFFICERS = ['submitWageOfficers', 'WageOfficerRecordInput'] as const;
const ORDERS = ['submitRectificationOrders', 'RectificationOrderRecordInput'] as const;
const NONE = '0197a3c2-5f00-7000-8000-000000000001';
let [WARNING, ANOTHER, OF_OTHER]: string[] = [];

let room: Room;
beforeAll(async () => {
  room = await openHumanResources();
  [WARNING, ANOTHER, OF_OTHER] = await openProjects(room);
  await room.submit(CASES, [inspection('accepted')]);
}, 60_000);
afterAll(() => room?.close());

const closed = { closedOn: '2026-02-20', outcome: 'PAID_IN_FULL', recovered: '120000.00' };

test.each([
  ['a case', CASES, inspection('theirs')],
  ['an interview', INTERVIEWS, interview('theirs')],
  ['an order', ORDERS, order('theirs')],
] as const)(
  '%s is human resources’ to state, whoever else has the scope',
  async (_what, mutation, record) => {
    for (const kind of ['VENDOR', 'ENTERPRISE', 'BANK', 'FINANCIAL'] as const) {
      const caller = { ...county, kind, organisation: 'others', projects: ['A'] };
      expect(told(await room.submit(mutation, [record], { source: 'others' }, caller))).toEqual([
        'REJECTED DEPARTMENT_ONLY',
      ]);
    }
  },
);

describe('What inspection states gets the verdict of its kind', () => {
  test.each([
    ['a case that is open', {}, 'ACCEPTED'],
    ['a case closed after full payment', closed, 'ACCEPTED'],
    ['a case of another matter, without an amount', { kind: 'NO_DEPOSIT', owed: null }, 'ACCEPTED'],
    ['a matter of no kind', { kind: 'SMOKING' }, 'REJECTED CODE_UNKNOWN kind'],
    ['arrears without an amount', { owed: null }, 'REJECTED VALUE_MISSING owed'],
    ['a case of tomorrow', { acceptedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE acceptedOn'],
    [
      'an end before the beginning',
      { ...closed, closedOn: '2026-01-09' },
      'REJECTED PERIOD_REVERSED closedOn',
    ],
    ['an end without an outcome', { closedOn: '2026-02-20' }, 'REJECTED CASE_OUTCOME_MISSING outcome'],
    ['an outcome without an end', { outcome: 'RECTIFIED' }, 'REJECTED CASE_NOT_CLOSED closedOn'],
    ['more than is owed', { recovered: '120000.01' }, 'REJECTED RECOVERED_EXCEEDS_OWED recovered'],
    [
      'full payment of a part',
      { ...closed, recovered: '119999.99' },
      'REJECTED OUTCOME_CONTRADICTS_AMOUNTS outcome',
    ],
    [
      'full payment of nobody says how much',
      { ...closed, recovered: null },
      'REJECTED VALUE_MISSING recovered',
    ],
    [
      'full payment of a matter without an amount',
      { ...closed, kind: 'NO_DEPOSIT', owed: null, recovered: null },
      'ACCEPTED',
    ],
    ['arrears of nothing', { owed: '0' }, 'REJECTED AMOUNT_ZERO owed'],
    [
      'arrears of nothing, which were not established',
      { owed: '0', closedOn: '2026-02-20', outcome: 'NOT_ESTABLISHED' },
      'ACCEPTED',
    ],
    ['nobody concerned', { workersConcerned: 0 }, 'REJECTED NUMBER_OUT_OF_RANGE workersConcerned'],
    ['no employer', { employerCode: null }, 'REJECTED VALUE_MISSING employerCode'],
    ['warnings that are no list', { warningIds: NONE }, 'REJECTED VALUE_MALFORMED warningIds'],
    ['warnings by number', { warningIds: ['YJ-0001'] }, 'REJECTED VALUE_MALFORMED warningIds.0'],
    ['a warning that is nothing', { warningIds: [NONE, null] }, 'REJECTED VALUE_MALFORMED warningIds.1'],
    ['a warning twice', { warningIds: [NONE, NONE] }, 'REJECTED WARNING_REPEATED warningIds.1'],
    ['101 warnings', { warningIds: Array(101).fill(NONE) }, 'REJECTED TOO_MANY_ENTRIES warningIds'],
  ])('case: %s', async (name, more, verdict) => {
    expect(told(await room.submit(CASES, [inspection(name, more)]))).toEqual([verdict]);
  });

  test.each([
    ['an interview in order', {}, 'ACCEPTED'],
    ['an interview in a case', { caseNo: 'accepted' }, 'ACCEPTED'],
    ['an interview of tomorrow', { heldOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE heldOn'],
    ['no cause', { cause: ' ' }, 'REJECTED VALUE_MISSING cause'],
    ['a promise for yesterday', { promisedBy: '2026-01-14' }, 'REJECTED PERIOD_REVERSED promisedBy'],
    ['a day and nothing promised', { commitment: null }, 'REJECTED COMMITMENT_MISSING commitment'],
    [
      'an interview before its case',
      { caseNo: 'accepted', heldOn: '2026-01-09' },
      'REJECTED BEFORE_ITS_CASE heldOn',
    ],
    ['an interview in a case of nobody', { caseNo: 'none' }, 'HELD INSPECTION_CASE_UNKNOWN caseNo'],
  ])('interview: %s', async (name, more, verdict) => {
    expect(told(await room.submit(INTERVIEWS, [interview(name, more)]))).toEqual([verdict]);
  });

  test.each([
    ['an order in order', {}, 'ACCEPTED'],
    ['an order that was obeyed', { isObeyed: true, obeyedOn: '2026-02-10' }, 'ACCEPTED'],
    ['an order to put right, without an amount', { kind: 'RECTIFY', amount: null }, 'ACCEPTED'],
    [
      'an order given tomorrow',
      { issuedOn: '2026-03-02', dueOn: '2026-03-09' },
      'REJECTED DATE_IN_FUTURE issuedOn',
    ],
    ['a last day before the first', { dueOn: '2026-01-19' }, 'REJECTED PERIOD_REVERSED dueOn'],
    ['an order to pay nothing', { amount: '0.00' }, 'REJECTED ORDER_AMOUNT_MISSING amount'],
    ['an order to pay without an amount', { amount: null }, 'REJECTED ORDER_AMOUNT_MISSING amount'],
    [
      'an order to put right for 0 yuan',
      { kind: 'RECTIFY', amount: 0 },
      'REJECTED NUMBER_OUT_OF_RANGE amount',
    ],
    [
      'disobedience on the last day',
      { isObeyed: false, dueOn: '2026-03-01' },
      'REJECTED ORDER_STILL_RUNNING isObeyed',
    ],
    ['disobedience a day later', { isObeyed: false, dueOn: '2026-02-28' }, 'ACCEPTED'],
    ['obedience without a day', { isObeyed: true }, 'REJECTED VALUE_MISSING obeyedOn'],
    [
      'disobedience with a day of obeying',
      { isObeyed: false, obeyedOn: '2026-02-09' },
      'REJECTED OBEDIENCE_CONTRADICTS isObeyed',
    ],
    ['obedience of tomorrow', { obeyedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE obeyedOn'],
    [
      'an order before its case',
      { caseNo: 'accepted', issuedOn: '2026-01-09' },
      'REJECTED BEFORE_ITS_CASE issuedOn',
    ],
    ['an order in a case of nobody', { caseNo: 'none' }, 'HELD INSPECTION_CASE_UNKNOWN caseNo'],
  ])('order: %s', async (name, more, verdict) => {
    expect(told(await room.submit(ORDERS, [order(name, more)]))).toEqual([verdict]);
  });
});

describe('Cases, interviews and orders', () => {
  test('of which one was obeyed late are taken and told, and a day of obeying says that it was', async () => {
    const late = order('late', { obeyedOn: '2026-02-11' });
    expect(await warningsOf(room, ORDERS, late)).toEqual(['ORDER_OBEYED_LATE']);
    const { rectificationOrders } = await room.ask(
      '{ rectificationOrders(filter: { isObeyed: true, kinds: [PAY], dueFrom: "2026-02-10", dueTo: "2026-02-10" }) { nodes { orderNo isObeyed isOverdue } } }',
    );
    expect(rectificationOrders.nodes).toContainEqual({ orderNo: 'late', isObeyed: true, isOverdue: false });
  });

  test('that are known to be obeyed, and known not to be, are found apart from those of which neither is known', async () => {
    const DUE = { dueOn: '2026-02-12' };
    await room.submit(ORDERS, [
      order('obeyed', { ...DUE, obeyedOn: '2026-02-11' }),
      order('disobeyed', { ...DUE, isObeyed: false }),
      order('neither', DUE),
    ]);
    const found = async (isObeyed: boolean | null) => {
      const { rectificationOrders } = await room.ask(
        `query ($isObeyed: Boolean) {
          rectificationOrders(filter: { isObeyed: $isObeyed, dueFrom: "2026-02-12", dueTo: "2026-02-12" }) {
            nodes { orderNo } totalCount } }`,
        { isObeyed },
      );
      return rectificationOrders.nodes.map(({ orderNo }: { orderNo: string }) => orderNo).sort();
    };
    expect(await found(true)).toEqual(['obeyed']);
    expect(await found(false)).toEqual(['disobeyed']);
    expect(await found(null)).toEqual(['disobeyed', 'neither', 'obeyed']);
  });

  test('wait for their case, and are released when it is stated', async () => {
    for (const [mutation, record] of [
      [INTERVIEWS, interview('early', { caseNo: 'to come' })],
      [ORDERS, order('early', { caseNo: 'to come' })],
    ] as const)
      expect(told(await room.submit(mutation, [record]))).toEqual(['HELD INSPECTION_CASE_UNKNOWN caseNo']);
    expect(told(await room.submit(CASES, [inspection('to come')]))).toEqual(['ACCEPTED']);
    await room.release();
    const { inspectionCases } = await room.ask(
      '{ inspectionCases(filter: { isClosed: false, kinds: [WAGE_ARREARS], acceptedFrom: "2026-01-10", acceptedTo: "2026-01-10" }) { nodes { caseNo interviews { nodes { interviewNo } } rectificationOrders { nodes { orderNo inspectionCase { caseNo } } } } } }',
    );
    expect(inspectionCases.nodes).toContainEqual({
      caseNo: 'to come',
      interviews: { nodes: [{ interviewNo: 'early' }] },
      rectificationOrders: { nodes: [{ orderNo: 'early', inspectionCase: { caseNo: 'to come' } }] },
    });
  });

  test.each([
    ['an interview', INTERVIEWS, interview, 'INTERVIEW', 'interview'],
    ['an order', ORDERS, order, 'RECTIFICATION_ORDER', 'rectificationOrder'],
  ] as const)(
    'taken back while %s names it, a case is told, and the number stays to be read',
    async (name, mutation, record, dataset, one) => {
      const caseNo = `of ${name}`;
      const [of] = (await room.submit(CASES, [inspection(caseNo)])).verdicts;
      const [names] = (await room.submit(mutation, [record(caseNo, { caseNo })])).verdicts;
      const later = inspection(caseNo, { acceptedOn: '2026-01-25' });
      const corrected = await room.submit(CASES, [later], { sentAt: LATER });
      expect(told(corrected)).toEqual(['CORRECTED']);
      expect(corrected.verdicts[0]!.warnings).toContain('LATER_THAN_WHAT_FOLLOWS');
      const whole = { dataset: 'INSPECTION_CASE', recordId: of!.recordId };
      expect(await takeBack(room, whole)).toEqual(['WITHDRAWN +STILL_NAMED']);
      const { found } = await room.ask(
        `query ($id: ID!) { found: ${one}(id: $id) { caseNo inspectionCase { caseNo } } }`,
        { id: names!.recordId },
      );
      expect(found).toEqual({ caseNo, inspectionCase: null });
      const second = `${caseNo}, both`;
      const [parent] = (await room.submit(CASES, [inspection(second)])).verdicts;
      const [part] = (await room.submit(mutation, [record(second, { caseNo: second })])).verdicts;
      expect(
        await takeBack(
          room,
          { dataset: 'INSPECTION_CASE', recordId: parent!.recordId },
          { dataset, recordId: part!.recordId },
        ),
      ).toEqual(['WITHDRAWN', 'WITHDRAWN']);
    },
  );

  test('are shown on their project, their employer and the warnings they name', async () => {
    await room.submit(CASES, [inspection('linked', { warningIds: [ANOTHER, WARNING!.toUpperCase()] })]);
    await room.submit(INTERVIEWS, [interview('linked', { warningIds: [WARNING] })]);
    await room.submit(ORDERS, [order('linked', { warningIds: [WARNING], isObeyed: false })]);
    const warning = (id: string) => ({ __typename: 'EarlyWarning', id, projectCode: 'A' });
    const fields = `inspectionCases { nodes { caseNo warnings { id } } } interviews { nodes { interviewNo } }
      rectificationOrders { nodes { orderNo } }`;
    const of = async (reference: object & { readonly __typename: string }) =>
      (
        await room.ask(
          `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ${reference.__typename} { ${fields} } } }`,
          { of: [reference] },
        )
      )._entities[0];
    expect(await of(warning(WARNING!))).toEqual({
      inspectionCases: { nodes: [{ caseNo: 'linked', warnings: [{ id: WARNING }, { id: ANOTHER }] }] },
      interviews: { nodes: [{ interviewNo: 'linked' }] },
      rectificationOrders: { nodes: [{ orderNo: 'linked' }] },
    });
    expect(await of(warning(ANOTHER!))).toMatchObject({
      inspectionCases: { nodes: [{ caseNo: 'linked' }] },
      interviews: { nodes: [] },
    });
    const unlinked = interview('linked', { warningIds: [] });
    expect(told(await room.submit(INTERVIEWS, [unlinked], { sentAt: LATER }))).toEqual(['CORRECTED']);
    expect((await of(warning(WARNING!))).interviews.nodes).toEqual([]);
    for (const reference of [
      { __typename: 'Project', code: 'A' },
      { __typename: 'Enterprise', creditCode: EMPLOYER },
    ]) {
      const shown = await of(reference);
      expect(shown.inspectionCases.nodes).toContainEqual({
        caseNo: 'linked',
        warnings: [{ id: WARNING }, { id: ANOTHER }],
      });
      expect(shown.interviews.nodes).toContainEqual({ interviewNo: 'linked' });
      expect(shown.rectificationOrders.nodes).toContainEqual({ orderNo: 'linked' });
    }
    const { interviews } = await room.ask(
      `{ interviews(first: 2, filter: { employer: "${EMPLOYER}", division: "450103", heldFrom: "2026-01-15" }) {
        totalCount nodes { project { code } employer { creditCode } } pageInfo { hasNextPage } } }`,
    );
    expect(interviews.nodes).toEqual(
      Array(2).fill({ project: { code: 'A' }, employer: { creditCode: EMPLOYER } }),
    );
    expect(interviews.pageInfo.hasNextPage).toBe(interviews.totalCount > 2);
  });
});

describe('A warning that an act names', () => {
  test.each([
    ['a case', CASES, inspection],
    ['an interview', INTERVIEWS, interview],
    ['an order', ORDERS, order],
  ] as const)('is one of the project: %s that names another is refused', async (_what, mutation, record) => {
    const named = async (...warningIds: readonly string[]) =>
      told(await room.submit(mutation, [record('named', { warningIds })]));
    expect(await named(WARNING!, NONE)).toEqual(['REJECTED WARNING_NOT_OF_PROJECT warningIds.1']);
    // Of another project, on record or not: the two look the same.
    expect(await named(OF_OTHER!)).toEqual(['REJECTED WARNING_NOT_OF_PROJECT warningIds.0']);
    expect(await named(ANOTHER!, WARNING!)).toEqual(['ACCEPTED']);
    expect(await named(WARNING!, ANOTHER!)).toEqual(['DUPLICATE ALREADY_RECORDED']);
  });

  test('shows no act of another project, not even one that was taken before this was refused', async () => {
    await room.department.write(RectificationOrder, '2026-02-01T09:00:00+08:00', [
      {
        projectCode: 'A',
        orderNo: 'astray',
        employerCode: EMPLOYER,
        authority: '示例区人力资源和社会保障局',
        kind: 'RECTIFY',
        issuedOn: '2026-01-20',
        dueOn: '2026-02-10',
        warningIds: [OF_OTHER],
      },
    ]);
    await withClient(room.department.ownerUrl, (owner) =>
      owner.query(
        `insert into human_resources.warning_link (warning_id, act, project_code, act_no)
         values ($1, 'rectification_order', 'A', 'astray')`,
        [OF_OTHER],
      ),
    );
    const of = async (projectCode: string) => {
      const { _entities } = await room.ask(
        `query ($of: [_Any!]!) { _entities(representations: $of) { ... on EarlyWarning {
          rectificationOrders { totalCount nodes { orderNo } } } } }`,
        { of: [{ __typename: 'EarlyWarning', id: OF_OTHER, projectCode }] },
      );
      return _entities[0].rectificationOrders;
    };
    expect(await of('B')).toEqual({ totalCount: 0, nodes: [] });
    expect(await of('A')).toEqual({ totalCount: 1, nodes: [{ orderNo: 'astray' }] });
  });
});

test('An employer on record as no unit of the project is told; the owner, the contractor and units are units', async () => {
  const [owner, contractor, labour, stranger] = PARTIES;
  for (const employerCode of [owner, contractor, labour])
    expect(await warningsOf(room, ORDERS, order(`of ${employerCode}`, { employerCode }))).toEqual([]);
  const astray = order('of a stranger', { employerCode: stranger });
  expect(await warningsOf(room, ORDERS, astray)).toEqual(['EMPLOYER_NOT_A_UNIT']);
});

test('A wage officer of an employer that takes no part in the project is told', async () => {
  const [, contractor, , stranger] = PARTIES;
  const of = (officerNo: string, employerCode: string | null) =>
    warningsOf(room, OFFICERS, officer(officerNo, { employerCode }));
  expect(await of('ours', contractor)).toEqual([]);
  expect(await of('of-nobody', null)).toEqual([]);
  expect(await of('of-a-stranger', stranger)).toEqual(['EMPLOYER_NOT_A_UNIT']);
});
