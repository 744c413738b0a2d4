import type { CodeTable } from '../../schema/codes.ts';
import type { Step } from './mapping.ts';
import { Misfit } from './misfit.ts';

/** How foreign codes are read (代码对照). */
export interface CodeRule {
  /** Foreign code or name → the standard's; goes before the table. */
  readonly map?: Readonly<Record<string, string>> | undefined;
  /** A table of `schema/codes`: its codes and its names are understood. */
  readonly table?: CodeTable | undefined;
  /** One of the table's neighbours, whose codes stand for national ones; the table's own are then not understood. */
  readonly variant?: string | undefined;
  /** An ending that names may lack, such as 族. */
  readonly suffix?: string | undefined;
  /** Digits to which shorter codes are filled with zeros: `1` for `01`. */
  readonly digits?: number | undefined;
  /** A code for what is not known; `KEEP` leaves the text as it came, `REFUSE` is a finding. */
  readonly otherwise: string;
}

/** Reads foreign codes and names as codes of the standard. */
export function codeStep(rule: CodeRule): Step {
  const known = knownCodes(rule);
  const misfit = new Misfit('CODE_UNKNOWN', expectedOf(rule));
  return (text) => {
    const folded = fold(text);
    const code = known.get(folded) ?? (rule.digits && known.get(folded.padStart(rule.digits, '0')));
    if (code !== undefined && code !== 0) return code;
    if (rule.otherwise === 'KEEP') return text;
    return rule.otherwise === 'REFUSE' ? misfit : rule.otherwise;
  };
}

function knownCodes({ map, table, variant, suffix }: CodeRule): ReadonlyMap<string, string> {
  const known = new Map<string, string>();
  const add = (foreign: string, code: string) => {
    known.set(fold(foreign), code);
    if (suffix && foreign.endsWith(suffix) && foreign !== suffix)
      known.set(fold(foreign.slice(0, -suffix.length)), code);
  };
  const rows = variant === undefined ? table?.items : table?.variants?.[variant];
  // Names first: where a name of one row is the code of another, the code means what it says.
  for (const row of rows ?? []) add(row.name, national(row));
  for (const row of rows ?? []) add(row.code, national(row));
  for (const [foreign, code] of Object.entries(map ?? {})) add(foreign, code);
  return known;
}

const national = (row: { readonly code: string; readonly national?: unknown }): string =>
  typeof row.national === 'string' ? row.national : row.code;

function expectedOf({ map, table, variant }: CodeRule): string {
  const listed = Object.keys(map ?? {}).slice(0, 12);
  const named = table
    ? [`a code or name of ${table.name}${variant === undefined ? '' : ` (${variant})`}`]
    : [];
  return [...(listed.length > 0 ? [listed.join(', ')] : []), ...named].join(', or ');
}

const fold = (text: string): string => text.normalize('NFKC').trim().toLowerCase();
