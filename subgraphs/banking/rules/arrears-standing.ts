/** What is known of the contractor's arrears (欠薪记录), as the department that decides the rate states it. */
export type ArrearsHistory =
  | 'ARREARS_WITHIN_TWO_YEARS'
  | 'NONE_FOR_ONE_YEAR'
  | 'NONE_FOR_TWO_YEARS'
  | 'NONE_FOR_THREE_YEARS';

/** What a rate follows from; one value of the history says one of these facts, the day of the last arrears all but the systems. */
export interface ArrearsStanding {
  /** Whole years without arrears, at most 3; 0 where nothing is known. */
  readonly cleanYears: 0 | 1 | 2 | 3;
  readonly hadArrearsWithinTwoYears: boolean;
  /** Wage systems in force (制度落实), which exempts with three clean years. */
  readonly areSystemsInForce: boolean;
}

/**
 * How the contractor stands on a day. A stated day of the last arrears goes before the history, of which NONE_FOR_THREE_YEARS then only
 * says that the wage systems are in force. Of one whose last arrears came after the day in question no clean years before it are
 * taken for granted: nothing is known of them (modelled).
 */
export function arrearsStanding(
  history: ArrearsHistory | null,
  lastArrearsOn: string | null,
  on: string,
): ArrearsStanding {
  const areSystemsInForce = history === 'NONE_FOR_THREE_YEARS';
  if (lastArrearsOn === null) return { ...BY_HISTORY[history ?? 'UNKNOWN'], areSystemsInForce };
  if (lastArrearsOn > on)
    return {
      ...BY_HISTORY[history === 'ARREARS_WITHIN_TWO_YEARS' ? history : 'UNKNOWN'],
      areSystemsInForce,
    };
  const cleanYears = YEARS.find((years) => yearsLater(lastArrearsOn, years) <= on) ?? 0;
  return { cleanYears, hadArrearsWithinTwoYears: cleanYears < 2, areSystemsInForce };
}

const YEARS = [3, 2, 1] as const;

const BY_HISTORY: Readonly<Record<ArrearsHistory | 'UNKNOWN', Omit<ArrearsStanding, 'areSystemsInForce'>>> = {
  UNKNOWN: { cleanYears: 0, hadArrearsWithinTwoYears: false },
  ARREARS_WITHIN_TWO_YEARS: { cleanYears: 0, hadArrearsWithinTwoYears: true },
  NONE_FOR_ONE_YEAR: { cleanYears: 1, hadArrearsWithinTwoYears: false },
  NONE_FOR_TWO_YEARS: { cleanYears: 2, hadArrearsWithinTwoYears: false },
  NONE_FOR_THREE_YEARS: { cleanYears: 3, hadArrearsWithinTwoYears: false },
};

/** The same day so many years later, for comparing; of 29 February a day that may be none, and lies where it should. */
const yearsLater = (day: string, years: number): string =>
  `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;
