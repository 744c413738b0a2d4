import type { Field, Fields, ValuesOf } from '../field.ts';
import type { FindingDetails, Report } from '../report.ts';
import type { VerdictCode } from '../../verdict.ts';

/**
 * Entries stated with their record (明细), such as the lines of a payroll sheet: at least one unless `min` is 0, each an object of these
 * fields and no others. `places` says how many where a check of the record says more than `max`. What is wrong in one is told with its
 * place, such as `entries.3.payable`.
 */
export function list<const F extends Fields>(
  fields: F,
  {
    max,
    min = 1,
    places = `${min} to ${max}`,
  }: { readonly max: number; readonly min?: 0 | 1; readonly places?: string },
): Field<readonly ValuesOf<F>[]> {
  const names = Object.keys(fields);
  const shape = `objects with no other properties than ${names.join(', ')}`;
  const expected = `a list of ${places} ${shape}`;
  return {
    expected,
    read(raw, report) {
      if (raw === undefined || raw === null || (Array.isArray(raw) && raw.length === 0)) {
        if (min > 0) report.reject('ENTRIES_MISSING', { expected });
        return [];
      }
      if (!Array.isArray(raw) || raw.length > max) {
        report.reject(Array.isArray(raw) ? 'TOO_MANY_ENTRIES' : 'VALUE_MALFORMED', { expected });
        return [];
      }
      const place = new Place(report);
      return raw.map((entry: unknown, index) => {
        place.entry = index;
        const isObject = typeof entry === 'object' && entry !== null && !Array.isArray(entry);
        if (!isObject || Object.keys(entry).some((name) => !Object.hasOwn(fields, name)))
          // Not the name that came: it is the sender's text.
          report.reject('VALUE_MALFORMED', { path: String(index), expected: shape });
        const stated = (isObject ? entry : {}) as Readonly<Record<string, unknown>>;
        return valuesOf(fields, names, stated, isObject ? place : SILENT) as ValuesOf<F>;
      });
    },
  };
}

/** The same report, seen from inside: `within(report, 'entries.3')` tells `payable` as `entries.3.payable`. */
export function within(report: Report, path: string): Report {
  const inside = (details: FindingDetails = {}): FindingDetails => ({
    ...details,
    path: details.path === undefined ? path : `${path}.${details.path}`,
  });
  return {
    reject: (code, details) => report.reject(code, inside(details)),
    hold: (code, details) => report.hold(code, inside(details)),
    warn: (code) => report.warn(code),
  };
}

function valuesOf(
  fields: Fields,
  names: readonly string[],
  stated: Readonly<Record<string, unknown>>,
  report: Report,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const name of names) {
    if (report instanceof Place) report.name = name;
    values[name] = fields[name]!.read(stated[name], report);
  }
  return values;
}

// One for all entries of a list: a path is put together only where there is something to tell.
class Place implements Report {
  entry = 0;
  name = '';
  readonly outer: Report;

  constructor(outer: Report) {
    this.outer = outer;
  }

  reject(code: VerdictCode, details?: FindingDetails): void {
    this.outer.reject(code, this.told(details));
  }

  hold(code: VerdictCode, details?: FindingDetails): void {
    this.outer.hold(code, this.told(details));
  }

  warn(code: VerdictCode): void {
    this.outer.warn(code);
  }

  told(details: FindingDetails = {}): FindingDetails {
    const path = `${this.entry}.${this.name}`;
    return { ...details, path: details.path === undefined ? path : `${path}.${details.path}` };
  }
}

const SILENT: Report = { reject: () => {}, hold: () => {}, warn: () => {} };
