import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KNOWN } from '../../seeds/known.ts';
import { type Form, inOneProcess, seededDatabase } from './support/forms.ts';

let database: Awaited<ReturnType<typeof seededDatabase>>;
let form: Form;
beforeAll(async () => {
  database = await seededDatabase();
  form = await inOneProcess(database.env);
}, 240_000);
afterAll(async () => {
  await form?.hub.stop();
  await database?.drop();
});

const PROJECT = KNOWN.projects.HOUSING;
const MONTH = '"2026-10"';

/** What is added up of a project, by its field. */
const FIGURES: Readonly<Record<string, string>> = {
  labourCost: `labourCost(month: ${MONTH}) { received receivedInTime dueOn }`,
  disbursed: `disbursed(month: ${MONTH}) { total workers failed }`,
  contractCoverage: 'contractCoverage { contracts workersWithContract }',
  attendance: `attendance(month: ${MONTH}) { workers workerDays records latestAt }`,
};

const asked = (role: string, fields: string) =>
  form.hub.ask(role, `{ project(code: "${PROJECT}") { name ${fields} } }`);

const envelope = (sourceSystem: string) => ({
  idempotencyKey: randomUUID(),
  sourceSystem,
  sentAt: '2026-11-20T15:59:00+08:00',
});

describe('Who sees own rows of a project', () => {
  test.each(Object.entries(FIGURES))(
    'is told no %s: neither zero nor a part as the whole',
    async (name, field) => {
      const whole = await asked('enterprise', field);
      expect(whole.errors).toBeUndefined();
      expect(await asked('county-hr', field)).toEqual(whole);
      expect(JSON.stringify(whole.data.project[name])).toMatch(/[1-9]/);

      const own = await asked('worker-app', field);
      expect(own.errors).toBeUndefined();
      expect(own.data.project).toEqual({ name: whole.data.project.name, [name]: null });
    },
  );

  test('reads the own month of a project, and is refused its totals', async () => {
    const month = (fields: string) =>
      form.hub.ask('worker-app', `{ projectMonth(code: "${PROJECT}", month: ${MONTH}) { ${fields} } }`);
    const own = await month(
      'workers { totalCount nodes { workerId presentDays payable paid paidElsewhere threeWayMatch } }',
    );
    expect(own.errors).toBeUndefined();
    expect(own.data.projectMonth.workers).toMatchObject({
      totalCount: 1,
      nodes: [{ workerId: KNOWN.worker, paidElsewhere: null, threeWayMatch: null }],
    });
    expect(own.data.projectMonth.workers.nodes[0].presentDays).toBeGreaterThan(0);
    // How complete the project's facts are a worker is told as an official is, and so whether the own month fits.
    const told = `workers(first: 200) { nodes { workerId siteMatch areRostersWhole isAttendanceWhole areSheetsWhole areContractsWhole
      arePaymentsWhole areAccountsWhole freshness { completeUpTo isBehind } bankingFreshness { completeUpTo isBehind } } }`;
    const [mine] = (await month(told)).data.projectMonth.workers.nodes;
    const theirs = await form.hub.ask(
      'province-hr',
      `{ projectMonth(code: "${PROJECT}", month: ${MONTH}) { ${told} } }`,
    );
    const same = theirs.data.projectMonth.workers.nodes.find(
      ({ workerId }: { workerId: string }) => workerId === KNOWN.worker,
    );
    expect(same.isAttendanceWhole).toBe(true);
    expect(mine).toEqual(same);
    expect(await month('totals { sheetWorkers }')).toMatchObject({
      errors: [{ extensions: { code: 'FIGURES_WITHHELD' }, path: ['projectMonth', 'totals'] }],
    });
  });

  test('is given no ranking of divisions', async () => {
    const ranking = (role: string) =>
      form.hub.ask(
        role,
        `{ labourCostByDivision(division: "450100", month: ${MONTH}) { division received } }`,
      );
    for (const role of ['worker-app', 'bank'])
      expect(await ranking(role)).toMatchObject({ data: { labourCostByDivision: null } });
    expect((await ranking('enterprise')).data.labourCostByDivision.length).toBeGreaterThan(0);
  });

  test('is told truly whether the own site is under key supervision', async () => {
    const stated = await form.hub.ask(
      'county-hr',
      `mutation ($envelope: SubmissionEnvelopeInput!, $records: [KeySupervisionMarkRecordInput!]!) {
        submitKeySupervisionMarks(envelope: $envelope, records: $records) { accepted } }`,
      {
        envelope: envelope('key-supervision-desk'),
        records: [
          {
            projectCode: PROJECT,
            startsOn: '2026-11-01',
            reason: '预警频发（虚构示例）',
            authority: '示例部门',
          },
        ],
      },
    );
    expect(stated.data.submitKeySupervisionMarks).toEqual({ accepted: 1 });
    for (const role of ['county-hr', 'enterprise', 'worker-app'])
      expect((await asked(role, 'isUnderKeySupervision')).data.project).toMatchObject({
        isUnderKeySupervision: true,
      });
  });
});

