import { type FieldUsage, fieldUsage } from '../../gateway/gate/field-usage.ts';
import { businessDateOf } from '../../kernel/calendar.ts';
import { loop } from '../background/loop.ts';
import type { Parts } from './over-parts.ts';
import type { Prepared } from './surroundings.ts';

const EVERY_MS = 60_000;

/** Counts who asks for which fields at this front door, and adds the counts to the day's every minute and at the end. */
export function countUsage(
  { clock, log }: Pick<Prepared, 'clock' | 'log'>,
  { exchange, atEnd }: Pick<Parts, 'exchange' | 'atEnd'>,
): FieldUsage {
  const usage = fieldUsage();
  const keep = async () => {
    await usage.handOn((used) => exchange.doors.fieldUsage.add(businessDateOf(clock.now()), used));
    return false;
  };
  const keeping = loop({ name: 'field usage', log, everyMs: EVERY_MS, firstAfterMs: EVERY_MS, round: keep });
  atEnd(async () => {
    await keeping.stop();
    await keep();
  });
  return usage;
}
