import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { hubCaller } from '../../../../kernel/caller.ts';
import { vendor } from '../../support/submitting.ts';
import { digestOf, housingOfficer } from './project-inputs.ts';
import { enterpriseCaller, type Hub, LABOUR, openHub, OWNER, project } from './support.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await openHub();
});
afterAll(() => hub?.close());

let code = '';
let serial = 0;
beforeEach(() => {
  code = `C${++serial}`;
});

/** Of a housing project its own platform comes before the provincial hub, and the hub before the vendors, who are equals. */
const [PLATFORM, HUB] = ['housing-platform', 'provincial-hub'];
const as = (source: string) =>
  vendor(source, '450103', ['project:submit', 'worker:submit'], 'HOUSING', 'WATER', 'ENERGY');

const NINE = '2026-03-01T07:00:00+08:00';
const TEN = '2026-03-01T07:10:00+08:00';
const ELEVEN = '2026-03-01T07:20:00+08:00';
const file = async (source: string, name: string, sentAt = NINE, more: object = {}): Promise<string> => {
  const filing = project({ projectCode: code, name, ...more });
  return (await hub.submit('fileProjects', [filing], { caller: as(source), sentAt }))[0]!;
};

interface Shown {
  readonly name: string;
  readonly provenance: { readonly sourceSystem: string; readonly version: number };
  readonly conflicts: readonly {
    readonly claimedBy: string;
    readonly name: string;
    readonly differsIn: string[];
  }[];
}

const shown = async (): Promise<string[] | null> => {
  const found = (await hub.ask(
    `{ project(code: "${code}") { name provenance { sourceSystem version } conflicts { claimedBy name differsIn } } }`,
  )) as Shown | null;
  if (!found) return null;
  const { name, provenance, conflicts } = found;
  return [
    `${provenance.sourceSystem}: ${name}, ${provenance.version}`,
    ...conflicts.map((one) => `${one.claimedBy}: ${one.name} (${one.differsIn.join()})`),
  ];
};

const rows = <Row extends object>(statement: ReturnType<typeof sql>): Promise<Row[]> =>
  hub.department.store.ledger.write(hubCaller('tests'), (db) => db.rows<Row>(statement));

async function takeBack(
  source: string,
  caller = as(source),
  sentAt = '2026-03-01T07:50:00+08:00',
): Promise<string> {
  const [row] = await rows<{ id: string }>(
    sql`select id from provincial.project where project_code = ${code}`,
  );
  const envelope = {
    idempotencyKey: randomUUID(),
    sourceSystem: source,
    sentAt,
  };
  const { data, errors } = await hub.department.ask(
    caller,
    `mutation ($envelope: SubmissionEnvelopeInput!, $records: [WithdrawnRecordInput!]!) {
      withdrawProvincialRecords(envelope: $envelope, records: $records, reason: "stated by mistake") { verdicts { outcome code version } } }`,
    { variables: { envelope, records: [{ dataset: 'PROJECT', recordId: row!.id }] } },
  );
  expect(errors).toBeUndefined();
  const { verdicts } = data!.withdrawProvincialRecords as {
    verdicts: { outcome: string; code: string; version: number }[];
  };
  return `${verdicts[0]!.outcome} ${verdicts[0]!.code} ${verdicts[0]!.version}`;
}

const scope = () =>
  rows(
    sql`select sector, division_code as division, version from provincial.project_scope where project_code = ${code}`,
  );

