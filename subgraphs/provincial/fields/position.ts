import type { Field } from '../../../ledger/submission/field.ts';
import { asciiText } from '../../../ledger/submission/fields/stated-text.ts';
import type { Report } from '../../../ledger/submission/report.ts';
import { isInChina } from '../sites/rules/geometry.ts';

const MOST_LATITUDE = 90;

/** Degrees of longitude (经度) in WGS 84, east positive. */
export const longitude = (): Field<number | null> => degrees(180, 'of longitude');

/** Degrees of latitude (纬度) in WGS 84, north positive; one beyond the poles is told by `checkPosition`, which sees both halves. */
export const latitude = (): Field<number | null> => degrees(MOST_LATITUDE, 'of latitude', 180);

/** Neither half of a position stands without the other (经纬度须成对); latitude beyond the poles may be the other half. */
export function checkPosition(
  report: Report,
  paths: readonly [longitude: string, latitude: string],
  longitude: number | null,
  latitude: number | null,
): void {
  const [, path] = paths;
  if (latitude !== null && Math.abs(latitude) > MOST_LATITUDE)
    report.reject(
      longitude !== null && isInChina({ longitude: latitude, latitude: longitude })
        ? 'POSITION_OUTSIDE_CHINA'
        : 'NUMBER_OUT_OF_RANGE',
      { path, expected: expectedOf(MOST_LATITUDE, 'of latitude') },
    );
  if ((longitude === null) !== (latitude === null))
    report.reject('POSITION_INCOMPLETE', { path: longitude === null ? paths[0] : path });
}

const expectedOf = (most: number, what: string): string =>
  `decimal degrees ${what}, from -${most} to ${most}`;

/** A JSON number, or a decimal as text, full-width digits read as ASCII; nine decimals are kept, which is far below a millimetre. */
function degrees(most: number, what: string, taken = most): Field<number | null> {
  const expected = expectedOf(most, what);
  const terms = { expected, max: 40, tooLong: 'VALUE_MALFORMED' } as const;
  return {
    expected,
    read(raw, report) {
      if (raw === undefined || raw === null) return null;
      const text = typeof raw === 'string' ? asciiText(raw, report, terms) : null;
      // Blank, or not to be read, which is told.
      if (typeof raw === 'string' && text === null) return null;
      const value = text === null ? raw : DECIMAL.test(text) ? Number(text) : Number.NaN;
      if (typeof value !== 'number' || !Number.isFinite(value))
        report.reject('VALUE_MALFORMED', { expected });
      else if (Math.abs(value) > taken) report.reject('NUMBER_OUT_OF_RANGE', { expected });
      // -0 is read as 0.
      else return Math.round(value * 1e9) / 1e9 + 0;
      return null;
    },
  };
}

const DECIMAL = /^-?\d{1,3}(\.\d{1,30})?$/;
