import { foldName } from '../mapping/fold-name.ts';
import type { Part, Rule } from '../mapping/mapping.ts';
import type { CountyMapping, Sheet } from './county-mapping.ts';
import { FileStopped } from './file-stopped.ts';

/** The columns of a file, checked, and the sheet of the mapping that they belong to. */
export interface KnownSheet {
  readonly sheet: Sheet;
  readonly columns: readonly string[];
  /** Columns that no rule reads; for the one who writes the mapping. */
  readonly unused: readonly string[];
}

/**
 * Finds the sheet whose needed columns a file has; of several, the one that reads most of its columns.
 * @param name the sheet, when its user says so
 * @throws FileStopped `HEADER_…` or `SHEET_UNKNOWN`, with what each sheet misses
 */
export function sheetOf(
  county: CountyMapping,
  header: readonly string[],
  line: number,
  name?: string,
): KnownSheet {
  const columns = checkedColumns(header, line);
  const present = new Set(columns.map(foldName));
  const fits = county.sheets
    .filter((sheet) => name === undefined || sheet.name === name)
    .map((sheet) => ({ sheet, missing: missingIn(sheet, present), read: readBy(sheet, present) }));
  const fitting = fits
    .filter(({ missing }) => missing.length === 0)
    .sort((one, other) => other.read.size - one.read.size);
  const [best, next] = fitting;
  if (!best) throw new FileStopped('SHEET_UNKNOWN', unknown(fits, name), line);
  if (next && next.read.size === best.read.size)
    throw new FileStopped(
      'SHEET_UNKNOWN',
      `both ${best.sheet.name} and ${next.sheet.name} read these columns; say which`,
      line,
    );
  return {
    sheet: best.sheet,
    columns,
    unused: columns.filter((column) => column !== '' && !best.read.has(foldName(column))),
  };
}

const MOST_COLUMNS = 500;

function checkedColumns(header: readonly string[], line: number): string[] {
  if (header.length > MOST_COLUMNS)
    throw new FileStopped('HEADER_TOO_WIDE', `${header.length} columns, at most ${MOST_COLUMNS}`, line);
  const marked = header.findIndex((cell) => cell.includes('\ufeff'));
  if (marked >= 0)
    throw new FileStopped('CHARACTER_FORBIDDEN', 'a byte-order mark within the file', line, marked + 1);
  const columns = header.map((cell) => cell.trim());
  const folded = columns.map(foldName);
  const again = folded.findIndex((column, place) => column !== '' && folded.indexOf(column) < place);
  if (again >= 0)
    throw new FileStopped('HEADER_REPEATED', 'a column name that stands twice', line, again + 1);
  return columns;
}

const rulesOf = (sheet: Sheet): readonly Rule[] => sheet.targets.flatMap(({ rules }) => rules);

function missingIn(sheet: Sheet, present: ReadonlySet<string>): string[] {
  const needed = rulesOf(sheet).filter(({ missing }) => missing !== null);
  const parts = needed.flatMap((rule) => rule.parts);
  return [...new Set(parts.filter((part) => !isPresent(part, present)).map(({ foreign }) => foreign))];
}

const isPresent = ({ names }: Part, present: ReadonlySet<string>): boolean =>
  names.some((name) => present.has(name));

const readBy = (sheet: Sheet, present: ReadonlySet<string>): Set<string> =>
  new Set(
    rulesOf(sheet).flatMap(({ parts }) =>
      parts.flatMap(({ names }) => names.filter((name) => present.has(name))),
    ),
  );

function unknown(
  fits: readonly { sheet: Sheet; missing: readonly string[] }[],
  name: string | undefined,
): string {
  if (fits.length === 0) return `the mapping has no sheet ${name}`;
  const told = fits.map(({ sheet, missing }) => `${sheet.name} misses ${missing.join(', ')}`);
  return `no sheet of the mapping has these columns: ${told.join('; ')}`;
}
