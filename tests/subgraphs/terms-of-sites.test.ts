import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseBusinessDate as day } from '../../kernel/calendar.ts';
import type { Caller } from '../../kernel/caller.ts';
import { banking } from '../../subgraphs/banking/index.ts';
import { isPeriodExceeded, nextLabourCostDueOn } from '../../subgraphs/banking/rules/labour-cost-period.ts';
import { Project } from '../../subgraphs/provincial/facts.ts';
import { provincial } from '../../subgraphs/provincial/index.ts';
import { AttendanceDevice } from '../../subgraphs/provincial/sites/facts.ts';
import { attendanceMeansStanding } from '../../subgraphs/provincial/sites/rules/attendance-means.ts';
import { type Department, official, openDepartment } from './support/department.ts';
import { send, vendor } from './support/submitting.ts';

const AT = '2026-02-10T09:00:00+08:00';
const UP_TO = '2026-03-01T06:00:00+08:00';
const as = (...scopes: string[]): Caller => ({
  ...official('450000', 'HOUSING'),
  divisions: ['450000', '420000'],
  scopes,
});
const sender = (...scopes: string[]): Caller => vendor('vendor-a', '450103', scopes, 'HOUSING');

describe('Article 11(1): a site has a device or a fence within so many days after its start', () => {
  const [DUE, AFTER] = ['2026-02-16', '2026-02-17'];
  test.each([
    ['nothing where no day is set', null, '2026-02-01', AFTER, true, null],
    ['in time on the last day', DUE, DUE, AFTER, false, 'IN_TIME'],
    ['late a day after it', DUE, AFTER, AFTER, true, 'LATE'],
    ['not late while an earlier one may be stated', DUE, AFTER, AFTER, false, 'NOT_YET_JUDGEABLE'],
    ['not yet due on the last day', DUE, null, DUE, true, 'NOT_YET_DUE'],
    ['missing a day after it', DUE, null, AFTER, true, 'MISSING'],
    ['not missing while one may be stated', DUE, null, AFTER, false, 'NOT_YET_JUDGEABLE'],
  ] as const)('it tells %s', (_what, due, firstInPlaceOn, today, isWhole, standing) => {
    const dueOn = due === null ? null : day(due);
    expect(attendanceMeansStanding({ dueOn, firstInPlaceOn, today: day(today), isWhole })).toBe(standing);
  });
});

describe('Order 724 Art. 24: labour cost comes within a period of one month', () => {
  test.each([
    ['2026-01-20', '2026-02-20'],
    ['2026-01-31', '2026-02-28'],
    ['2025-12-31', '2026-01-31'],
  ])('after %s by %s', (last, due) => {
    expect(nextLabourCostDueOn(day(last), 1)).toBe(due);
  });

  test.each([
    ['on the day itself', '2026-02-20', true, false],
    ['a day later', '2026-02-21', true, true],
    ['a day later, while one may be stated', '2026-02-21', false, null],
  ])('it is exceeded or not %s', (_when, today, isWhole, told) => {
    expect(isPeriodExceeded(day('2026-02-20'), day(today), isWhole)).toBe(told);
  });
});

