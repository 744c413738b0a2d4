import { describe, expect, test } from '@jest/globals';
import {
  day,
  instant,
  monthNotInFuture,
  notBefore,
  notInFuture,
  notReversed,
  timely,
  yearMonth,
} from '../../ledger/submission/fields/index.ts';
import { cases, type Case, reading, writtenReport } from './support/reading.ts';

const NOTHING: readonly Case[] = [
  [undefined, null],
  [null, null],
  [' ', null],
];
const NO_TEXT: readonly Case[] = [
  [true, null, 'REJECT VALUE_MALFORMED'],
  [{}, null, 'REJECT VALUE_MALFORMED'],
  [[], null, 'REJECT VALUE_MALFORMED'],
];

describe('A day (日期)', () => {
  test.each(
    cases([
      ...NOTHING,
      ...NO_TEXT,
      ['2026-01-05', '2026-01-05'],
      [' 2026-01-05 ', '2026-01-05'],
      ['2024-02-29', '2024-02-29'],
      ['2000-02-29', '2000-02-29'],
      ['9999-12-31', '9999-12-31'],
      ['2026-02-29', null, 'REJECT DATE_MALFORMED'],
      ['2100-02-29', null, 'REJECT DATE_MALFORMED'],
      ['2026-04-31', null, 'REJECT DATE_MALFORMED'],
      ['2026-13-01', null, 'REJECT DATE_MALFORMED'],
      ['2026-00-10', null, 'REJECT DATE_MALFORMED'],
      ['2026-01-00', null, 'REJECT DATE_MALFORMED'],
      ['2026-1-5', null, 'REJECT DATE_MALFORMED'],
      ['20260105', null, 'REJECT DATE_MALFORMED'],
      ['2026/01/05', null, 'REJECT DATE_MALFORMED'],
      ['2026-01-05T00:00:00Z', null, 'REJECT DATE_MALFORMED'],
      ['２０２６-01-05', null, 'REJECT DATE_MALFORMED'],
      ['2'.repeat(100), null, 'REJECT DATE_MALFORMED'],
      [45292, null, 'REJECT DATE_MALFORMED'],
      ['1899-12-30', null, 'REJECT DATE_TOO_EARLY'],
      ['0001-01-01', null, 'REJECT DATE_TOO_EARLY'],
    ]),
  )('%j is read as %j %s', (raw, value, told) => {
    expect(reading(day(), raw)).toEqual([value, told]);
  });
});

describe('A month (月份)', () => {
  test.each(
    cases([
      ...NOTHING,
      ...NO_TEXT,
      ['2026-01', '2026-01'],
      ['2026-13', null, 'REJECT MONTH_MALFORMED'],
      ['2026-1', null, 'REJECT MONTH_MALFORMED'],
      ['202601', null, 'REJECT MONTH_MALFORMED'],
      [202601, null, 'REJECT MONTH_MALFORMED'],
      ['2026-01-05', null, 'REJECT MONTH_MALFORMED'],
    ]),
  )('%j is read as %j %s', (raw, value, told) => {
    expect(reading(yearMonth(), raw)).toEqual([value, told]);
  });

  test('a field may take no month before its first', () => {
    expect(reading(yearMonth({ notBefore: '2020-01' }), '2019-12')).toEqual([null, 'REJECT MONTH_NOT_OPEN']);
  });
});

