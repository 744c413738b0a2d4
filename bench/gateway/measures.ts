import { type Measure, median } from '../report.ts';

/** What is wanted of a ratio: so many times as much, or at most such a share. */
export interface Target {
  readonly atLeast?: number;
  /** One so-manieth of the peer. */
  readonly atMostOneIn?: number;
}

interface Paired {
  readonly name: string;
  readonly unit: string;
  readonly peer: string;
  /** Round by round, ours and the peer's. */
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
  readonly target?: Target | undefined;
}

/** Medians of both, and the median of the ratios of each round: a shared machine is slower at one minute than at the next. */
export function paired({ name, unit, peer, ours, theirs, target = {} }: Paired): Measure {
  const ratios = ours.map((value, round) => value / theirs[round]!);
  const ratio = median(ratios);
  const range =
    ratios.length > 1 ? `, ratios ${short(Math.min(...ratios))} to ${short(Math.max(...ratios))}` : '';
  return {
    name,
    value: median(ours),
    unit,
    peer: `${peer}: ${short(median(theirs))}${range}`,
    ratio,
    ...judged(ratio, target),
  };
}

function judged(ratio: number, { atLeast, atMostOneIn }: Target): Partial<Measure> {
  if (atLeast !== undefined) return { target: `≥ ${atLeast} ×`, met: ratio >= atLeast };
  if (atMostOneIn === 1) return { target: '≤ the peer', met: ratio <= 1 };
  if (atMostOneIn !== undefined) return { target: `≤ 1/${atMostOneIn}`, met: ratio <= 1 / atMostOneIn };
  return {};
}

export const limited = (name: string, value: number, unit: string, most: number): Measure => ({
  name,
  value,
  unit,
  target: `≤ ${most} ${unit}`,
  met: value <= most,
});

export const short = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));
