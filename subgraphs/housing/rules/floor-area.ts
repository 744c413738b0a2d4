/** Decimals of an area in square metres. Source: 603号 interface §6.2 buildingArea, decimal(18,2). */
export const PLACES = 2;

/** An area as a permit has it on record: its whole square metres, and the exact figure where it has decimals. */
export interface KeptArea {
  readonly floorAreaM2?: number | null;
  readonly floorAreaExactM2?: string | null;
}

export const columnsOf = (area: string | null) => ({
  floorAreaM2: area === null ? null : Number(area.split('.')[0]),
  floorAreaExactM2: area?.includes('.') ? area : null,
});

/** An area in hundredths of a square metre, to be added up and compared exactly. */
export function hundredthsOf(area: string | null): bigint | null {
  if (area === null) return null;
  const [whole = '', part = ''] = area.split('.');
  return BigInt(`${whole}${part.padEnd(PLACES, '0')}`);
}

export const areaOf = ({ floorAreaM2, floorAreaExactM2 }: KeptArea): bigint | null =>
  hundredthsOf(floorAreaExactM2 ?? (floorAreaM2 == null ? null : String(floorAreaM2)));

/** Hundredths as text in square metres, without zeros at the end. */
export function areaText(hundredths: bigint): string {
  const part = String(hundredths % 100n).padStart(PLACES, '0');
  return `${hundredths / 100n}.${part}`.replace(/\.?0+$/, '');
}

/** The sum of the areas that are stated; null when none is, because nothing stated is not zero. */
export function sumOfAreas(areas: readonly KeptArea[]): bigint | null {
  const stated = areas.map(areaOf).filter((area) => area !== null);
  return stated.length > 0 ? stated.reduce((sum, area) => sum + area, 0n) : null;
}