describe('An instant (时刻)', () => {
  const at = (iso: string): Date => new Date(iso);
  const BAD = 'REJECT TIME_MALFORMED';
  test.each(
    cases([
      ...NOTHING,
      ...NO_TEXT,
      ['2026-01-05T07:31:30+08:00', at('2026-01-04T23:31:30Z')],
      ['2026-01-04T23:31:30Z', at('2026-01-04T23:31:30Z')],
      ['2026-01-04t23:31:30z', at('2026-01-04T23:31:30Z')],
      ['2026-01-04 18:01:30-05:30', at('2026-01-04T23:31:30Z')],
      ['2026-01-05T00:00:00+00:00', at('2026-01-05T00:00:00Z')],
      ['2026-01-05 07:31:30', at('2026-01-04T23:31:30Z'), 'WARN ZONE_ASSUMED'],
      ['2026-01-05T07:31:30', at('2026-01-04T23:31:30Z'), 'WARN ZONE_ASSUMED'],
      ['2026-01-05T07:31:30.000+08:00', at('2026-01-04T23:31:30Z')],
      ['2026-01-05T07:31:30.999+08:00', at('2026-01-04T23:31:30Z'), 'WARN FRACTION_TRUNCATED'],
      [
        '2026-01-05 07:31:30.123456789',
        at('2026-01-04T23:31:30Z'),
        'WARN ZONE_ASSUMED, WARN FRACTION_TRUNCATED',
      ],
      ['1969-12-31T23:59:59.9Z', at('1969-12-31T23:59:59Z'), 'WARN FRACTION_TRUNCATED'],
      ['2026-01-05T07:31:30.1234567890Z', null, BAD],
      ['2026-01-05T07:31:30.Z', null, BAD],
      ['2026-01-05T07:31:30,5Z', null, BAD],
      ['2026-01-05T24:00:00+08:00', null, BAD],
      ['2026-01-05T23:59:60+08:00', null, BAD],
      ['2026-01-05T07:60:00+08:00', null, BAD],
      ['2026-02-30T07:31:30+08:00', null, BAD],
      ['2026-01-05T07:31+08:00', null, BAD],
      ['2026-01-05T07:31:30+0800', null, BAD],
      ['2026-01-05T07:31:30+08', null, BAD],
      ['2026-01-05T07:31:30+15:00', null, BAD],
      ['2026-01-05T07:31:30+08:60', null, BAD],
      ['2026-01-05T07:31:30 +08:00', null, BAD],
      ['2026-01-05  07:31:30', null, BAD],
      ['2026-01-05', null, BAD],
      ['20260105073130', null, BAD],
      ['2026/01/05 07:31:30', null, BAD],
      ['1767569490', null, BAD],
      [1767569490, null, BAD],
      [1767569490000, null, BAD],
      [46027.3135, null, BAD],
      ['上午7点', null, BAD],
      ['2'.repeat(1_000), null, BAD],
      ['0099-01-05T07:31:30Z', at('1970-01-01T00:00:00Z'), 'REJECT TIME_TOO_EARLY'],
      ['9999-12-31T23:59:59Z', at('1970-01-01T00:00:00Z'), 'REJECT TIME_IN_FUTURE'],
    ]),
  )('%j is read as %j %s', (raw, value, told) => {
    expect(reading(instant(), raw)).toEqual([value, told]);
  });

  test.each(['America/New_York', 'Asia/Shanghai', 'Australia/Lord_Howe'])(
    'is the same in the zone %s of a server',
    (zone) => {
      const before = process.env.TZ;
      process.env.TZ = zone;
      try {
        expect(reading(instant(), '2026-03-08 02:30:00')).toEqual([
          at('2026-03-07T18:30:00Z'),
          'WARN ZONE_ASSUMED',
        ]);
      } finally {
        if (before === undefined) delete process.env.TZ;
        else process.env.TZ = before;
      }
    },
  );
});

describe('Checks of days and times', () => {
  const now = new Date('2026-01-31T16:30:00Z');
  const limits = { heldPerClient: 1, heldDays: 1, earliestMonth: '2020-01', zoneRequiredOf: [] };
  const moment = { now, today: '2026-02-01', sentAt: now, limits };
  const told = (check: (report: ReturnType<typeof writtenReport>) => void): string => {
    const report = writtenReport();
    check(report);
    return report.told.join(', ');
  };

  test.each([
    ['2026-02-01', ''],
    ['2026-02-02', 'REJECT DATE_IN_FUTURE startedOn'],
    [null, ''],
  ])('of today 2026-02-01, the day %s is told as %j', (value, expected) => {
    expect(told((report) => notInFuture(report, 'startedOn', value, moment))).toBe(expected);
  });

  test.each([
    ['2026-02', ''],
    ['2026-03', 'REJECT MONTH_IN_FUTURE payMonth'],
    [null, ''],
  ])('of today 2026-02-01, the month %s is told as %j', (value, expected) => {
    expect(told((report) => monthNotInFuture(report, 'payMonth', value, moment))).toBe(expected);
  });

  test.each([
    ['2000-01-01', ''],
    ['1999-12-31', 'REJECT DATE_TOO_EARLY bornOn'],
    [null, ''],
  ])('not before 2000-01-01, the day %s is told as %j', (value, expected) => {
    expect(told((report) => notBefore(report, 'bornOn', value, '2000-01-01'))).toBe(expected);
  });

  test.each([
    ['2026-01-01', '2026-01-01', ''],
    ['2026-01-02', '2026-01-01', 'REJECT PERIOD_REVERSED exitedOn'],
    [null, '2026-01-01', ''],
    ['2026-01-01', null, ''],
  ])('a period from %s to %s is told as %j', (from, to, expected) => {
    expect(told((report) => notReversed(report, 'exitedOn', from, to))).toBe(expected);
  });

  test.each([
    ['on time', 0, ''],
    ['within what a clock may be ahead', 600, 'WARN CLOCK_AHEAD'],
    ['ahead of that', 601, 'REJECT TIME_IN_FUTURE occurredAt'],
    ['as late as is usual', -86_400, ''],
    ['later', -86_401, 'WARN ARRIVED_LATE'],
    ['from the earliest moment', -864_000, 'WARN ARRIVED_LATE'],
    ['earlier', -864_001, 'REJECT TIME_TOO_EARLY occurredAt'],
  ])('an event %s, %d seconds from now, is told as %j', (_what, seconds, expected) => {
    const at = new Date(now.getTime() + seconds * 1_000);
    const terms = { ahead: 600_000, late: 86_400_000, earliest: new Date(now.getTime() - 864_000_000) };
    expect(told((report) => timely(report, 'occurredAt', at, moment, terms))).toBe(expected);
  });

  test('a time that is not there is told of elsewhere, and without terms nothing is late or early', () => {
    expect(told((report) => timely(report, 'occurredAt', null, moment, { ahead: 0 }))).toBe('');
    expect(told((report) => timely(report, 'occurredAt', new Date(0), moment, { ahead: 0 }))).toBe('');
  });
});
