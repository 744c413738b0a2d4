import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { enterpriseCode } from '../../../../seeds/synthetic-numbers.ts';
import { livesThrough } from './life-of-a-fact.ts';
import { authority } from './party-inputs.ts';
import { enterpriseCaller, type Hub, LABOUR, openHub, openSite, OWNER, project } from './support.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await openHub();
  await openSite(hub, 'A');
});
afterAll(() => hub?.close());

const NOBODY = enterpriseCode('450100', 90);
const submit = (operation: string, record: object, caller = authority) =>
  hub.submit(operation, [record], { caller });

describe('Qualifications of enterprises', () => {
  const qualification = (more: object = {}) => ({
    enterpriseCode: LABOUR,
    certificateNo: 'D245000001',
    name: '建筑工程施工总承包',
    kind: '3',
    grade: 'SECOND',
    validFrom: '2024-05-01',
    validTo: '2029-04-30',
    issuingOrganisation: '示例住房和城乡建设厅',
    ...more,
  });

  test.each([
    ['no certificate number', { certificateNo: null }, 'REJECTED VALUE_MISSING certificateNo'],
    ['no name', { name: ' ' }, 'REJECTED VALUE_MISSING name'],
    ['a kind of no table', { kind: '99' }, 'REJECTED CODE_UNKNOWN kind'],
    ['a grade that is none', { grade: '一级' }, 'REJECTED CODE_UNKNOWN grade'],
    ['a beginning tomorrow', { validFrom: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE validFrom'],
    [
      'an end before the beginning',
      { validTo: '2024-04-30' },
      'REJECTED PERIOD_REVERSED validTo +VALIDITY_ENDED',
    ],
    ['an enterprise nobody has stated', { enterpriseCode: NOBODY }, 'HELD ENTERPRISE_UNKNOWN enterpriseCode'],
    [
      'a credit code that fails its check',
      { enterpriseCode: '91450100MA0DEA0210' },
      'HELD CREDIT_CODE_INVALID enterpriseCode',
    ],
    [
      'an end that has passed',
      { certificateNo: 'OLD', validFrom: '2020-01-01', validTo: '2024-12-31' },
      'ACCEPTED +VALIDITY_ENDED',
    ],
    ['a validity of ten years', { certificateNo: 'LONG', validTo: '2034-04-30' }, 'ACCEPTED +TERM_UNUSUAL'],
  ])('with %s have their verdict', async (_what, more, verdict) => {
    expect(await submit('submitEnterpriseQualifications', qualification(more))).toEqual([verdict]);
  });

  test('are stated by an enterprise of itself, and of no other', async () => {
    const own = qualification({ certificateNo: 'OWN' });
    expect(await submit('submitEnterpriseQualifications', own, enterpriseCaller(OWNER))).toEqual([
      'REJECTED ENTERPRISE_OF_ANOTHER enterpriseCode',
    ]);
    expect(await submit('submitEnterpriseQualifications', own, enterpriseCaller(LABOUR))).toEqual([
      'ACCEPTED',
    ]);
  });

  test('are accepted, corrected by their source alone, read by the day, and taken back', async () => {
    await livesThrough(hub, {
      dataset: 'ENTERPRISE_QUALIFICATION',
      operation: 'submitEnterpriseQualifications',
      record: qualification({ certificateNo: 'D1', kind: '4' }),
      correction: { grade: 'FIRST', validTo: '2028-12-31' },
      query: `{ enterpriseQualifications(filter: { kind: "4", validOn: "2026-03-01", division: "450100", enterpriseCode: "${LABOUR}" }) {
        nodes { certificateNo name kind { code name } grade validTo isValid enterprise { creditCode } provenance { version } }
        totalCount } }`,
      shows: {
        certificateNo: 'D1',
        name: '建筑工程施工总承包',
        kind: { code: '4', name: '工程监理' },
        grade: 'SECOND',
        validTo: '2029-04-30',
        isValid: true,
        enterprise: { creditCode: LABOUR },
        provenance: { version: 1 },
      },
      corrected: expect.objectContaining({
        grade: 'FIRST',
        validTo: '2028-12-31',
        provenance: { version: 2 },
      }) as object,
    });
  });

  test('wait for their enterprise, and are then shown with it', async () => {
    const late = enterpriseCode('450100', 91);
    const record = qualification({ enterpriseCode: late });
    expect(await submit('submitEnterpriseQualifications', record)).toEqual([
      'HELD ENTERPRISE_UNKNOWN enterpriseCode',
    ]);
    await submit('submitEnterprises', { creditCode: late, name: '后来建设有限公司', divisionCode: '450100' });
    await hub.release();
    expect(
      await hub.ask(`{ enterprise(creditCode: "${late}") { qualifications { certificateNo } } }`),
    ).toEqual({
      qualifications: [{ certificateNo: 'D245000001' }],
    });
  });

  test('of one certificate stand beside each other', async () => {
    for (const name of ['市政公用工程施工总承包', '公路工程施工总承包'])
      expect(
        await submit('submitEnterpriseQualifications', qualification({ certificateNo: 'D2', name })),
      ).toEqual(['ACCEPTED']);
    const { qualifications } = (await hub.ask(
      `{ enterprise(creditCode: "${LABOUR}") { qualifications { certificateNo name } } }`,
    )) as { qualifications: { certificateNo: string }[] };
    expect(qualifications.filter(({ certificateNo }) => certificateNo === 'D2')).toHaveLength(2);
  });
});

describe('Good and bad records of enterprises', () => {
  const conduct = (more: object = {}) => ({
    enterpriseCode: LABOUR,
    kind: 'BAD',
    recordNo: 'BL-1',
    level: '53',
    decidedOn: '2026-02-01',
    authority: '示例住房和城乡建设局',
    reason: '未按规定实名登记（虚构示例）',
    ...more,
  });

  test.each([
    ['a kind that is none', { kind: 'UGLY' }, 'REJECTED CODE_UNKNOWN kind'],
    ['a good record with a level', { kind: 'GOOD' }, 'REJECTED LEVEL_OF_GOOD_RECORD level'],
    ['a level of no table', { level: '55' }, 'REJECTED CODE_UNKNOWN level'],
    ['no reason', { reason: null }, 'REJECTED VALUE_MISSING reason'],
    ['a decision tomorrow', { decidedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE decidedOn'],
    ['an enterprise nobody has stated', { enterpriseCode: NOBODY }, 'HELD ENTERPRISE_UNKNOWN enterpriseCode'],
  ])('with %s have their verdict', async (_what, more, verdict) => {
    expect(await submit('submitEnterpriseRecords', conduct(more))).toEqual([verdict]);
  });

  test('are accepted, corrected by their source alone, read by kind and days, and taken back', async () => {
    const shows = {
      kind: 'BAD',
      recordNo: 'BL-2',
      level: { code: '53', name: '一般' },
      decidedOn: '2026-02-01',
      project: { code: 'A' },
    };
    await livesThrough(hub, {
      dataset: 'ENTERPRISE_RECORD',
      operation: 'submitEnterpriseRecords',
      record: conduct({ recordNo: 'BL-2', projectCode: 'A' }),
      correction: { level: '54' },
      query: `{ enterpriseConductRecords(filter: { kind: BAD, from: "2026-02-01", to: "2026-02-28", enterpriseCode: "${LABOUR}", division: "450000" }) {
        nodes { kind recordNo level { code name } decidedOn project { code } } totalCount } }`,
      shows,
      corrected: { ...shows, level: { code: '54', name: '严重' } },
    });
  });

  test('wait for the project they are about, and are then shown with the enterprise', async () => {
    expect(
      await submit('submitEnterpriseRecords', conduct({ recordNo: 'BL-3', projectCode: 'LATER' })),
    ).toEqual(['HELD PROJECT_UNKNOWN projectCode']);
    await hub.submit('fileProjects', [project({ projectCode: 'LATER' })]);
    await hub.release();
    expect(
      await hub.ask(
        `{ enterprise(creditCode: "${LABOUR}") { conductRecords(kind: BAD) { recordNo project { code } } } }`,
      ),
    ).toEqual({ conductRecords: [{ recordNo: 'BL-3', project: { code: 'LATER' } }] });
  });
});

describe('The blacklist', () => {
  const listing = (more: object = {}) => ({
    enterpriseCode: OWNER,
    listingNo: 'HMD-1',
    startsOn: '2025-06-01',
    endsOn: '2026-05-31',
    reason: '拖欠农民工工资（虚构示例）',
    authority: '示例住房和城乡建设厅',
    ...more,
  });

  test.each([
    ['no end', { endsOn: null }, 'REJECTED VALUE_MISSING endsOn'],
    ['a beginning tomorrow', { startsOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE startsOn'],
    ['an end before the beginning', { endsOn: '2025-05-31' }, 'REJECTED PERIOD_REVERSED endsOn'],
    ['a removal before the beginning', { removedOn: '2025-05-31' }, 'REJECTED PERIOD_REVERSED removedOn'],
    [
      'a removal after the term',
      { endsOn: '2026-01-31', removedOn: '2026-02-01' },
      'REJECTED REMOVED_AFTER_TERM removedOn',
    ],
    ['an enterprise nobody has stated', { enterpriseCode: NOBODY }, 'HELD ENTERPRISE_UNKNOWN enterpriseCode'],
    [
      'a term of ten years',
      { listingNo: 'LONG', startsOn: '2015-01-01', endsOn: '2024-12-31' },
      'ACCEPTED +TERM_UNUSUAL',
    ],
  ])('with %s has its verdict', async (_what, more, verdict) => {
    expect(await submit('submitEnterpriseBlacklistings', listing(more))).toEqual([verdict]);
  });

  const isBlacklisted = () => hub.ask(`{ enterprise(creditCode: "${OWNER}") { isBlacklisted } }`);

  test('is accepted, corrected by its source alone, read by the day, and taken back', async () => {
    const shows = {
      listingNo: 'HMD-2',
      startsOn: '2025-07-01',
      removedOn: null,
      isActive: true,
      noBiddingUntil: '2026-07-01',
    };
    const query = (day: string) =>
      `{ enterpriseBlacklistings(filter: { activeOn: "${day}", enterpriseCode: "${OWNER}" }) {
        nodes { listingNo startsOn removedOn isActive noBiddingUntil } totalCount } }`;
    await livesThrough(hub, {
      dataset: 'ENTERPRISE_BLACKLISTING',
      operation: 'submitEnterpriseBlacklistings',
      record: listing({ listingNo: 'HMD-2', startsOn: '2025-07-01' }),
      correction: { removedOn: '2026-02-15' },
      query: query('2026-02-01'),
      shows,
      corrected: { ...shows, removedOn: '2026-02-15', isActive: false },
    });
  });

  test('tells of an enterprise whether it is listed today: not before, not after, not once removed', async () => {
    expect(await isBlacklisted()).toEqual({ isBlacklisted: false });
    expect(await submit('submitEnterpriseBlacklistings', listing({ endsOn: '2026-03-01' }))).toEqual([
      'ACCEPTED',
    ]);
    expect(await isBlacklisted()).toEqual({ isBlacklisted: true });
    await hub.submit('submitEnterpriseBlacklistings', [listing({ removedOn: '2026-03-01' })], {
      caller: authority,
      sentAt: '2026-03-01T07:30:00+08:00',
    });
    expect(await isBlacklisted()).toEqual({ isBlacklisted: false });
  });
});
