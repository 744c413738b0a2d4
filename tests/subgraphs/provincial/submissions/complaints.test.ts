import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Caller, hubCaller, SCOPES } from '../../../../kernel/caller.ts';
import { official } from '../../support/department.ts';
import { asOperator } from '../../verdict-codes/rooms.ts';
import { livesThrough } from './life-of-a-fact.ts';
import { authority } from './party-inputs.ts';
import {
  CONTRACTOR,
  enterpriseCaller,
  type Hub,
  LABOUR,
  openHub,
  openSite,
  person,
  project,
  WORKER,
} from './support.ts';

let hub: Hub;
const RECEIVER = 'RS-450103';
const SENT = '2026-03-01T07:00:00+08:00';
/** Human resources of a county. */
const officeOf = (division: string): Caller => ({
  ...official(division, 'HOUSING', 'WATER'),
  organisation: `hr-${division}`,
  roles: ['county-hr'],
  scopes: SCOPES,
});
beforeAll(async () => {
  hub = await openHub();
  await openSite(hub, 'A');
  const receiver = {
    code: RECEIVER,
    name: '示例区人力资源和社会保障局',
    kind: 'HUMAN_RESOURCES',
    level: 'COUNTY',
    divisionCode: '450103',
  };
  expect(await hub.submit('submitOrganisations', [receiver], { caller: authority })).toEqual(['ACCEPTED']);
  expect(
    await hub.submit('submitRealNameRegistrations', [{ projectCode: 'A', crewNo: '1', ...person(WORKER) }]),
  ).toEqual(['ACCEPTED']);
});
afterAll(() => hub?.close());

const complaint = (complaintNo: string, more: object = {}) => ({
  receivingBody: RECEIVER,
  complaintNo,
  projectCode: 'A',
  enterpriseCode: LABOUR,
  amount: '12000.00',
  workers: 3,
  receivedOn: '2026-02-09',
  ...more,
});
const submit = (record: object) => hub.submit('submitArrearsComplaints', [record], { caller: authority });

