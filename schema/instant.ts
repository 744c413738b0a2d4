import { BadInput } from '../kernel/refusals.ts';

/**
 * Reads an instant (时刻) by RFC 3339 with its offset. Digits beyond the millisecond are cut off, never rounded up,
 * so that an instant cannot slip into the next day.
 * @throws BadInput `DATE_TIME_MALFORMED`, also for a day, time or offset that does not exist
 */
export function parseInstant(text: string): Date {
  const parts = RFC_3339.exec(text);
  const [, day = '', time = '', fraction = '', sign, hours = '0', minutes = '0'] = parts ?? [];
  const local = new Date(`${day}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}Z`);
  // The engine reads 2026-02-30 as March 2 and 24:00 as the next day; only a day that comes back the same exists.
  const exists = !Number.isNaN(local.getTime()) && local.toISOString().startsWith(`${day}T${time}`);
  if (!parts || !exists || Number(hours) > 23 || Number(minutes) > 59)
    throw new BadInput('DATE_TIME_MALFORMED', `expected ${EXPECTED}`, { expected: EXPECTED });
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60_000 : 60_000);
  return new Date(local.getTime() - offset);
}

/** An instant in China's time: `2026-01-05T07:31:30+08:00`, with milliseconds only where there are any. */
export function formatInstant(instant: Date): string {
  const local = new Date(instant.getTime() + CHINA_OFFSET).toISOString();
  if (local.length !== '2026-01-05T07:31:30.000Z'.length)
    throw new RangeError('an instant of the years 0 to 9999');
  return `${local.endsWith('.000Z') ? local.slice(0, 19) : local.slice(0, 23)}+08:00`;
}

const EXPECTED = 'an instant with its offset, such as "2026-01-05T07:31:30+08:00"';
const RFC_3339 = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(?:Z|([+-])(\d\d):(\d\d))$/;
const CHINA_OFFSET = 8 * 3_600_000;
