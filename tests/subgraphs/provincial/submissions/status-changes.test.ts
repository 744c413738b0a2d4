import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Caller } from '../../../../kernel/caller.ts';
import { send } from '../../support/submitting.ts';
import { digestOf, housingOfficer, PROJECT_INPUTS, siteOffices } from './project-inputs.ts';
import { enterpriseCaller, type Hub, LABOUR, openHub, OWNER, project, STRANGER } from './support.ts';

let hub: Hub;
let code: string;
let serial = 0;
beforeAll(async () => {
  hub = await openHub();
});
afterAll(() => hub?.close());

// Each test has a project of its own, under construction.
beforeEach(async () => {
  code = `P${++serial}`;
  expect(await hub.submit('fileProjects', [project({ projectCode: code })])).toEqual(['ACCEPTED']);
});

const LATER = '2026-03-01T07:30:00+08:00';
const OP = 'submitStatusChangeApplications';
const [office] = siteOffices;
const application = (more: object = {}) => ({
  projectCode: code,
  applicationNo: 'SQ-1',
  fromStatus: '003',
  toStatus: '005',
  reason: '汛期停工（虚构示例）',
  proofs: [digestOf('a')],
  appliedOn: '2026-02-28',
  applicantCode: OWNER,
  ...more,
});
const apply = async (more: object = {}): Promise<string> => {
  const receipt = await send(hub.department, office, OP, PROJECT_INPUTS[OP]!, [application(more)], {
    source: office.organisation,
  });
  expect(receipt.verdicts[0]).toMatchObject({ outcome: 'ACCEPTED' });
  return receipt.verdicts[0]!.recordId as string;
};
const decide = async (applicationId: string, more: object = {}, caller: Caller = housingOfficer) => {
  const { data, errors } = await hub.department.ask(
    caller,
    `mutation ($input: DecideStatusChangeInput!) { decideStatusChange(input: $input) { __typename
      ... on StatusChangeDecided { application { state } decision { outcome toStatus organisation decidedOn projectVersion } }
      ... on TransitionRefused { state requested allowed } ... on ChangedByAnother { expectedVersion currentVersion }
      ... on OutsideJurisdiction { sector division } ... on ReasonTooShort { minimum } } }`,
    {
      variables: {
        input: {
          applicationId,
          expectedVersion: 1,
          outcome: 'APPROVED',
          reason: '证明材料齐全，同意停工。',
          ...more,
        },
      },
    },
  );
  expect(errors).toBeUndefined();
  return data!.decideStatusChange;
};
const shown = () =>
  hub.ask(`{ project(code: "${code}") { constructionStatus isStatusUnapproved provenance { version sourceSystem }
    statusHistory { status until decision { applicationNo } } statusChangeApplications { state } } }`);
interface Changes {
  readonly nodes: readonly object[];
  readonly pageInfo: { readonly endCursor: string };
}

const changesAfter = async (after: string | null): Promise<Changes> => {
  const { provincial } = (await hub.ask(
    `query ($after: Cursor) { ledgers { provincial { changes(after: $after, first: 1000) {
      nodes { dataset outcome recordId version projectCode } pageInfo { endCursor } } } } }`,
    { after },
  )) as { provincial: { changes: Changes } };
  return provincial.changes;
};
const changed = (
  projectCode: string,
  dataset: string,
  outcome: string,
  version: number,
  recordId: unknown = expect.any(String),
) => ({ dataset, outcome, recordId, version, projectCode });
const OWN_ACTS = `{ ledgers { provincial { mySubmissions { nodes { submitted corrected } } } } }`;
const APPROVED = {
  __typename: 'StatusChangeDecided',
  application: { state: 'APPROVED' },
  decision: {
    outcome: 'APPROVED',
    toStatus: 'SUSPENDED',
    organisation: housingOfficer.organisation,
    decidedOn: '2026-03-01',
    projectVersion: 2,
  },
};

