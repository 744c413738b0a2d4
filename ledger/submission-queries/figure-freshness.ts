import type { Rhythms } from '../submission/rhythms.ts';
import type { DatasetFreshness } from './project-freshness.ts';
import type { SourceWord } from './source-words.ts';

/** How complete the facts are that a figure was computed from (数据新鲜度). */
export interface Freshness {
  /** Null while a source never said, or where there is none. */
  readonly completeUpTo: Date | null;
  /** Whether that reaches the end of what the figure is of; null for what has no end. */
  readonly coversPeriod: boolean | null;
  readonly isBehind: boolean;
  readonly behind: readonly SourceBehind[];
  readonly datasets: readonly DatasetFreshness[];
}

/** A source that is behind its rhythm, or never said anything. */
export interface SourceBehind {
  readonly dataset: string;
  /** Null where nobody states such facts. */
  readonly sourceSystem: string | null;
  readonly completeUpTo: Date | null;
  readonly expectedEveryHours: number | null;
}

/** A dataset that a figure rests on, or several of which each says the same: of those the ones in use count. */
export type RestsOn = string | readonly string[];

export const namesOf = (datasets: readonly RestsOn[]): string[] => datasets.flat();

export interface Reckoning {
  readonly datasets: readonly RestsOn[];
  /** The end of the month or day that the figure is of (统计期末); null for what has no end. */
  readonly until: Date | null;
  readonly now: Date;
  readonly rhythms: Rhythms;
}

/** What sources have said, put together for one figure: it is as fresh as the least fresh of them, and never of itself. */
export function freshnessFrom(said: readonly SourceWord[], reckoning: Reckoning): Freshness {
  const { until, now, rhythms } = reckoning;
  const behind: SourceBehind[] = [];
  const datasets: DatasetFreshness[] = [];
  for (const dataset of inUse(said, reckoning.datasets)) {
    const words = said.filter((one) => one.dataset === dataset);
    if (words.length === 0)
      behind.push({ dataset, sourceSystem: null, completeUpTo: null, expectedEveryHours: null });
    for (const { sourceSystem, completeUpTo } of words) {
      const expectedEveryHours = rhythms(dataset, sourceSystem)?.everyHours ?? null;
      if (isLate(completeUpTo, expectedEveryHours, now))
        behind.push({ dataset, sourceSystem, completeUpTo, expectedEveryHours });
    }
    const sources = words.map(({ sourceSystem }) => sourceSystem);
    datasets.push({ dataset, completeUpTo: leastOf(words), sources });
  }
  const completeUpTo = leastOf(datasets);
  return {
    completeUpTo,
    coversPeriod: until && completeUpTo !== null && completeUpTo >= until,
    isBehind: behind.length > 0,
    behind,
    datasets,
  };
}

function inUse(said: readonly SourceWord[], datasets: readonly RestsOn[]): string[] {
  return datasets.flatMap((one) => {
    if (typeof one === 'string') return [one];
    const used = one.filter((name) => said.some(({ dataset }) => dataset === name));
    return used.length > 0 ? used : [one[0]!];
  });
}

/** The least; null where any is null, or where there is none. */
function leastOf(words: readonly { readonly completeUpTo: Date | null }[]): Date | null {
  const instants = words.map(({ completeUpTo }) => completeUpTo);
  if (instants.length === 0 || instants.includes(null)) return null;
  return new Date(Math.min(...instants.map((one) => one!.getTime())));
}

/** Whether a source is behind: what it never said is, whatever is expected of it. */
export const isLate = (completeUpTo: Date | null, everyHours: number | null, now: Date): boolean =>
  completeUpTo === null ||
  (everyHours !== null && now.getTime() - completeUpTo.getTime() > everyHours * HOUR_MS);

const HOUR_MS = 3_600_000;
