/** A place on a route by its kilometre mark (桩号): `K12+300`, `YK3+050.5`; the letters tell the line from its variants. */
export interface Chainage {
  /** In capitals, such as `K`, `ZK`. */
  readonly line: string;
  /** Metres from the beginning of the line. */
  readonly metres: number;
}

/** @returns null for what is no kilometre mark */
export function parseChainage(text: string): Chainage | null {
  const parts = FORM.exec(text);
  if (parts === null) return null;
  return { line: parts[1]!.toUpperCase(), metres: Number(parts[2]) * 1_000 + Number(parts[3]) };
}

/** Metres from one mark to another of the same line; null where they are of two lines. */
export const metresBetween = (from: Chainage, to: Chainage): number | null =>
  from.line === to.line ? to.metres - from.metres : null;

/**
 * Whether a stated length and that between the marks are too far apart to be one road: by more than a tenth, and by more than
 * ten metres. Broken chains (断链) make them differ by a little. Modelled.
 */
export const differs = (lengthM: number, betweenM: number): boolean =>
  Math.abs(lengthM - betweenM) > Math.max(10, betweenM / 10);

// Modelled on the usage of road design; up to three letters, kilometres, metres of exactly three digits, decimals.
const FORM = /^([A-Z]{0,2}K)(\d{1,4})\+(\d{3}(?:\.\d{1,3})?)$/i;
