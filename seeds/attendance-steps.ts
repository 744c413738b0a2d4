import { addDays } from '../kernel/calendar.ts';
import { AttendanceRecord } from '../subgraphs/provincial/facts.ts';
import type { Store } from '../subgraphs/store.ts';
import { oneDayOf, punchesOn } from './attendance.ts';
import { at } from './span.ts';
import type { World } from './world.ts';
import type { Batch, Step } from './write.ts';

/** A step for each day's punches: the devices' vendor sends them just after midnight. */
export function attendanceSteps(store: Store, { span, hands }: World): Step[] {
  return span.days.map((day) => {
    const recordedAt = day === span.to ? at(day, '07:30:00') : at(addDays(day, 1), '00:05:00');
    const batches = () => [punches(recordedAt, punchesOn(span, day, hands))];
    return { name: `attendance ${day}`, store, recordedAt, batches };
  });
}

/** Three days after, what one site's second crew sent on a day is withdrawn (作废), and another site's device renamed. */
export function correctedPunches(store: Store, { span, hands, crews }: World): Step[] {
  const day = oneDayOf(span);
  const site = crews.find((crew) => crew.site.trouble === 'PUNCHES_WITHDRAWN')!.site;
  const second = crews.filter((crew) => crew.site === site)[1]!.crewNo;
  const recordedAt = at(addDays(day, 3), '10:00:00');
  const sent = punchesOn(span, day, hands);
  const version = BigInt(recordedAt.getTime());
  const withdrawn = sent
    .filter(({ content }) => content.projectCode === site.code && content.crewNo === second)
    .map((one) => ({ ...one, sourceVersion: version, withdrawn: true }));
  const renamed = sent
    .filter(({ content }) => content.projectCode === hands[0]!.site.code)
    .slice(0, 10)
    .map((one) => ({ ...one, sourceVersion: version, content: { ...one.content, deviceNo: RENAMED } }));
  return [
    {
      name: `attendance corrected`,
      store,
      recordedAt,
      batches: () => [punches(recordedAt, [...withdrawn, ...renamed])],
    },
  ];
}

const RENAMED = 'D-RENAMED-01';

const punches = (recordedAt: Date, records: Batch['records']): Batch => ({
  recordedAt,
  fact: AttendanceRecord,
  source: 'attendance-vendor',
  assurance: 'DEVICE_SIGNED',
  records,
});
