import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hubCaller, SCOPES } from '../../../../kernel/caller.ts';
import { official } from '../../support/department.ts';
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
    corrected: { ...shows, closedOn: '2026-02-26', outcome: 'PAID', isOverdue: false },
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