test.each([
  ['no number', { complaintNo: null }, 'REJECTED VALUE_MISSING complaintNo'],
  ['a receipt tomorrow', { receivedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE receivedOn'],
  ['an acceptance before the receipt', { acceptedOn: '2026-02-08' }, 'REJECTED PERIOD_REVERSED acceptedOn'],
  [
    'an end before the acceptance',
    { acceptedOn: '2026-02-11', closedOn: '2026-02-10', outcome: 'PAID' },
    'REJECTED PERIOD_REVERSED closedOn',
  ],
  ['an end without an outcome', { closedOn: '2026-02-20' }, 'REJECTED OUTCOME_MISSING outcome'],
  ['an outcome without an end', { outcome: 'PAID' }, 'REJECTED OUTCOME_BEFORE_CLOSING closedOn'],
  ['an outcome that is none', { outcome: '已支付' }, 'REJECTED CODE_UNKNOWN outcome'],
  ['no workers', { workers: 0 }, 'REJECTED NUMBER_OUT_OF_RANGE workers'],
  ['an amount below zero', { amount: '-1' }, 'REJECTED AMOUNT_NEGATIVE amount'],
  ['a project nobody has filed', { projectCode: 'NONE' }, 'HELD PROJECT_UNKNOWN projectCode'],
  [
    'a person nobody knows, by id',
    { workerId: '0197a3c2-5f00-7000-8000-000000000000' },
    'HELD WORKER_UNKNOWN workerId',
  ],
  [
    'a number that fails its check',
    { documentNumber: '450103199001020012' },
    'HELD RESIDENT_NUMBER_INVALID documentNumber',
  ],
  ['a body nobody has listed', { receivingBody: 'NOBODY' }, 'ACCEPTED +BODY_NOT_LISTED'],
  ['nobody’s name', {}, 'ACCEPTED'],
  ['somebody who is on a roster', person(WORKER), 'ACCEPTED'],
  ['somebody who is on record nowhere', person('1993-03-03'), 'ACCEPTED +NEVER_ENGAGED_HERE'],
])('A complaint with %s has a verdict', async (what, more, verdict) => {
  expect(
    await submit(complaint(`T-${what.length}-${Object.keys(more).join('')}`.slice(0, 50), more)),
  ).toEqual([verdict]);
});

test('A complaint is accepted, corrected by the source alone as it goes on, read by its state, and taken back', async () => {
  const shows = {
    complaintNo: 'TS-1',
    receivingOrganisation: { name: '示例区人力资源和社会保障局' },
    project: { code: 'A' },
    enterprise: { creditCode: CONTRACTOR },
    complainant: null,
    complainantId: null,
    amount: '12000.00',
    workers: 3,
    answerDueOn: '2026-02-14',
    closedOn: null,
    outcome: null,
    isOverdue: true,
  };
  await livesThrough(hub, {
    dataset: 'ARREARS_COMPLAINT',
    operation: 'submitArrearsComplaints',
    record: complaint('TS-1', { enterpriseCode: CONTRACTOR }),
    correction: { acceptedOn: '2026-02-10', closedOn: '2026-02-26', outcome: 'PAID' },
    query: `{ arrearsComplaints(filter: { projectCode: "A", enterpriseCode: "${CONTRACTOR}", division: "450103", from: "2026-02-01", to: "2026-02-28", receivingBody: "${RECEIVER}" }) {
      nodes { complaintNo receivingOrganisation { name } project { code } enterprise { creditCode } complainant { id } complainantId
        amount workers answerDueOn closedOn outcome isOverdue } totalCount } }`,
    shows,
    // Counted from the acceptance as soon as there is one; the Spring Festival lies between.
    corrected: {
      ...shows,
      answerDueOn: '2026-02-24',
      closedOn: '2026-02-26',
      outcome: 'PAID',
      isOverdue: false,
    },
  });
});

describe('Complaints', () => {
  test('of the same person about the same project are told of as repeated', async () => {
    const again = { ...person('1994-04-04'), closedOn: '2026-02-20', outcome: 'PAID' };
    expect(await submit(complaint('R-1', again))).toEqual(['ACCEPTED +NEVER_ENGAGED_HERE']);
    expect(await submit(complaint('R-2', again))).toEqual([
      'ACCEPTED +NEVER_ENGAGED_HERE +COMPLAINT_REPEATED',
    ]);
  });

  test('of the same person about the same project are told of within one call as over two', async () => {
    const again = { ...person('1994-05-05') };
    const closed = { ...again, closedOn: '2025-10-20', outcome: 'PAID', receivedOn: '2025-10-01' };
    expect(
      await hub.submit('submitArrearsComplaints', [
        complaint('C-0', closed),
        complaint('C-1', again),
        complaint('C-2', again),
      ]),
    ).toEqual([
      'ACCEPTED +NEVER_ENGAGED_HERE',
      'ACCEPTED +NEVER_ENGAGED_HERE',
      'ACCEPTED +NEVER_ENGAGED_HERE +COMPLAINT_REPEATED',
    ]);
  });

  test('whose answer is due after days of a year without a list of holidays say that the day is provisional', async () => {
    for (const [no, receivedOn, isProvisional] of [
      ['P-2024', '2024-09-30', true],
      ['P-2025', '2025-09-30', false],
    ] as const) {
      await submit(complaint(no, { ...person('1994-06-06'), receivedOn, closedOn: null }));
      const { nodes } = (await hub.ask(
        `{ arrearsComplaints(filter: { from: "${receivedOn}", to: "${receivedOn}" }) {
          nodes { complaintNo answerDueOn isAnswerDueOnProvisional } } }`,
      )) as { nodes: object[] };
      expect(nodes).toContainEqual({
        complaintNo: no,
        answerDueOn: expect.stringMatching(/^202[45]-10-/),
        isAnswerDueOnProvisional: isProvisional,
      });
    }
  });

  test('wait for their project, and are then listed with it and among those past their limit', async () => {
    expect(await submit(complaint('L-1', { projectCode: 'LATER' }))).toEqual([
      'HELD PROJECT_UNKNOWN projectCode',
    ]);
    await hub.submit('fileProjects', [project({ projectCode: 'LATER' })]);
    await hub.release();
    const listed = 'nodes { complaintNo } totalCount';
    const expected = { nodes: [{ complaintNo: 'L-1' }], totalCount: 1 };
    expect(await hub.ask(`{ project(code: "LATER") { arrearsComplaints { ${listed} } } }`)).toEqual({
      arrearsComplaints: expected,
    });
    const filtered = (filter: string) =>
      hub.ask(`{ arrearsComplaints(filter: { projectCode: "LATER", ${filter} }) { ${listed} } }`);
    expect(await filtered('isOverdue: true, isOpen: true')).toEqual(expected);
    expect(await filtered('isOverdue: false')).toEqual({ nodes: [], totalCount: 0 });
    expect(await filtered('isOpen: false')).toEqual({ nodes: [], totalCount: 0 });
  });

  test('are seen by the department of the place and by who complained, and by no employer', async () => {
    await submit(complaint('V-1', { ...person(WORKER), closedOn: '2026-02-26', outcome: 'MEDIATED' }));
    const all = (await hub.ask('{ arrearsComplaints { totalCount } }')) as { totalCount: number };
    const count = async (caller: Parameters<typeof hub.department.ask>[0]) => {
      const { data, errors } = await hub.department.ask(
        caller,
        '{ arrearsComplaints { totalCount nodes { complaintNo } } }',
        {},
      );
      expect(errors).toBeUndefined();
      return data!.arrearsComplaints as { totalCount: number; nodes: { complaintNo: string }[] };
    };
    expect((await count({ ...official('450103', 'HOUSING'), scopes: SCOPES })).totalCount).toBe(
      all.totalCount,
    );
    expect((await count({ ...official('450203', 'HOUSING'), scopes: SCOPES })).totalCount).toBe(0);
    expect((await count({ ...enterpriseCaller(LABOUR, ['A']), scopes: SCOPES })).totalCount).toBe(0);
    const worker = await complainant('V-1');
    const own = await count({ ...hubCaller('tests'), kind: 'WORKER_APP', worker, scopes: SCOPES });
    expect(own.nodes.map(({ complaintNo }) => complaintNo)).toContain('V-1');
    expect(own.totalCount).toBeLessThan(all.totalCount);
  });
});

/** Who is behind a complaint, as the hub itself reads it. */
async function complainant(complaintNo: string): Promise<string> {
  const { nodes } = (await hub.ask(
    `{ arrearsComplaints(filter: { receivingBody: "${RECEIVER}" }) { nodes { complaintNo complainant { id } } } }`,
  )) as { nodes: { complaintNo: string; complainant: { id: string } | null }[] };
  return nodes.find((one) => one.complaintNo === complaintNo)!.complainant!.id;
}

describe('A worker’s app', () => {
  const ids = new Map<string, string>();
  const idOf = async (bornOn: string): Promise<string> => {
    const { data } = await hub.department.ask(
      hubCaller('tests'),
      'mutation ($identities: [IdentityInput!]!) { ensureWorkers(identities: $identities) { workerId } }',
      { variables: { identities: [person(bornOn)] } },
    );
    return (data!.ensureWorkers as { workerId: string }[])[0]!.workerId;
  };
  const appOf = (worker: string): Caller => ({
    organisation: 'worker-app',
    kind: 'WORKER_APP',
    roles: ['worker-app'],
    scopes: ['complaint:submit', 'complaint:read', 'worker:read', 'project:read'],
    sectors: ['HOUSING'],
    divisions: ['450000'],
    worker,
    assurance: 'TOKEN',
  });
  const lodge = (record: object, worker = ids.get('own')!, sentAt?: string) =>
    hub.submit('submitArrearsComplaints', [record], { caller: appOf(worker), ...(sentAt && { sentAt }) });
  const own = (complaintNo: string, more: object = {}) =>
    complaint(complaintNo, { workerId: ids.get('own'), workers: null, ...more });
  const shown = async (complaintNo: string, caller: Caller) => {
    const { data, errors } = await hub.department.ask(
      caller,
      '{ arrearsComplaints { nodes { id complaintNo complainantId isLodgedByWorker isTakenUp acceptedOn amount provenance { sourceSystem version } } } }',
      {},
    );
    expect(errors).toBeUndefined();
    const { nodes } = data!.arrearsComplaints as { nodes: { id: string; complaintNo: string }[] };
    return nodes.find((one) => one.complaintNo === complaintNo) ?? null;
  };
  const LATER = '2026-03-01T07:30:00+08:00';
  const official103: Caller = { ...official('450103', 'HOUSING'), scopes: SCOPES };

  beforeAll(async () => {
    ids.set('own', await idOf(WORKER));
    await hub.submit('submitMigrantWorkers', [{ ...person('1995-05-05'), name: '蓝示例' }]);
    ids.set('another', await idOf('1995-05-05'));
    await hub.submit('fileProjects', [project({ projectCode: 'NOT-MINE' })]);
  });

  test.each([
    ['its own worker’s', {}, 'ACCEPTED'],
    [
      'another’s',
      { workerId: '0197a3c2-5f00-7000-8000-000000000000' },
      'REJECTED WORKER_OF_ANOTHER workerId',
    ],
    ['nobody’s', { workerId: null }, 'REJECTED WORKER_OF_ANOTHER workerId'],
    ['one by a document', person(WORKER), 'REJECTED WORKER_OF_ANOTHER documentNumber'],
    ['one that was accepted', { acceptedOn: '2026-02-10' }, 'REJECTED RECEIVING_BODY_ONLY acceptedOn'],
    [
      'one that is closed',
      { closedOn: '2026-02-20', outcome: 'PAID' },
      'REJECTED RECEIVING_BODY_ONLY closedOn',
    ],
    ['one about a project of others', { projectCode: 'NOT-MINE' }, 'HELD PROJECT_UNKNOWN projectCode'],
    ['one about no project', { projectCode: 'NONE' }, 'HELD PROJECT_UNKNOWN projectCode'],
  ])('lodges a complaint, and of %s is told', async (what, more, verdict) => {
    expect(await lodge(own(`APP-${what.length}`, more))).toEqual([expect.stringMatching(`^${verdict}`)]);
  });

  test('reads what it lodged, corrects it, and takes it back; another’s app does neither', async () => {
    expect(await lodge(own('APP-OWN'))).toEqual(['ACCEPTED +COMPLAINT_REPEATED']);
    const found = (await shown('APP-OWN', appOf(ids.get('own')!)))!;
    expect(found).toMatchObject({
      isLodgedByWorker: true,
      isTakenUp: false,
      amount: '12000.00',
      provenance: { sourceSystem: 'worker-app', version: 1 },
    });
    expect(await lodge(own('APP-OWN', { amount: '13000.00' }), undefined, LATER)).toEqual([
      'CORRECTED +COMPLAINT_REPEATED',
    ]);
    const another = ids.get('another')!;
    expect(await shown('APP-OWN', appOf(another))).toBeNull();
    expect(await lodge(own('APP-OWN', { workerId: another, projectCode: 'A' }), another, LATER)).toEqual([
      'HELD PROJECT_UNKNOWN projectCode',
    ]);
    await hub.submit('submitRealNameRegistrations', [
      { projectCode: 'A', crewNo: '1', ...person('1995-05-05') },
    ]);
    expect(await lodge(own('APP-OWN', { workerId: another }), another, LATER)).toEqual([
      'REJECTED WORKER_OF_ANOTHER complaintNo',
    ]);
    expect(await takeBack(found.id, appOf(another))).toEqual(['RECORD_UNKNOWN']);
    expect(await submissionsOf(appOf(another))).toBeLessThan(await submissionsOf(appOf(ids.get('own')!)));
    expect(await takeBack(found.id, appOf(ids.get('own')!))).toEqual(['WITHDRAWN']);
    expect(await shown('APP-OWN', appOf(ids.get('own')!))).toBeNull();
  });

  test('is not told that there is no such project while attendance that may be its worker’s is archived', async () => {
    const about = (projectCode: string) => own(`APP-AWAY-${projectCode}`, { projectCode });
    const archive = (set: string) => asOperator(hub.department, `update hub.archived_month set ${set}`);
    await hub.submit('fileProjects', [project({ projectCode: 'LONG-AGO' })]);
    await asOperator(
      hub.department,
      `insert into hub.archived_month (room, tab, month, closed_at)
       values ('provincial', 'attendance_record', '2023-05-01', '2026-02-01T00:00:00Z')`,
    );
    try {
      // Whether there is such a project or not, the answer is the same, or it would tell that there is.
      for (const projectCode of ['LONG-AGO', 'NONE'])
        expect(await lodge(about(projectCode))).toEqual(['HELD PRESENCE_UNKNOWN projectCode']);
      await archive(
        `first_id = '017f0000-0000-7000-8000-000000000000', last_id = 'ffffffff-ffff-7fff-8fff-ffffffffffff'`,
      );
      expect(await lodge(about('LONG-AGO'))).toEqual([expect.stringMatching('^HELD PRESENCE_UNKNOWN')]);
      expect(await submit(complaint('BODY-NONE', { projectCode: 'NONE' }))).toEqual([
        'HELD PROJECT_UNKNOWN projectCode',
      ]);
      expect(await lodge(own('APP-HERE-STILL'))).toEqual([expect.stringMatching('^ACCEPTED')]);
      // Recorded before the worker was registered: there is nothing of the worker's in it.
      await archive(`last_id = '017f0000-0000-7000-8000-000000000001'`);
      expect(await lodge(about('LONG-AGO'))).toEqual([expect.stringMatching('^HELD PROJECT_UNKNOWN')]);
    } finally {
      await asOperator(hub.department, 'delete from hub.archived_month');
    }
  });

  test('hands its complaint over to the body that takes it up, which keeps whose it is', async () => {
    await lodge(own('APP-UP'));
    const taken = complaint('APP-UP', { acceptedOn: '2026-02-11', amount: '11000.00' });
    const body = officeOf('450103');
    const submitAs = (record: object, caller: Caller, sentAt: string) =>
      hub.submit('submitArrearsComplaints', [record], { caller, sentAt });
    expect(await submitAs(taken, body, SENT)).toEqual([expect.stringMatching(/^CORRECTED/)]);
    expect(await shown('APP-UP', appOf(ids.get('own')!))).toMatchObject({
      isLodgedByWorker: true,
      isTakenUp: true,
      acceptedOn: '2026-02-11',
      amount: '11000.00',
      provenance: { sourceSystem: body.organisation, version: 2 },
    });
    expect(await lodge(own('APP-UP', { amount: '1.00' }), undefined, LATER)).toEqual([
      expect.stringMatching(/^DUPLICATE SAME_FACT_OTHER_SOURCE/),
    ]);
    const closed = { ...taken, closedOn: '2026-02-26', outcome: 'PAID' };
    expect(await submitAs(closed, { ...body, organisation: 'another-body' }, LATER)).toEqual([
      expect.stringMatching(/^DUPLICATE SAME_FACT_OTHER_SOURCE/),
    ]);
    expect(await submitAs(closed, body, LATER)).toEqual([expect.stringMatching(/^CORRECTED/)]);
    expect(await shown('APP-UP', appOf(ids.get('own')!))).toMatchObject({ provenance: { version: 3 } });
    expect(await shown('APP-UP', official103)).not.toBeNull();
  });

  test.each([
    ['the housing department of the county', { roles: ['county-housing'], sectors: ['HOUSING'] }, false],
    ['human resources of another county', { divisions: ['450105'] }, false],
    ['human resources of the city above', { roles: ['city-hr'], divisions: ['450100'] }, false],
    ['a platform', { kind: 'VENDOR', roles: [] }, false],
    ['human resources of the county', {}, true],
    ['whom its token calls by the body’s code', { roles: [], organisation: RECEIVER }, true],
  ])('hands it over to its body alone: %s takes it up or not', async (who, more, isBody) => {
    const complaintNo = `APP-BODY-${who.length}`;
    await lodge(own(complaintNo));
    const caller = { ...officeOf('450103'), organisation: `body-${who.length}`, ...more } as Caller;
    const stated = complaint(complaintNo, { closedOn: '2026-02-26', outcome: 'UNFOUNDED' });
    const verdict = isBody
      ? '^CORRECTED'
      : '^(REJECTED (RECEIVING_BODY_ONLY receivingBody|OUTSIDE)|HELD PROJECT)';
    expect(await hub.submit('submitArrearsComplaints', [stated], { caller, sentAt: LATER })).toEqual([
      expect.stringMatching(verdict),
    ]);
    expect(await shown(complaintNo, appOf(ids.get('own')!))).toMatchObject({ isTakenUp: isBody });
  });

  test('has its complaint again when the body takes back what it took up, and hands it over anew', async () => {
    await lodge(own('APP-BACK', { amount: '12500.00' }));
    const body = officeOf('450103');
    const takeUp = (sentAt: string) =>
      hub.submit('submitArrearsComplaints', [complaint('APP-BACK', { acceptedOn: '2026-02-11' })], {
        caller: body,
        sentAt,
      });
    expect(await takeUp(SENT)).toEqual([expect.stringMatching(/^CORRECTED/)]);
    const { id } = (await shown('APP-BACK', official103))!;
    expect(await takeBack(id, body)).toEqual(['WITHDRAWN_OTHER_SHOWN']);
    const again = {
      isTakenUp: false,
      acceptedOn: null,
      amount: '12500.00',
      provenance: { sourceSystem: 'worker-app', version: 4 },
    };
    expect(await shown('APP-BACK', appOf(ids.get('own')!))).toMatchObject(again);
    expect(await shown('APP-BACK', official103)).toMatchObject(again);
    expect(await lodge(own('APP-BACK', { amount: '12600.00' }), undefined, LATER)).toEqual([
      expect.stringMatching(/^CORRECTED/),
    ]);
    expect(await takeUp(LATER)).toEqual([expect.stringMatching(/^CORRECTED/)]);
  });

  test('lodges nothing that an employer sees: no complaint, none that waits, and no source of any', async () => {
    await lodge(own('APP-HIDDEN'));
    await lodge(own('APP-WAITING', { projectCode: 'NOT-MINE' }));
    const held = complaint('BODY-WAITING', { documentNumber: '450103199001020012' });
    expect(await submit(held)).toEqual(['HELD RESIDENT_NUMBER_INVALID documentNumber']);
    const employer: Caller = { ...enterpriseCaller(LABOUR, ['A', 'NOT-MINE']), scopes: SCOPES };
    expect(await shown('APP-HIDDEN', employer)).toBeNull();
    const { data, errors } = await hub.department.ask(
      employer,
      `{ arrearsComplaints { totalCount }
         project(code: "A") { provincialFreshness { dataset } arrearsComplaints { totalCount } }
         ledgers { provincial { heldRecords { nodes { dataset } } mySubmissions { totalCount }
           changes { nodes { dataset } } } } }`,
      {},
    );
    expect(errors).toBeUndefined();
    const { project: site, ...rest } = data as { project: { provincialFreshness: object[] } };
    expect(rest).toEqual({
      arrearsComplaints: { totalCount: 0 },
      ledgers: {
        provincial: {
          heldRecords: { nodes: [] },
          mySubmissions: { totalCount: 0 },
          changes: { nodes: expect.any(Array) },
        },
      },
    });
    expect(JSON.stringify([site, rest])).not.toContain('ARREARS_COMPLAINT');
    expect(site).toMatchObject({ arrearsComplaints: { totalCount: 0 } });
    expect(site.provincialFreshness.length).toBeGreaterThan(0);
  });
});

async function takeBack(recordId: string, caller: Caller): Promise<string[]> {
  const { data, errors } = await hub.department.ask(
    caller,
    `mutation ($envelope: SubmissionEnvelopeInput!, $records: [WithdrawnRecordInput!]!) {
      withdrawProvincialRecords(envelope: $envelope, records: $records, reason: "stated by mistake") { verdicts { code } } }`,
    {
      variables: {
        envelope: {
          idempotencyKey: randomUUID(),
          sourceSystem: caller.organisation,
          sentAt: '2026-03-01T07:50:00+08:00',
        },
        records: [{ dataset: 'ARREARS_COMPLAINT', recordId }],
      },
    },
  );
  expect(errors).toBeUndefined();
  return (data!.withdrawProvincialRecords as { verdicts: { code: string }[] }).verdicts.map(
    ({ code }) => code,
  );
}

async function submissionsOf(caller: Caller): Promise<number> {
  const { data } = await hub.department.ask(
    caller,
    '{ ledgers { provincial { mySubmissions { totalCount } } } }',
    {},
  );
  return (data!.ledgers as { provincial: { mySubmissions: { totalCount: number } } }).provincial.mySubmissions
    .totalCount;
}
