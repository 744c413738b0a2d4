import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Caller } from '../../../../kernel/caller.ts';
import { livesThrough } from './life-of-a-fact.ts';
import { housingOfficer, siteOffices } from './project-inputs.ts';
import { CONTRACTOR, type Hub, LABOUR, openHub, project } from './support.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await openHub();
  expect(await hub.submit('fileProjects', [project(), project({ projectCode: 'LIVES' })])).toEqual([
    'ACCEPTED',
    'ACCEPTED',
  ]);
});
afterAll(() => hub?.close());

const [office] = siteOffices;
const submit = (operation: string, record: object) =>
  hub.submit(operation, [{ projectCode: 'A', ...record }], { caller: office });

describe('Approvals of projects', () => {
  const approval = (more: object) => ({
    approvalNo: '示例发改〔2025〕1号',
    level: '003',
    authority: '示例市发展和改革委员会',
    approvedOn: '2025-10-01',
    ...more,
  });

  test.each([
    ['no number', { approvalNo: '' }, 'REJECTED VALUE_MISSING approvalNo'],
    ['a number of 51 characters', { approvalNo: '号'.repeat(51) }, 'REJECTED VALUE_TOO_LONG approvalNo'],
    ['a level of no table', { level: '3' }, 'REJECTED CODE_UNKNOWN level'],
    ['a day to come', { approvedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE approvedOn'],
    ['an investment in words', { investment: '一亿' }, 'REJECTED AMOUNT_MALFORMED investment'],
    ['no investment', {}, 'ACCEPTED'],
  ])('with %s have their verdict', async (_what, more, verdict) => {
    expect(await submit('submitProjectApprovals', approval(more))).toEqual([verdict]);
  });
});

describe('Statements of funds', () => {
  const funding = (more: object) => ({
    statementNo: '1',
    fundSource: 'TREASURY',
    isGovernmentInvested: true,
    needed: '100.00',
    arranged: '100.00',
    statedOn: '2026-01-10',
    ...more,
  });

  test.each([
    ['nothing needed', { needed: '0.00' }, 'REJECTED AMOUNT_ZERO needed'],
    ['a negative amount', { arranged: '-1' }, 'REJECTED AMOUNT_NEGATIVE arranged'],
    ['a source of no list', { fundSource: 'GOLD' }, 'REJECTED CODE_UNKNOWN fundSource'],
    ['a day to come', { statedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE statedOn'],
    ['all that is needed', {}, 'ACCEPTED'],
    ['a fen less', { statementNo: '2', arranged: '99.99' }, 'ACCEPTED +FUNDS_NOT_IN_PLACE'],
    [
      'an advance by the contractor of a government’s project',
      { statementNo: '3', fundSource: 'CONTRACTOR_ADVANCE' },
      'ACCEPTED +CONTRACTOR_ADVANCES_FUNDS',
    ],
    [
      'an advance by the contractor of another',
      { statementNo: '4', fundSource: 'CONTRACTOR_ADVANCE', isGovernmentInvested: false },
      'ACCEPTED',
    ],
  ])('with %s have their verdict', async (_what, more, verdict) => {
    expect(await submit('submitFundingStatements', funding(more))).toEqual([verdict]);
  });
});

describe('Times of key supervision', () => {
  const mark = (more: object) => ({
    startsOn: '2026-02-01',
    endsOn: '2026-02-10',
    reason: '多次预警',
    authority: '示例区人社局',
    ...more,
  });
  const isUnder = () => hub.ask('{ project(code: "A") { isUnderKeySupervision } }');

  test.each([
    ['no first day', { startsOn: null }, 'REJECTED VALUE_MISSING startsOn'],
    ['an end before it', { endsOn: '2026-01-31' }, 'REJECTED PERIOD_REVERSED endsOn'],
    ['no reason', { reason: null }, 'REJECTED VALUE_MISSING reason'],
    ['an end', {}, 'ACCEPTED'],
    ['a beginning on the last day of another', { startsOn: '2026-02-10' }, 'REJECTED CONFLICTS_WITH_RECORD'],
  ])('with %s have their verdict', async (_what, more, verdict) => {
    expect(await submit('submitKeySupervisionMarks', mark(more))).toEqual([verdict]);
  });

  test('put the project under it while they last', async () => {
    expect(await isUnder()).toEqual({ isUnderKeySupervision: false });
    expect(await submit('submitKeySupervisionMarks', mark({ startsOn: '2026-03-01', endsOn: null }))).toEqual(
      ['ACCEPTED'],
    );
    expect(await isUnder()).toEqual({ isUnderKeySupervision: true });
  });
});

describe('Approvals of abbreviations', () => {
  const officer = { ...housingOfficer, organisation: 'housing-450103' };
  const otherOfficer = { ...housingOfficer, organisation: 'housing-450103-other' };
  const approval = (more: object = {}) => ({
    projectCode: 'A',
    subject: 'GENERAL_CONTRACTOR',
    abbreviation: '示范建工',
    contractorCode: CONTRACTOR,
    approvedOn: '2026-02-19',
    authority: '示例区住房和城乡建设局',
    ...more,
  });
  const state = (record: object, caller: Caller = officer) =>
    hub.submit('submitAbbreviationApprovals', [record], { caller });

  test.each([
    ['no abbreviation', { abbreviation: null }, 'REJECTED VALUE_MISSING abbreviation'],
    ['of whose name is not said', { subject: 'OWNER' }, 'REJECTED CODE_UNKNOWN subject'],
    ['of no contractor', { contractorCode: null }, 'REJECTED VALUE_MISSING contractorCode'],
    ['a day to come', { approvedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE approvedOn'],
    ['a project nobody has filed', { projectCode: 'NOBODYS' }, 'HELD PROJECT_UNKNOWN projectCode'],
    ['of the project', { subject: 'PROJECT', abbreviation: '甲', contractorCode: null }, 'ACCEPTED'],
    [
      'of a contractor that is none of the project',
      { contractorCode: LABOUR, abbreviation: '劳务' },
      'ACCEPTED',
    ],
  ])('have their verdict: %s', async (_what, more, verdict) => {
    expect(await state(approval(more))).toEqual([verdict]);
  });

  test('are a department’s to state, and nobody else’s', async () => {
    expect(await state(approval(), office)).toEqual(['REJECTED DEPARTMENT_ONLY']);
  });

  test('are accepted, corrected by their own, taken back, and waited for with their project', async () => {
    const shows = {
      abbreviation: '示范',
      contractorCode: CONTRACTOR,
      authority: '示例区住房和城乡建设局',
    };
    await livesThrough(hub, {
      dataset: 'ABBREVIATION_APPROVAL',
      operation: 'submitAbbreviationApprovals',
      record: approval({ projectCode: 'LIVES', abbreviation: '示范' }),
      correction: { authority: '示例市住房和城乡建设局' },
      query: `{ abbreviationApprovals(filter: { projectCode: "LIVES", division: "450103" }) {
        nodes { abbreviation contractorCode authority } totalCount } }`,
      shows,
      corrected: { ...shows, authority: '示例市住房和城乡建设局' },
      input: 'AbbreviationApprovalRecordInput',
      by: [officer, otherOfficer],
    });
  });

  test('several count for one project, of its own contractor alone', async () => {
    expect(await state(approval())).toEqual(['ACCEPTED']);
    expect(await state(approval({ abbreviation: '示建' }))).toEqual(['ACCEPTED']);
    expect(
      await hub.ask(`{ project(code: "A") { abbreviation approvedAbbreviations approvedContractorAbbreviations
        abbreviationApprovals { subject abbreviation } } }`),
    ).toEqual({
      abbreviation: null,
      approvedAbbreviations: ['甲'],
      approvedContractorAbbreviations: ['示建', '示范建工'],
      abbreviationApprovals: [
        { subject: 'GENERAL_CONTRACTOR', abbreviation: '劳务' },
        { subject: 'GENERAL_CONTRACTOR', abbreviation: '示建' },
        { subject: 'GENERAL_CONTRACTOR', abbreviation: '示范建工' },
        { subject: 'PROJECT', abbreviation: '甲' },
      ],
    });
  });
});
