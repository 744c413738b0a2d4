import type { Field } from '../../../ledger/submission/field.ts';
import type { Report } from '../../../ledger/submission/report.ts';
import { isLongitudeOfChina } from '../sites/rules/geometry.ts';

/** Degrees of longitude (经度) in WGS 84, east positive. */
export const longitude = (): Field<number | null> => degrees(180, 'of longitude');

/** Degrees of latitude (纬度) in WGS 84, north positive. What is none, and a longitude of China, was exchanged with one. */
export const latitude = (): Field<number | null> => degrees(90, 'of latitude');

/** Neither half of a position stands without the other (经纬度须成对). */
export function checkPosition(
  report: Report,
  paths: readonly [longitude: string, latitude: string],
  longitude: number | null,
  latitude: number | null,
): void {
  if ((longitude === null) === (latitude === null)) return;
  report.reject('POSITION_INCOMPLETE', { path: paths[longitude === null ? 0 : 1] });
}

/** A JSON number, or a decimal as text; nine decimals are kept, which is far below a millimetre. */
function degrees(most: number, what: string): Field<number | null> {
  const expected = `decimal degrees ${what}, from -${most} to ${most}`;
  return {
    expected,
    read(raw, report) {
      if (raw === undefined || raw === null) return null;
      const text = typeof raw === 'string' ? raw.trim() : null;
      if (text === '') return null;
      const value = text === null ? raw : DECIMAL.test(text) ? Number(text) : Number.NaN;
      if (typeof value !== 'number' || !Number.isFinite(value))
        report.reject('VALUE_MALFORMED', { expected });
      else if (Math.abs(value) > most)
        report.reject(isLongitudeOfChina(value) ? 'POSITION_OUTSIDE_CHINA' : 'NUMBER_OUT_OF_RANGE', {
          expected,
        });
      // -0 is read as 0.
      else return Math.round(value * 1e9) / 1e9 + 0;
      return null;
    },
  };
}

const DECIMAL = /^-?\d{1,3}(\.\d{1,30})?$/;