describe('What several sources state of one project', () => {
  test('of equals the first is shown, and what the second states otherwise is a conflict', async () => {
    expect(await file('vendor-a', '甲')).toBe('ACCEPTED');
    expect(await file('vendor-b', '乙', NINE, { contractPrice: '100.00' })).toBe('DUPLICATE CLAIM_KEPT');
    expect(await shown()).toEqual(['vendor-a: 甲, 1', 'vendor-b: 乙 (name,contractPrice)']);
  });

  test('every field that sources state may be in conflict; what one leaves out is none', async () => {
    const all = {
      abbreviation: '示例',
      address: '示例路1号',
      category: '01',
      contractPrice: '1000.00',
      agreedMonthlyLabourCost: '10.00',
      contractSignedOn: '2026-01-10',
      contractStartsOn: '2026-01-15',
      contractEndsOn: '2026-12-31',
      startedOn: '2026-02-20',
      completedOn: null,
      filedOn: '2026-02-25',
    };
    await file('vendor-a', '甲', NINE, all);
    await file('vendor-b', '甲', NINE, { startedOn: null, ownerCode: null, generalContractorCode: null });
    expect(await shown()).toEqual(['vendor-a: 甲, 1']);
    await file('vendor-b', '乙', TEN, {
      abbreviation: '另一',
      divisionCode: '450105',
      sector: 'ENERGY',
      address: '示例路2号',
      category: '02',
      contractPrice: '2000.00',
      agreedMonthlyLabourCost: '20.00',
      contractSignedOn: '2026-01-11',
      contractStartsOn: '2026-01-16',
      contractEndsOn: '2026-12-30',
      startedOn: '2026-02-21',
      completedOn: '2026-02-28',
      constructionStatus: '004',
      filedOn: '2026-02-26',
      ownerCode: LABOUR,
      generalContractorCode: LABOUR,
    });
    // Another district is out of this platform's reach: its project is not stated, and the word before stands.
    expect(await shown()).toEqual(['vendor-a: 甲, 1']);
    const wider = vendor('vendor-b', '450100', ['project:submit'], 'HOUSING', 'ENERGY');
    const other = project({
      projectCode: code,
      name: '乙',
      abbreviation: '另一',
      divisionCode: '450105',
      sector: 'ENERGY',
      address: '示例路2号',
      category: '02',
      contractPrice: '2000.00',
      agreedMonthlyLabourCost: '20.00',
      contractSignedOn: '2026-01-11',
      contractStartsOn: '2026-01-16',
      contractEndsOn: '2026-12-30',
      startedOn: '2026-02-21',
      completedOn: '2026-02-28',
      constructionStatus: '004',
      filedOn: '2026-02-26',
      ownerCode: LABOUR,
      generalContractorCode: LABOUR,
    });
    expect(await hub.submit('fileProjects', [other], { caller: wider, sentAt: ELEVEN })).toEqual([
      'DUPLICATE CLAIM_KEPT +PROJECT_MOVED +STATUS_NOT_APPROVED',
    ]);
    expect(await shown()).toEqual([
      'vendor-a: 甲, 1',
      'vendor-b: 乙 (sector,name,abbreviation,divisionCode,address,category,contractPrice,agreedMonthlyLabourCost,' +
        'contractSignedOn,contractStartsOn,contractEndsOn,startedOn,completedOn,constructionStatus,filedOn,owner,generalContractor)',
    ]);
  });

  test('the sector’s platform is shown before the provincial hub, and of another sector it is like anybody', async () => {
    await file('vendor-a', '甲');
    expect(await file(HUB, '丙')).toBe('CORRECTED');
    expect(await file(PLATFORM, '丁')).toBe('CORRECTED');
    expect(await shown()).toEqual([`${PLATFORM}: 丁, 3`, `${HUB}: 丙 (name)`, 'vendor-a: 甲 (name)']);
    code = `C${++serial}`;
    await file(HUB, '丙', NINE, { sector: 'WATER' });
    expect(await file(PLATFORM, '丁', NINE, { sector: 'WATER' })).toBe('DUPLICATE CLAIM_KEPT');
    expect(await file('water-platform', '戊', NINE, { sector: 'WATER' })).toBe('CORRECTED');
    expect((await shown())![0]).toBe('water-platform: 戊, 2');
  });

  test('a source corrects its own word, shown or not, and its highest version counts', async () => {
    await file(PLATFORM, '丁');
    expect(await file('vendor-a', '甲', TEN)).toBe('DUPLICATE CLAIM_KEPT');
    expect(await file('vendor-a', '旧甲', NINE)).toBe('DUPLICATE NEWER_VERSION_STANDS');
    expect(await file('vendor-a', '甲', TEN)).toBe('DUPLICATE ALREADY_RECORDED');
    expect(await file('vendor-a', '新甲', ELEVEN)).toBe('DUPLICATE CLAIM_KEPT');
    expect(await file(PLATFORM, '新丁', TEN)).toBe('CORRECTED');
    expect(await shown()).toEqual([`${PLATFORM}: 新丁, 2`, 'vendor-a: 新甲 (name)']);
  });

  test('a word that was shown and gave way is corrected as it was, and comes back in its last version', async () => {
    await file('vendor-a', '甲', TEN);
    expect(await file(PLATFORM, '丁')).toBe('CORRECTED');
    expect(await file('vendor-a', '旧甲', NINE)).toBe('DUPLICATE NEWER_VERSION_STANDS');
    expect(await file('vendor-a', '新甲', ELEVEN)).toBe('DUPLICATE CLAIM_KEPT');
    expect(await takeBack(PLATFORM)).toBe('CORRECTED WITHDRAWN_OTHER_SHOWN 4');
    expect(await shown()).toEqual(['vendor-a: 新甲, 4']);
    expect(await file(PLATFORM, '丁', TEN)).toBe('DUPLICATE NEWER_VERSION_STANDS');
    expect(await file(PLATFORM, '戊', '2026-03-01T07:55:00+08:00')).toBe('CORRECTED');
    expect(await shown()).toEqual([`${PLATFORM}: 戊, 5`, 'vendor-a: 新甲 (name)']);
    expect(await takeBack('vendor-a')).toBe('DUPLICATE CLAIM_WITHDRAWN 5');
    expect(await shown()).toEqual([`${PLATFORM}: 戊, 5`]);
  });

  test('taken back a second time it is told as any other fact is', async () => {
    await file('vendor-a', '甲');
    expect(await takeBack('vendor-a')).toBe('CORRECTED WITHDRAWN 2');
    expect(await takeBack('vendor-a')).toBe('DUPLICATE ALREADY_WITHDRAWN 2');
    expect(await takeBack('vendor-b')).toBe('REJECTED RECORD_OF_ANOTHER_SOURCE 2');
  });

  test('so is a claim, and what has given way to another source’s word', async () => {
    await file('vendor-a', '甲');
    await file(PLATFORM, '丁');
    await file('vendor-b', '乙');
    expect(await takeBack('vendor-b')).toBe('DUPLICATE CLAIM_WITHDRAWN 2');
    expect(await takeBack('vendor-b')).toBe('DUPLICATE ALREADY_WITHDRAWN 2');
    expect(await takeBack(PLATFORM)).toBe('CORRECTED WITHDRAWN_OTHER_SHOWN 4');
    expect(await takeBack(PLATFORM)).toBe('DUPLICATE ALREADY_WITHDRAWN 4');
    expect(await takeBack(HUB)).toBe('REJECTED RECORD_OF_ANOTHER_SOURCE 4');
    expect(await shown()).toEqual(['vendor-a: 甲, 4']);
  });

  test('what a source states of it between two withdrawals brings its claim back no more than its fact', async () => {
    await file(PLATFORM, '丁');
    await file('vendor-a', '甲');
    expect(await takeBack('vendor-a', as('vendor-a'), TEN)).toBe('DUPLICATE CLAIM_WITHDRAWN 1');
    expect(await takeBack('vendor-a')).toBe('DUPLICATE ALREADY_WITHDRAWN 1');
    expect(await file('vendor-a', '新甲', ELEVEN)).toBe('DUPLICATE NEWER_VERSION_STANDS');
    expect(await file('vendor-a', '新甲', '2026-03-01T07:55:00+08:00')).toBe('DUPLICATE CLAIM_KEPT');
    expect(await shown()).toEqual([`${PLATFORM}: 丁, 1`, 'vendor-a: 新甲 (name)']);
  });

  test('an enterprise reaches its project no more once it took it back, and is told so all the same', async () => {
    const own = enterpriseCaller(OWNER, [code]);
    const filing = project({ projectCode: code, name: '自报' });
    await hub.submit('fileProjects', [filing], { caller: own, source: 'owner-erp' });
    expect(await takeBack('owner-erp', own)).toBe('CORRECTED WITHDRAWN 2');
    const later = enterpriseCaller(OWNER, []);
    expect(await takeBack('owner-erp', later)).toBe('DUPLICATE ALREADY_WITHDRAWN 2');
    const other = enterpriseCaller(LABOUR, []);
    expect(await takeBack('labour-erp', other)).toBe('REJECTED RECORD_UNKNOWN null');
  });

  test('nothing is kept beside a project that one source alone states', async () => {
    await file('vendor-a', '甲');
    await file('vendor-a', '乙', TEN);
    expect(await rows(sql`select 1 from provincial.project_claim where project_code = ${code}`)).toEqual([]);
  });

  test('row scope follows what is shown, also where a claim comes to be shown', async () => {
    await file('vendor-a', '甲', NINE, { divisionCode: '450103' });
    const wider = vendor(PLATFORM, '450100', ['project:submit'], 'HOUSING');
    const moved = project({ projectCode: code, name: '丁', divisionCode: '450105' });
    expect(await hub.submit('fileProjects', [moved], { caller: wider })).toEqual([
      'CORRECTED +PROJECT_MOVED',
    ]);
    expect(await scope()).toEqual([{ sector: 'HOUSING', division: '450105', version: 2 }]);
    const [row] = await rows<{ id: string }>(
      sql`select id from provincial.project where project_code = ${code}`,
    );
    const { data } = await hub.department.ask(
      wider,
      `mutation ($envelope: SubmissionEnvelopeInput!, $records: [WithdrawnRecordInput!]!) {
        withdrawProvincialRecords(envelope: $envelope, records: $records, reason: "stated by mistake") { verdicts { code } } }`,
      {
        variables: {
          envelope: { idempotencyKey: randomUUID(), sourceSystem: PLATFORM, sentAt: TEN },
          records: [{ dataset: 'PROJECT', recordId: row!.id }],
        },
      },
    );
    expect(data!.withdrawProvincialRecords).toEqual({ verdicts: [{ code: 'WITHDRAWN_OTHER_SHOWN' }] });
    expect(await scope()).toEqual([{ sector: 'HOUSING', division: '450103', version: 4 }]);
  });

  test('an enterprise’s word on its own project is kept beside a platform’s', async () => {
    await file(PLATFORM, '丁');
    const own = project({ projectCode: code, name: '自报' });
    expect(
      await hub.submit('fileProjects', [own], {
        caller: enterpriseCaller(OWNER, [code]),
        source: 'owner-erp',
      }),
    ).toEqual(['DUPLICATE CLAIM_KEPT']);
    expect(await shown()).toEqual([`${PLATFORM}: 丁, 1`, 'owner-erp: 自报 (name)']);
  });

  test('a submission that kept a claim is taken back as a whole by its receipt', async () => {
    await file(PLATFORM, '丁');
    await file('vendor-a', '甲');
    const [{ id } = { id: '' }] = await rows<{ id: string }>(
      sql`select receipt_id as id from provincial.project_claim where project_code = ${code} and claimed_by = 'vendor-a'`,
    );
    const { data, errors } = await hub.department.ask(
      as('vendor-a'),
      `mutation ($envelope: SubmissionEnvelopeInput!, $receipt: ID!) {
        withdrawProvincialSubmission(envelope: $envelope, receipt: $receipt, reason: "stated by mistake") { verdicts { outcome code } } }`,
      {
        variables: {
          envelope: { idempotencyKey: randomUUID(), sourceSystem: 'vendor-a', sentAt: TEN },
          receipt: id,
        },
      },
    );
    expect(errors).toBeUndefined();
    expect(data!.withdrawProvincialSubmission).toEqual({
      verdicts: [{ outcome: 'DUPLICATE', code: 'CLAIM_WITHDRAWN' }],
    });
    expect(await shown()).toEqual([`${PLATFORM}: 丁, 1`]);
  });

  test('sources that speak at once end as if one had spoken after the other', async () => {
    const verdicts = await Promise.all([file('vendor-a', '甲'), file(PLATFORM, '丁'), file(HUB, '丙')]);
    expect(verdicts.filter((one) => one === 'ACCEPTED')).toHaveLength(1);
    const [first, ...conflicts] = (await shown())!;
    expect(first).toMatch(new RegExp(`^${PLATFORM}: 丁`));
    expect(conflicts).toEqual([`${HUB}: 丙 (name)`, 'vendor-a: 甲 (name)']);
  });

  test('projects with conflicts are listed, and those without', async () => {
    const listed = async (hasConflicts: boolean) => {
      const { nodes } = (await hub.ask(
        `{ projects(filter: { codes: ["${code}"], hasConflicts: ${hasConflicts} }) { nodes { code } } }`,
      )) as { nodes: { code: string }[] };
      return nodes.length === 1;
    };
    await file('vendor-a', '甲');
    await file('vendor-b', '甲');
    expect([await listed(true), await listed(false)]).toEqual([false, true]);
    await file('vendor-b', '甲', TEN, { address: '示例路2号' });
    expect([await listed(true), await listed(false)]).toEqual([true, false]);
  });

  test('several records of one call about one project count in their order', async () => {
    await file('vendor-a', '甲');
    const records = ['丁', '戊'].map((name) => project({ projectCode: code, name }));
    expect(await hub.submit('fileProjects', records, { caller: as(PLATFORM) })).toEqual([
      'CORRECTED',
      'CORRECTED',
    ]);
    expect(await shown()).toEqual([`${PLATFORM}: 戊, 3`, 'vendor-a: 甲 (name)']);
    const again = ['乙', '己'].map((name) => project({ projectCode: code, name }));
    expect(await hub.submit('fileProjects', again, { caller: as('vendor-b') })).toEqual([
      'DUPLICATE CLAIM_KEPT',
      'DUPLICATE CLAIM_KEPT',
    ]);
    expect(await shown()).toEqual([`${PLATFORM}: 戊, 3`, 'vendor-a: 甲 (name)', 'vendor-b: 己 (name)']);
  });

  test('what is kept or taken back beside a fact is told by the changes, and what is shown next as a correction', async () => {
    await file('vendor-a', '甲');
    await file(PLATFORM, '丁');
    await file('vendor-b', '乙');
    await takeBack('vendor-b');
    await takeBack(PLATFORM);
    await hub.release();
    const { provincial } = (await hub.ask(
      `{ ledgers { provincial { changes(first: 1000, dataset: "PROJECT") { nodes { outcome version projectCode sourceSystem } } } } }`,
    )) as { provincial: { changes: { nodes: { projectCode: string }[] } } };
    expect(provincial.changes.nodes.filter(({ projectCode }) => projectCode === code)).toEqual(
      [
        ['ACCEPTED', 1, 'vendor-a'],
        ['CORRECTED', 2, PLATFORM],
        ['CLAIM_KEPT', 2, 'vendor-b'],
        ['CLAIM_WITHDRAWN', 2, 'vendor-b'],
        ['CORRECTED', 4, PLATFORM],
      ].map(([outcome, version, sourceSystem]) => ({ outcome, version, projectCode: code, sourceSystem })),
    );
  });

  test('a status that the department decided stands over a claim that comes to be shown', async () => {
    await file('vendor-a', '甲');
    await file(PLATFORM, '丁');
    await hub.submit(
      'submitStatusChangeApplications',
      [
        {
          projectCode: code,
          applicationNo: 'SQ-1',
          fromStatus: '003',
          toStatus: '005',
          reason: '汛期停工（虚构示例）',
          proofs: [digestOf('a')],
          appliedOn: '2026-02-28',
          applicantCode: OWNER,
        },
      ],
      { caller: as(PLATFORM) },
    );
    const { statusChangeApplications } = (await hub.ask(
      `{ project(code: "${code}") { statusChangeApplications { id } } }`,
    )) as { statusChangeApplications: { id: string }[] };
    const { data } = await hub.department.ask(
      housingOfficer,
      `mutation ($input: DecideStatusChangeInput!) { decideStatusChange(input: $input) { __typename } }`,
      {
        variables: {
          input: {
            applicationId: statusChangeApplications[0]!.id,
            expectedVersion: 1,
            outcome: 'APPROVED',
            reason: '证明材料齐全，同意停工。',
          },
        },
      },
    );
    expect(data!.decideStatusChange).toEqual({ __typename: 'StatusChangeDecided' });
    expect(await takeBack(PLATFORM)).toBe('CORRECTED WITHDRAWN_OTHER_SHOWN 5');
    expect(
      await hub.ask(`{ project(code: "${code}") { name constructionStatus conflicts { claimedBy } } }`),
    ).toEqual({ name: '甲', constructionStatus: 'SUSPENDED', conflicts: [] });
  });

  test('a rehearsal leaves no claim', async () => {
    await file('vendor-a', '甲');
    const filing = project({ projectCode: code, name: '丁' });
    expect(await hub.submit('fileProjects', [filing], { caller: as(PLATFORM), dryRun: true })).toEqual([
      'CORRECTED',
    ]);
    expect(await shown()).toEqual(['vendor-a: 甲, 1']);
  });
});
