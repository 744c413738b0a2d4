import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as calendar from '../../kernel/calendar.ts';
import { depositDueOn, filingDueOn, payDueOn } from '../../kernel/due-days.ts';

const {
  addDays,
  addWorkingDays,
  isCountedProvisionally,
  businessDateOf,
  daysBetween,
  isWorkingDay,
  lastWorkingDayOnOrBefore,
  listedHolidays,
} = calendar;
const day = calendar.parseBusinessDate;
const month = calendar.parseYearMonth;
const anyDay = fc.integer({ min: 0, max: 40_000 }).map((offset) => addDays(day('1970-01-01'), offset));
const listedDay = fc.integer({ min: 0, max: 729 }).map((offset) => addDays(day('2025-01-01'), offset));

describe('The business day', () => {
  test('the edge of a day is midnight in Shanghai, whatever the zone of the instant', () => {
    expect(businessDateOf(new Date('2026-01-31T23:59:59.999+08:00'))).toBe('2026-01-31');
    expect(businessDateOf(new Date('2026-01-31T16:00:00Z'))).toBe('2026-02-01');
    expect(calendar.dayEdges(day('2026-02-01')).from).toEqual(new Date('2026-01-31T16:00:00Z'));
  });

  test('a month runs from its first midnight to the next one, which no longer belongs to it', () => {
    const { from, to } = calendar.monthEdges(month('2025-12'));
    expect([from, to]).toEqual([new Date('2025-11-30T16:00:00Z'), new Date('2025-12-31T16:00:00Z')]);
    expect(calendar.yearMonthOf(from)).toBe('2025-12');
    expect(calendar.yearMonthOf(to)).toBe('2026-01');
    expect(calendar.yearMonthOf(day('2025-12-31'))).toBe('2025-12');
  });

  test('every instant lies in the edges of its own day', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true }),
        (instant) => {
          const { from, to } = calendar.dayEdges(businessDateOf(instant));
          expect(from <= instant && instant < to).toBe(true);
        },
      ),
    );
  });

  test('days are counted as they are added, over leap days and years', () => {
    expect(addDays(day('2024-02-28'), 2)).toBe('2024-03-01');
    expect(addDays(day('2026-01-01'), -1)).toBe('2025-12-31');
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -5000, max: 5000 }), (date, count) => {
        expect(daysBetween(date, addDays(date, count))).toBe(count);
      }),
    );
  });

  test.each(['2026-02-29', '2026-13-01', '2026-1-1', '20260101', '', '2026-01-01T00:00:00Z', '2026-00-10'])(
    '%j is no day',
    (text) => {
      expect(() => day(text)).toThrow(expect.objectContaining({ code: 'DATE_MALFORMED' }));
    },
  );

  test.each(['2026-13', '2026-00', '2026-1', '2026', '2026-01-01'])('%j is no month', (text) => {
    expect(() => month(text)).toThrow(expect.objectContaining({ code: 'YEAR_MONTH_MALFORMED' }));
  });

  test('the 31st of a shorter month is its last day', () => {
    expect(calendar.dayOfMonth(month('2026-02'), 31)).toBe('2026-02-28');
    expect(calendar.dayOfMonth(month('2026-02'), 5)).toBe('2026-02-05');
    expect(calendar.lastDayOf(month('2024-02'))).toBe('2024-02-29');
    expect(calendar.addMonths(month('2025-12'), 1)).toBe('2026-01');
    expect(calendar.addMonths(month('2025-01'), -1)).toBe('2024-12');
  });
});

