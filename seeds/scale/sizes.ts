/** How much a seed at scale writes (规模). */
export interface ScaleSize {
  readonly projects: number;
  /** In the worker registry; the first of them are on site. */
  readonly workers: number;
  readonly cards: number;
  /** Twenty on each project. */
  readonly onSite: number;
  /** Days of the month on which everybody on site comes and goes. */
  readonly days: number;
}

/** Workers of a project, in two crews. */
export const PER_PROJECT = 20;

/**
 * Guangxi at the end of May 2022: 2.73 million workers, 2.19 million cards (domain notes, wage rules §2); projects and people on
 * site as the architecture plans for. A city is the fourteenth part of it.
 */
export const SIZES = {
  province: {
    projects: 20_000,
    workers: 2_730_000,
    cards: 2_190_000,
    onSite: 20_000 * PER_PROJECT,
    days: 25,
  },
  city: { projects: 1_430, workers: 195_000, cards: 156_430, onSite: 1_430 * PER_PROJECT, days: 25 },
} as const satisfies Readonly<Record<string, ScaleSize>>;

export type ScaleName = keyof typeof SIZES;
