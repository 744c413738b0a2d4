import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KNOWN } from '../../seeds/known.ts';
import { type Form, inOneProcess, seededDatabase } from './support/forms.ts';

let database: Awaited<ReturnType<typeof seededDatabase>>;
let form: Form;
let serial = 0;
beforeAll(async () => {
  database = await seededDatabase();
  form = await inOneProcess(database.env);
}, 240_000);
afterAll(async () => {
  await form?.hub.stop();
  await database?.drop();
});

const PROJECT = KNOWN.projects.HOUSING;

const envelope = (sourceSystem: string) => ({
  idempotencyKey: randomUUID(),
  sourceSystem,
  sentAt: '2026-11-20T15:59:00+08:00',
});

const APPLY = `mutation ($envelope: SubmissionEnvelopeInput!, $records: [StatusChangeApplicationRecordInput!]!) {
  submitStatusChangeApplications(envelope: $envelope, records: $records) { verdicts { outcome code recordId } }
}`;

const DECIDE = `mutation ($input: DecideStatusChangeInput!) { decideStatusChange(input: $input) { __typename
  ... on StatusChangeDecided { application { state } decision { outcome organisation } }
  ... on OutsideJurisdiction { sector } } }`;

const SUPERVISE = `mutation ($envelope: SubmissionEnvelopeInput!, $records: [KeySupervisionMarkRecordInput!]!) {
  submitKeySupervisionMarks(envelope: $envelope, records: $records) { verdicts { outcome code path } }
}`;

const standing = async () =>
  (
    await form.hub.ask(
      'enterprise',
      `{ project(code: "${PROJECT}") { constructionStatus isUnderKeySupervision } }`,
    )
  ).data.project;

/** The enterprise applies for its own project, with a proof. */
async function apply(fromStatus: string, toStatus: string): Promise<string> {
  const record = {
    projectCode: PROJECT,
    applicationNo: `SQ-${++serial}`,
    fromStatus,
    toStatus,
    reason: '汛期停工（虚构示例）',
    proofs: ['a'.repeat(64)],
    appliedOn: '2026-11-20',
    applicantCode: KNOWN.enterprise,
  };
  const { data, errors } = await form.hub.ask('enterprise', APPLY, {
    envelope: envelope('enterprise-desk'),
    records: [record],
  });
  expect(errors).toBeUndefined();
  const [verdict] = data.submitStatusChangeApplications.verdicts;
  expect(verdict).toMatchObject({ outcome: 'ACCEPTED' });
  return verdict.recordId;
}

const decide = (role: string, applicationId: string) =>
  form.hub.ask(role, DECIDE, {
    input: { applicationId, expectedVersion: 1, outcome: 'APPROVED', reason: '证明材料齐全，同意停工。' },
  });

describe('A change of status (Guangxi 管理细则 Art. 10 ¶2), by the roles there are', () => {
  test('is applied for by the enterprise, and decided once, by the industry department of its division alone', async () => {
    const { constructionStatus: before } = await standing();
    const id = await apply(before, 'SUSPENDED');
    for (const role of ['province-transport', 'province-water', 'yunnan-housing'])
      expect(await decide(role, id)).toMatchObject({
        data: { decideStatusChange: { __typename: 'NothingFound' } },
      });
    for (const role of ['province-hr', 'city-hr', 'county-hr'])
      expect(await decide(role, id)).toMatchObject({
        data: { decideStatusChange: { __typename: 'OutsideJurisdiction', sector: 'HOUSING' } },
      });
    for (const role of ['enterprise', 'bank', 'financial-regulator', 'auditor', 'vendor', 'worker-app'])
      expect(await decide(role, id)).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    expect(await standing()).toMatchObject({ constructionStatus: before });

    const decided = await decide('county-housing', id);
    expect(decided.errors).toBeUndefined();
    expect(decided.data.decideStatusChange).toMatchObject({
      __typename: 'StatusChangeDecided',
      application: { state: 'APPROVED' },
      decision: { outcome: 'APPROVED', organisation: '县(区)住建局' },
    });
    expect(await standing()).toMatchObject({ constructionStatus: 'SUSPENDED' });
    expect(await decide('province-housing', id)).toMatchObject({
      data: { decideStatusChange: { __typename: 'TransitionRefused' } },
    });
  });

  test('is decided by the department of the province as well', async () => {
    const id = await apply((await standing()).constructionStatus, 'UNDER_CONSTRUCTION');
    expect(await decide('province-housing', id)).toMatchObject({
      data: { decideStatusChange: { __typename: 'StatusChangeDecided' } },
    });
  });
});

describe('Key supervision (Guangxi 管理细则 Art. 24), by the roles there are', () => {
  const mark = (role: string, more: object = {}) =>
    form.hub.ask(role, SUPERVISE, {
      envelope: envelope(`desk-of-${role}`),
      records: [
        {
          projectCode: PROJECT,
          startsOn: '2026-11-01',
          reason: '预警频发（虚构示例）',
          authority: '示例部门',
          ...more,
        },
      ],
    });
  const verdictOf = async (answer: ReturnType<typeof mark>) => {
    const { data, errors } = await answer;
    expect(errors).toBeUndefined();
    return data.submitKeySupervisionMarks.verdicts[0];
  };

  test('is stated by human resources and by the industry department, of projects within their reach', async () => {
    expect(await standing()).toMatchObject({ isUnderKeySupervision: false });
    expect(await verdictOf(mark('province-transport'))).toMatchObject({
      outcome: 'HELD',
      path: 'projectCode',
    });
    for (const role of ['enterprise', 'bank', 'financial-regulator', 'auditor'])
      expect(await mark(role)).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    expect(await standing()).toMatchObject({ isUnderKeySupervision: false });

    expect(await verdictOf(mark('county-hr', { endsOn: '2026-11-10' }))).toMatchObject({
      outcome: 'ACCEPTED',
    });
    expect(await verdictOf(mark('county-housing', { startsOn: '2026-11-15' }))).toMatchObject({
      outcome: 'ACCEPTED',
    });
    expect(await standing()).toMatchObject({ isUnderKeySupervision: true });
  });
});