describe('A site beside the number of its province', () => {
  let hub: Department;
  beforeAll(async () => {
    hub = await openDepartment(provincial);
    const places = [
      ['EARLY', '450103', '2026-02-01'],
      ['NEVER', '450103', '2026-02-01'],
      ['SILENT', '450103', '2026-02-01'],
      ['YOUNG', '450103', '2026-02-20'],
      ['WUHAN', '420102', '2026-02-01'],
    ] as const;
    await hub.scope(places.map(([code, division]) => [code, 'HOUSING', division]));
    await hub.write(
      Project,
      AT,
      places.map(([projectCode, divisionCode, startedOn]) => ({
        projectCode,
        divisionCode,
        startedOn,
        kind: 'HOUSING',
        sector: 'HOUSING',
        name: projectCode,
        constructionStatus: '003',
        isUnderKeySupervision: false,
      })),
    );
    const device = { projectCode: 'EARLY', attendType: '001' };
    await hub.write(AttendanceDevice, AT, [
      { ...device, deviceNo: 'G1', installedOn: '2026-02-16', removedOn: '2026-02-20' },
      { ...device, deviceNo: 'G2', installedOn: '2026-02-19', removedOn: null },
    ]);
    const stating = { projectCode: 'NEVER', deviceNo: 'G9', attendType: '001', installedOn: '2026-02-28' };
    await send(
      hub,
      sender('attendance:submit'),
      'submitAttendanceDevices',
      'AttendanceDeviceRecordInput',
      [stating],
      {
        completeUpTo: UP_TO,
      },
    );
  }, 60_000);
  afterAll(() => hub?.close());

  const meansOf = async (code: string) => {
    const { data, errors } = await hub.ask(
      as('project:read', 'attendance:read'),
      `{ project(code: "${code}") { attendanceMeans { dueOn firstInPlaceOn inPlace standing freshness { coversPeriod } } } }`,
    );
    expect(errors).toBeUndefined();
    return (data!.project as { attendanceMeans: unknown }).attendanceMeans;
  };

  test.each([
    ['EARLY', { dueOn: '2026-02-16', firstInPlaceOn: '2026-02-16', inPlace: 1, standing: 'IN_TIME' }],
    ['NEVER', { dueOn: '2026-02-16', firstInPlaceOn: '2026-02-28', inPlace: 1, standing: 'LATE' }],
    ['SILENT', { dueOn: '2026-02-16', firstInPlaceOn: null, inPlace: 0, standing: 'NOT_YET_JUDGEABLE' }],
    ['YOUNG', { dueOn: '2026-03-07', firstInPlaceOn: null, inPlace: 0, standing: 'NOT_YET_DUE' }],
    ['WUHAN', { dueOn: null, firstInPlaceOn: null, inPlace: 0, standing: null }],
  ])('%s is told with its days and standing', async (code, means) => {
    expect(await meansOf(code)).toMatchObject(means);
  });
});

describe('A project’s labour cost beside the longest period', () => {
  let banks: Department;
  beforeAll(async () => {
    banks = await openDepartment(banking);
    await banks.scope([
      ['A', 'HOUSING', '450103'],
      ['B', 'HOUSING', '450103'],
    ]);
    const account = { bankCode: '102', accountNumber: '45010000000099910001', projectCode: 'A' };
    await state('submitSpecialWageAccounts', 'SpecialWageAccountRecordInput', [
      { ...account, openedOn: '2025-12-01' },
    ]);
    await state(
      'submitLabourCostTransfers',
      'LabourCostTransferRecordInput',
      ['2026-01-15', '2025-12-15'].map((transferredOn, place) => ({
        ...account,
        projectCode: undefined,
        flowSerial: String(place + 1),
        amount: '10.00',
        transferredOn,
        forMonth: transferredOn.slice(0, 7),
      })),
    );
  }, 60_000);
  afterAll(() => banks?.close());

  const state = (operation: string, input: string, records: readonly object[], more = {}) =>
    send(banks, sender('account:submit'), operation, input, records, more);
  const asked = async (fields: string) => {
    const { data, errors } = await banks.ask(
      as('account:read', 'project:read'),
      `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Project { ${fields} } } }`,
      { variables: { of: ['A', 'B'].map((code) => ({ __typename: 'Project', code })) } },
    );
    expect(errors).toBeUndefined();
    return data!._entities;
  };
  const PERIOD = 'labourCostPeriod { mostMonths lastTransferredOn nextDueOn isExceeded }';

  test('is told to be exceeded once all sources have stated everything, and not where none has come', async () => {
    const told = { mostMonths: 1, lastTransferredOn: '2026-01-15', nextDueOn: '2026-02-15' };
    expect(await asked(PERIOD)).toEqual([
      { labourCostPeriod: { ...told, isExceeded: null } },
      { labourCostPeriod: null },
    ]);
    await state('submitLabourCostTransfers', 'LabourCostTransferRecordInput', [], { completeUpTo: UP_TO });
    expect(await asked(PERIOD)).toEqual([
      { labourCostPeriod: { ...told, isExceeded: true } },
      { labourCostPeriod: null },
    ]);
  });

  test('its account is to be filed so many days after its opening', async () => {
    expect(await asked('specialWageAccounts { filingDueOn }')).toEqual([
      { specialWageAccounts: [{ filingDueOn: '2025-12-31' }] },
      { specialWageAccounts: [] },
    ]);
  });
});