describe('A bank', () => {
  test('reads the attempts to pay wages that it stated itself, and neither sheets nor people', async () => {
    const own = await form.hub.ask(
      'bank',
      '{ disbursements(first: 100) { totalCount nodes { bank { code } amount result sheetNo lineNo provenance { sourceSystem } } } }',
    );
    expect(own.errors).toBeUndefined();
    const { totalCount, nodes } = own.data.disbursements;
    expect(totalCount).toBeGreaterThan(0);
    expect(new Set(nodes.map(({ bank }: { bank: { code: string } }) => bank.code))).toEqual(
      new Set([KNOWN.bank]),
    );
    for (const more of ['worker { id }', 'payrollEntry { id }'])
      expect(await form.hub.ask('bank', `{ disbursements { nodes { ${more} } } }`)).toMatchObject({
        errors: [{ extensions: { code: 'FORBIDDEN' } }],
      });
    expect(await form.hub.ask('vendor', '{ disbursements { totalCount } }')).toMatchObject({
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
  });
});

describe('An enterprise', () => {
  test('reads its own credit and nobody else’s', async () => {
    const { data } = await form.hub.ask('county-hr', '{ enterprises(first: 50) { nodes { creditCode } } }');
    const other = data.enterprises.nodes
      .map(({ creditCode }: { creditCode: string }) => creditCode)
      .find((one: string) => one !== KNOWN.enterprise);
    const stated = await form.hub.ask('county-hr', SUBMIT_CREDIT, {
      envelope: envelope('credit-desk'),
      records: [KNOWN.enterprise, other].map((creditCode) => ({
        recordNo: 'XY-1',
        creditCode,
        kind: 'BAD',
        category: 'PENALTY',
        authority: '示例部门',
        summary: '拖欠工资（虚构示例）',
        validFrom: '2026-01-01',
      })),
      entries: envelope('listing-desk'),
      listings: [KNOWN.enterprise, other].map((creditCode, place) => ({
        listingNo: `SX-2026-${place}`,
        creditCode,
        decidedOn: '2026-06-01',
        termEndsOn: '2029-06-01',
        reason: '拖欠工资（虚构示例）',
        authority: '示例部门',
        ground: 'CRIMINAL_AMOUNT',
        orderNo: 'ZG-1',
      })),
    });
    expect(stated.errors).toBeUndefined();
    expect(stated.data).toMatchObject({
      submitCreditRecords: { verdicts: [{ outcome: 'ACCEPTED' }, { outcome: 'ACCEPTED' }] },
      submitDiscreditedListings: { verdicts: [{ outcome: 'ACCEPTED' }, { outcome: 'ACCEPTED' }] },
    });
    const listed = async (role: string) => {
      const { data } = await form.hub.ask(role, LISTS);
      return [data.creditRecords, data.discreditedListings].map(({ nodes }: Listed) => [
        ...new Set(nodes.map(({ enterprise }) => enterprise.creditCode)),
      ]);
    };
    expect(await listed('enterprise')).toEqual([[KNOWN.enterprise], [KNOWN.enterprise]]);
    for (const of of await listed('county-hr')) expect(of).toContain(other);
    const of = async (code: string) =>
      (await form.hub.ask('enterprise', OF_ONE, { code })).data.enterprise as object;
    expect(await of(KNOWN.enterprise)).toEqual({
      creditRecords: { totalCount: expect.any(Number) },
      discreditedListings: [{ isActive: true }],
    });
    expect(await of(other)).toEqual({ creditRecords: null, discreditedListings: null });
  });
});

interface Listed {
  readonly nodes: readonly { readonly enterprise: { readonly creditCode: string } }[];
}

const SUBMIT_CREDIT = `mutation ($envelope: SubmissionEnvelopeInput!, $records: [CreditRecordRecordInput!]!,
    $entries: SubmissionEnvelopeInput!, $listings: [DiscreditedListingRecordInput!]!) {
  submitCreditRecords(envelope: $envelope, records: $records) { verdicts { outcome code path } }
  submitDiscreditedListings(envelope: $entries, records: $listings) { verdicts { outcome code path } }
}`;

const LISTS = `{ creditRecords(first: 100) { nodes { enterprise { creditCode } } }
  discreditedListings(first: 100) { nodes { enterprise { creditCode } } } }`;

const OF_ONE = `query ($code: SocialCreditCode!) { enterprise(creditCode: $code) {
  creditRecords { totalCount } discreditedListings { isActive } } }`;