describe('An application to change a status', () => {
  test.each([
    ['no number', { applicationNo: null }, 'REJECTED VALUE_MISSING applicationNo'],
    ['a status of no table', { toStatus: '009' }, 'REJECTED CODE_UNKNOWN toStatus'],
    ['the status that stands', { toStatus: 'UNDER_CONSTRUCTION' }, 'REJECTED STATUS_UNCHANGED toStatus'],
    ['another status than stands', { fromStatus: '002' }, 'REJECTED STATUS_DIFFERS fromStatus'],
    ['no reason', { reason: ' ' }, 'REJECTED VALUE_MISSING reason'],
    ['no proof', { proofs: [] }, 'REJECTED VALUE_MISSING proofs'],
    ['a proof that is no digest', { proofs: ['合同.pdf'] }, 'REJECTED DIGEST_MALFORMED proofs.0'],
    ['a day to come', { appliedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE appliedOn'],
    ['a stranger', { applicantCode: STRANGER }, 'HELD UNIT_UNKNOWN applicantCode'],
  ])('with %s has its verdict', async (_what, more, verdict) => {
    expect(await hub.submit(OP, [application(more)], { caller: office })).toEqual([verdict]);
  });

  test('is an enterprise’s for itself alone', async () => {
    const builder = { ...enterpriseCaller(OWNER, [code]), organisation: 'owner' };
    expect(await hub.submit(OP, [application()], { caller: builder })).toEqual(['ACCEPTED']);
    const other = { ...enterpriseCaller(LABOUR, [code]), organisation: 'labour' };
    expect(await hub.submit(OP, [application({ applicationNo: 'SQ-2' })], { caller: other })).toEqual([
      'REJECTED ENTERPRISE_OF_ANOTHER applicantCode',
    ]);
  });
});

describe('The decision of the sector’s department', () => {
  test('moves the project where it approves, and is in the history of its status', async () => {
    const id = await apply();
    expect(await decide(id)).toEqual(APPROVED);
    expect(await shown()).toEqual({
      constructionStatus: 'SUSPENDED',
      isStatusUnapproved: false,
      provenance: { version: 2, sourceSystem: 'vendor-a' },
      statusHistory: [
        { status: 'UNDER_CONSTRUCTION', until: '2026-03-01T08:00:00+08:00', decision: null },
        { status: 'SUSPENDED', until: null, decision: { applicationNo: 'SQ-1' } },
      ],
      statusChangeApplications: [{ state: 'APPROVED' }],
    });
    expect(
      await hub.ask(
        `{ statusChangeApplications(filter: { projectCode: "${code}", states: [APPROVED] }) { totalCount } }`,
      ),
    ).toEqual({ totalCount: 1 });
  });

  test('leaves what the filing states beside the rest as it was, sealed or not', async () => {
    const of = {
      projectCode: code,
      contactName: '韦示例',
      contactPhone: '13800000000',
      settledOn: '2026-02-27',
    };
    expect(await hub.submit('fileProjects', [project(of)], { sentAt: LATER })).toEqual(['CORRECTED']);
    const id = await apply();
    expect(await decide(id)).toMatchObject({
      __typename: 'StatusChangeDecided',
      decision: { projectVersion: 3 },
    });
    expect(
      await hub.ask(
        `{ project(code: "${code}") { constructionStatus particulars { contactName settledOn } } }`,
      ),
    ).toEqual({
      constructionStatus: 'SUSPENDED',
      particulars: { contactName: expect.stringMatching(/^韦/), settledOn: '2026-02-27' },
    });
  });

  test('has its place in the changes, with the project it moved, and a refusal touches the application alone', async () => {
    const id = await apply();
    await hub.release();
    const before = await changesAfter(null);
    await decide(id);
    const [refusedCode, refused] = [
      code,
      { outcome: 'REFUSED', reason: '证明材料与现场情况不符，不予批准。' },
    ];
    code = `P${++serial}`;
    await hub.submit('fileProjects', [project({ projectCode: code })]);
    const other = await apply();
    await decide(other, refused);
    await hub.release();
    const { nodes } = await changesAfter(before.pageInfo.endCursor);
    expect(nodes).toEqual([
      changed(refusedCode, 'STATUS_CHANGE_APPLICATION', 'CORRECTED', 1, id),
      changed(refusedCode, 'PROJECT', 'CORRECTED', 2),
      changed(code, 'PROJECT', 'ACCEPTED', 1),
      changed(code, 'STATUS_CHANGE_APPLICATION', 'ACCEPTED', 1, other),
      changed(code, 'STATUS_CHANGE_APPLICATION', 'CORRECTED', 1, other),
    ]);
    const { data } = await hub.department.ask(housingOfficer, OWN_ACTS, {});
    expect(data!.ledgers).toEqual({
      provincial: { mySubmissions: { nodes: expect.arrayContaining([{ submitted: 2, corrected: 2 }]) } },
    });
  });

  test('leaves the project where it refuses', async () => {
    const refused = { outcome: 'REFUSED', reason: '证明材料与现场情况不符，不予批准。' };
    expect(await decide(await apply(), refused)).toMatchObject({
      application: { state: 'REFUSED' },
      decision: { outcome: 'REFUSED', projectVersion: null },
    });
    expect(await shown()).toMatchObject({
      constructionStatus: 'UNDER_CONSTRUCTION',
      provenance: { version: 1 },
      statusHistory: [{ status: 'UNDER_CONSTRUCTION' }],
    });
  });

  test('is taken once, by whoever comes first', async () => {
    const id = await apply();
    const answers = await Promise.all([decide(id), decide(id), decide(id, { outcome: 'REFUSED' })]);
    const kinds = (answers as { __typename: string }[]).map(({ __typename }) => __typename).sort();
    expect(kinds).toEqual(['StatusChangeDecided', 'TransitionRefused', 'TransitionRefused']);
    const { statusChangeApplications } = (await shown()) as { statusChangeApplications: { state: string }[] };
    expect(await decide(id)).toEqual({
      __typename: 'TransitionRefused',
      state: statusChangeApplications[0]!.state,
      requested: 'APPROVED',
      allowed: [],
    });
  });

  test('is on the version that was read', async () => {
    const id = await apply();
    const corrected = application({ reason: '台风停工（虚构示例）' });
    expect(await hub.submit(OP, [corrected], { caller: office, sentAt: LATER })).toEqual(['CORRECTED']);
    expect(await decide(id)).toEqual({
      __typename: 'ChangedByAnother',
      expectedVersion: 1,
      currentVersion: 2,
    });
    expect(await decide(id, { expectedVersion: 2 })).toEqual(APPROVED);
  });

  test.each([
    ['of another sector', { sectors: ['WATER'], roles: ['county-water'] }, { __typename: 'NothingFound' }],
    ['of another district', { divisions: ['450105'] }, { __typename: 'NothingFound' }],
    [
      'of human resources',
      { roles: ['county-hr'], sectors: ['HOUSING', 'WATER'] },
      { __typename: 'OutsideJurisdiction', sector: 'HOUSING', division: null },
    ],
    [
      'that is an enterprise',
      { kind: 'ENTERPRISE', roles: ['enterprise'] },
      { __typename: 'OutsideJurisdiction', sector: 'HOUSING', division: null },
    ],
    ['of the city above', { divisions: ['450100'], roles: ['city-housing'] }, APPROVED],
  ])('is asked for by an office %s', async (_who, more, answer) => {
    const caller = { ...housingOfficer, ...more } as Caller;
    expect(await decide(await apply(), {}, caller)).toEqual(answer);
  });

  test('has a reason of ten characters, blanks not counted', async () => {
    const id = await apply();
    expect(await decide(id, { reason: '同 意 停 工 。 请 按 期' })).toEqual({
      __typename: 'ReasonTooShort',
      minimum: 10,
    });
    expect(await decide('0197a3c2-5f00-7000-8000-000000000000')).toEqual({ __typename: 'NothingFound' });
    expect(await decide('nothing')).toEqual({ __typename: 'NothingFound' });
  });

  test('approves nothing of a status in which the project stands no more', async () => {
    const id = await apply();
    const completed = project({ projectCode: code, constructionStatus: '004' });
    expect(await hub.submit('fileProjects', [completed], { sentAt: LATER })).toEqual([
      'CORRECTED +STATUS_NOT_APPROVED',
    ]);
    expect(await decide(id)).toEqual({
      __typename: 'TransitionRefused',
      state: '004',
      requested: 'APPROVED',
      allowed: ['REFUSED'],
    });
    expect(await decide(id, { outcome: 'REFUSED' })).toMatchObject({ application: { state: 'REFUSED' } });
  });

  test('stands against filings, until another decision', async () => {
    await decide(await apply());
    // Nor does a day of completion come with a status that is not taken.
    const done = project({ projectCode: code, constructionStatus: '004', completedOn: '2026-02-28' });
    expect(await hub.submit('fileProjects', [done], { sentAt: '2026-03-01T07:25:00+08:00' })).toEqual([
      'DUPLICATE ALREADY_RECORDED +STATUS_AS_DECIDED',
    ]);
    const again = project({ projectCode: code, address: '示例路1号' });
    expect(await hub.submit('fileProjects', [again], { sentAt: LATER })).toEqual([
      'CORRECTED +STATUS_AS_DECIDED',
    ]);
    expect(await shown()).toMatchObject({ constructionStatus: 'SUSPENDED', provenance: { version: 3 } });
    const back = { applicationNo: 'SQ-2', fromStatus: '005', toStatus: '003' };
    expect(await decide(await apply(back), { reason: '复工条件具备，同意恢复施工。' })).toMatchObject({
      decision: { toStatus: 'UNDER_CONSTRUCTION', projectVersion: 4 },
    });
    expect(
      await hub.submit('fileProjects', [{ ...again, address: '示例路2号' }], {
        sentAt: '2026-03-01T07:40:00+08:00',
      }),
    ).toEqual(['CORRECTED']);
    expect(await shown()).toMatchObject({
      statusHistory: [
        { status: 'UNDER_CONSTRUCTION', decision: null },
        { status: 'SUSPENDED', decision: { applicationNo: 'SQ-1' } },
        { status: 'UNDER_CONSTRUCTION', until: null, decision: { applicationNo: 'SQ-2' } },
      ],
    });
  });

  test.each([1, 2, 3, 4, 5, 6])('and a filing at the same time wait for each other (%i)', async (round) => {
    const id = await apply();
    const filing = project({ projectCode: code, address: `示例路${round}号` });
    const [answer, verdicts] = await Promise.all([
      decide(id),
      hub.submit('fileProjects', [filing], { sentAt: LATER }),
    ]);
    expect(answer).toMatchObject({ __typename: 'StatusChangeDecided' });
    expect(verdicts).toEqual([expect.stringMatching(/^CORRECTED/)]);
    expect(await shown()).toMatchObject({ constructionStatus: 'SUSPENDED', provenance: { version: 3 } });
  });

  test.each([1, 2, 3])('and a correction at the same time wait for each other (%i)', async () => {
    const id = await apply();
    const corrected = application({ reason: '台风停工（虚构示例）' });
    const [answer, [verdict]] = await Promise.all([
      decide(id),
      hub.submit(OP, [corrected], { caller: office, sentAt: LATER }),
    ]);
    const { __typename } = answer as { __typename: string };
    expect([`${__typename} ${verdict}`]).toEqual([
      expect.stringMatching(
        /^(StatusChangeDecided REJECTED APPLICATION_DECIDED|ChangedByAnother CORRECTED)$/,
      ),
    ]);
  });

  test('closes the application: stated again it is a duplicate, stated otherwise it is refused', async () => {
    await decide(await apply());
    expect(await hub.submit(OP, [application()], { caller: office, sentAt: LATER })).toEqual([
      'DUPLICATE ALREADY_RECORDED',
    ]);
    const other = application({ reason: '另一个原因' });
    expect(await hub.submit(OP, [other], { caller: office, sentAt: LATER })).toEqual([
      'REJECTED APPLICATION_DECIDED',
    ]);
  });

  test.each([
    ['approves', {}, 'APPROVED'],
    ['refuses', { outcome: 'REFUSED', reason: '证明材料与现场情况不符，不予批准。' }, 'REFUSED'],
  ])(
    'Article 10: that %s stays with what it was decided on, which nobody takes back',
    async (_what, more, state) => {
      const [open, id] = [await apply({ applicationNo: 'SQ-OPEN' }), await apply()];
      await decide(id, more);
      expect(await takeBack([id, open], office)).toEqual([
        'REJECTED APPLICATION_DECIDED',
        'CORRECTED WITHDRAWN',
      ]);
      expect(await shown()).toMatchObject({ statusChangeApplications: [{ state }] });
    },
  );
});

async function takeBack(ids: readonly string[], caller: Caller): Promise<string[]> {
  const { data, errors } = await hub.department.ask(
    caller,
    `mutation ($envelope: SubmissionEnvelopeInput!, $records: [WithdrawnRecordInput!]!) {
      withdrawProvincialRecords(envelope: $envelope, records: $records, reason: "stated by mistake") {
        verdicts { outcome code } } }`,
    {
      variables: {
        envelope: { idempotencyKey: randomUUID(), sourceSystem: caller.organisation, sentAt: LATER },
        records: ids.map((recordId) => ({ dataset: 'STATUS_CHANGE_APPLICATION', recordId })),
      },
    },
  );
  expect(errors).toBeUndefined();
  const { verdicts } = data!.withdrawProvincialRecords as { verdicts: { outcome: string; code: string }[] };
  return verdicts.map(({ outcome, code }) => `${outcome} ${code}`);
}
