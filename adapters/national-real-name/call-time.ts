import { badParameters } from './answers.ts';

/** Modelled: the notes state no tolerance; Meizhou's own standard says six minutes. */
export const TOLERANCE_SECONDS = 600;

/**
 * Checks that a call's timestamp is near the hub's business clock.
 * @param timestamp 14 digits, Beijing time
 * @throws RealNameRefusal with a message of its own for a client that sends UTC, which is eight hours off
 */
export function checkTimestamp(timestamp: string, now: Date, toleranceSeconds = TOLERANCE_SECONDS): void {
  const at = instantOf(timestamp);
  const off = Math.abs(at - now.getTime()) / 1000;
  if (off <= toleranceSeconds) return;
  if (Number.isNaN(at))
    throw badParameters('timestamp 不是有效的日期时间', 'the timestamp is no existing time');
  if (Math.abs(off - EIGHT_HOURS) <= toleranceSeconds && at < now.getTime())
    throw badParameters(
      'timestamp 早了 8 小时:应使用北京时间(UTC+8),不是 UTC',
      'the timestamp is eight hours off: send Beijing time (UTC+8), not UTC',
    );
  throw badParameters(
    `timestamp 与平台时间相差超过 ${toleranceSeconds} 秒`,
    `the timestamp is more than ${toleranceSeconds} seconds away from the hub's time`,
  );
}

/** Beijing time as the serial numbers of calls state it: yyyyMMddHH. */
export function beijingHour(at: Date): string {
  return new Date(at.getTime() + EIGHT_HOURS * 1000).toISOString().replace(/[-T]/g, '').slice(0, 10);
}

const EIGHT_HOURS = 8 * 3600;

function instantOf(digits: string): number {
  const [, y, mo, d, h, mi, s] = /^(....)(..)(..)(..)(..)(..)$/.exec(digits) ?? [];
  const text = `${y}-${mo}-${d}T${h}:${mi}:${s}`;
  const utc = Date.parse(`${text}Z`);
  // The 31st of February would otherwise become a day in March.
  if (Number.isNaN(utc) || new Date(utc).toISOString().slice(0, 19) !== text) return Number.NaN;
  return utc - EIGHT_HOURS * 1000;
}