describe('Working days', () => {
  test.each([
    ['2025-01-01', false, '元旦'],
    ['2025-01-26', true, 'a Sunday that is worked'],
    ['2025-01-28', false, '春节 begins'],
    ['2025-02-04', false, '春节 ends'],
    ['2025-02-05', true, 'the day after'],
    ['2025-02-08', true, 'a Saturday that is worked'],
    ['2025-10-08', false, '国庆节、中秋节 ends'],
    ['2026-01-02', false, '元旦'],
    ['2026-01-04', true, 'a Sunday that is worked'],
    ['2026-02-14', true, 'a Saturday that is worked'],
    ['2026-02-23', false, '春节 ends on a Monday'],
    ['2026-09-26', false, '中秋节'],
    ['2026-10-10', true, 'a Saturday that is worked'],
    ['2026-03-07', false, 'an ordinary Saturday'],
    ['2026-03-09', true, 'an ordinary Monday'],
  ])('%s: working day %s (%s)', (date, expected) => {
    expect(isWorkingDay(day(date), listedHolidays)).toBe(expected);
  });

  test('the lists hold the number of days the notices give, and worked days are weekends', () => {
    const days = (year: string) => [...listedHolidays.off].filter((date) => date.startsWith(year)).length;
    expect([days('2025'), days('2026')]).toEqual([28, 33]);
    const worked = [...listedHolidays.work];
    expect(worked).toHaveLength(11);
    for (const date of worked) expect([0, 6]).toContain(calendar.weekdayOf(date));
    for (const date of worked) expect(listedHolidays.off.has(date)).toBe(false);
  });

  test('counting passes holidays and stops on days that are worked', () => {
    expect(addWorkingDays(day('2026-02-13'), 1, listedHolidays)).toEqual({
      date: '2026-02-14',
      provisional: false,
    });
    expect(addWorkingDays(day('2026-02-13'), 2, listedHolidays)).toEqual({
      date: '2026-02-24',
      provisional: false,
    });
    expect(addWorkingDays(day('2026-02-24'), -1, listedHolidays).date).toBe('2026-02-14');
    expect(addWorkingDays(day('2026-03-07'), 0, listedHolidays).date).toBe('2026-03-07');
  });

  test('there and back again is the same working day', () => {
    fc.assert(
      fc.property(listedDay, fc.integer({ min: 1, max: 60 }), (date, count) => {
        fc.pre(isWorkingDay(date, listedHolidays));
        expect(
          addWorkingDays(addWorkingDays(date, count, listedHolidays).date, -count, listedHolidays).date,
        ).toBe(date);
      }),
    );
  });

  test('between a day and n working days later lie exactly n working days', () => {
    fc.assert(
      fc.property(listedDay, fc.integer({ min: 1, max: 60 }), (from, count) => {
        const { date } = addWorkingDays(from, count, listedHolidays);
        const passed = Array.from({ length: daysBetween(from, date) }, (_, place) =>
          addDays(from, place + 1),
        );
        expect(passed.filter((one) => isWorkingDay(one, listedHolidays))).toHaveLength(count);
      }),
    );
  });

  test('a year without a list counts Monday to Friday, and the answer says so', () => {
    expect(addWorkingDays(day('2030-10-01'), 5, listedHolidays)).toEqual({
      date: '2030-10-08',
      provisional: true,
    });
    expect(addWorkingDays(day('2026-12-31'), 1, listedHolidays)).toEqual({
      date: '2027-01-01',
      provisional: true,
    });
    expect(addWorkingDays(day('2026-12-30'), 1, listedHolidays).provisional).toBe(false);
    expect(addWorkingDays(day('2027-01-04'), -2, listedHolidays)).toEqual({
      date: '2026-12-31',
      provisional: true,
    });
    expect(lastWorkingDayOnOrBefore(day('2027-01-02'), listedHolidays)).toEqual({
      date: '2027-01-01',
      provisional: true,
    });
  });

  test('a day that was kept is known to be provisional by the days it was counted between', () => {
    for (const [from, to, isProvisional] of [
      ['2024-09-30', '2024-10-09', true],
      ['2024-12-30', '2025-01-08', true],
      ['2025-01-02', '2025-01-09', false],
      ['2025-12-30', '2026-01-08', false],
      ['2026-12-30', '2027-01-06', true],
    ] as const)
      expect(isCountedProvisionally(day(from), day(to), listedHolidays)).toBe(isProvisional);
  });

  test('every list at hand is marked with its document and as not verified', async () => {
    const { default: file } = await import('../../kernel/holidays.json', { with: { type: 'json' } });
    for (const { source, status } of Object.values(file.years)) {
      expect(source).toMatch(/^国办发明电〔\d{4}〕\d+号$/);
      expect(status).toBe('recalled');
    }
  });
});

describe('Due days', () => {
  test('细则 Article 10: a project is filed within 15 calendar days of its start, holidays or not', () => {
    expect(filingDueOn(day('2026-02-13'), 15)).toBe('2026-02-28');
    expect(filingDueOn(day('2025-12-20'), 15)).toBe('2026-01-04');
    expect(filingDueOn(day('2025-12-20'), 30)).toBe('2026-01-19');
  });

  test.each([
    ['2026-01', 15, '2026-01-15', 'a Thursday stays'],
    ['2026-02', 20, '2026-02-14', 'inside 春节 it moves before it, to the Saturday that is worked'],
    ['2026-03', 15, '2026-03-13', 'a Sunday moves to Friday'],
    ['2025-10', 5, '2025-09-30', 'into the month before, when need be'],
    ['2026-02', 31, '2026-02-28', 'the last day of February, a Saturday that is worked'],
  ])('Order 724 Article 14: pay day of %s, the %d, is %s (%s)', (yearMonth, number, expected) => {
    expect(payDueOn(month(yearMonth), number, listedHolidays)).toEqual({
      date: expected,
      provisional: false,
    });
  });

  test('Order 724 Article 14: a pay day never moves later', () => {
    fc.assert(
      fc.property(listedDay, (date) => {
        const due = lastWorkingDayOnOrBefore(date, listedHolidays).date;
        expect(due <= date && isWorkingDay(due, listedHolidays)).toBe(true);
      }),
    );
  });

  test('deposits: 20 working days to fund, 5 to pay, 10 to restore', () => {
    expect(depositDueOn(day('2026-09-18'), 20, listedHolidays).date).toBe('2026-10-22');
    expect(depositDueOn(day('2026-04-03'), 5, listedHolidays).date).toBe('2026-04-13');
    expect(depositDueOn(day('2026-04-30'), 10, listedHolidays).date).toBe('2026-05-18');
  });
});
