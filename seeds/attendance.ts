import { addDays, type BusinessDate, firstDayOf, yearMonthOf } from '../kernel/calendar.ts';
import { sm3Hex } from '../kernel/crypto/sm3.ts';
import type { NewRecord } from '../ledger/new-record.ts';
import { type Draw, draw } from './draw.ts';
import type { Hand, Shift } from './hands.ts';
import { at, isWorked, type Span } from './span.ts';

/** The punches of a day (考勤记录), from all sites, as the writer takes them. */
export function punchesOn(span: Span, day: BusinessDate, hands: readonly Hand[]): NewRecord[] {
  const chance = draw(`punches ${day}`);
  return hands.flatMap((hand) => SHIFTS[hand.shift](hand, day, span, chance));
}

/** The two days around the end of a month inside the span. */
export function monthEdgeOf(span: Span): readonly [last: BusinessDate, first: BusinessDate] {
  const first = firstDayOf(yearMonthOf(span.to));
  return [addDays(first, -1), first];
}

/** A worked day about a week before the business date, for what happens on one day only. */
export function oneDayOf(span: Span): BusinessDate {
  let day = addDays(span.to, -8);
  while (!isWorked(day) && day > span.from) day = addDays(day, -1);
  return day;
}

type Punches = (hand: Hand, day: BusinessDate, span: Span, chance: Draw) => NewRecord[];

const byDay: Punches = (hand, day, span, chance) => {
  if (!hand.days.has(day)) return [];
  const came = punch(hand, day, timeWithin(chance, 6, 80), 'IN');
  // The business date is not over: its evening has not come.
  return day === span.to ? [came] : [came, punch(hand, day, timeWithin(chance, 17, 110), 'OUT')];
};

const SHIFTS: Readonly<Record<Shift, Punches>> = {
  DAY: byDay,
  // Who leaves after midnight has worked on the day of entry (domain notes, wage rules §7).
  NIGHT: (hand, day, span, chance) => [
    ...(hand.days.has(addDays(day, -1)) ? [punch(hand, day, timeWithin(chance, 5, 40), 'OUT')] : []),
    ...(hand.days.has(day) && day !== span.to ? [punch(hand, day, timeWithin(chance, 20, 40), 'IN')] : []),
  ],
  MONTH_EDGE: (hand, day, span, chance) => {
    const [last, first] = monthEdgeOf(span);
    if (day === last) return [punch(hand, day, '18:00:00', 'IN'), punch(hand, day, '23:59:59', 'OUT')];
    if (day === first) return [punch(hand, day, '00:00:01', 'IN'), punch(hand, day, '05:30:00', 'OUT')];
    return byDay(hand, day, span, chance);
  },
};

function punch(hand: Hand, day: BusinessDate, time: string, direction: 'IN' | 'OUT'): NewRecord {
  const { site, workerId, crewNo } = hand;
  return {
    content: {
      projectCode: site.code,
      workerId,
      crewNo,
      direction,
      // 011: checked in by place, where a site has no gate.
      attendType: site.serial % 4 === 1 ? '011' : '001',
      deviceNo: `${site.code}-${direction === 'IN' ? 'A' : 'B'}`,
      // One site's app takes a photo with each.
      ...(site.serial === 1 && { photo: sm3Hex(`photo ${workerId} ${day} ${time}`) }),
    },
    occurredAt: at(day, time),
    sourceVersion: BigInt(Date.parse(day)),
  };
}

// To the second, within so many minutes after the hour.
function timeWithin(chance: Draw, hour: number, minutes: number): string {
  const second = hour * 3600 + chance.below(minutes * 60);
  return [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60].map(two).join(':');
}

const two = (number: number): string => String(number).padStart(2, '0');
