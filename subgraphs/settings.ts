import { type Caller, type CallerKind, SECTORS } from '../kernel/caller.ts';
import { arrayLiteral } from '../ledger/array-literals.ts';
import { divisionSpan } from '../kernel/identifiers/division-code.ts';
import { clientOf } from '../ledger/submission/envelope.ts';

/** The whole country: what the hub itself and province-independent roles are given. */
const EVERYWHERE = '000000';

/** Whose scope is sectors and divisions. The others see their own: a bank, a guarantor, an enterprise, a worker; a vendor nothing. */
const BY_DIVISION: ReadonlySet<CallerKind> = new Set([
  'DEPARTMENT',
  'FINANCIAL',
  'NATIONAL',
  'AUDITOR',
  'HUB',
]);

/**
 * The caller's row scope (行级范围) as database settings, read by the policies of `ledger/migrations`.
 * Every setting is written on every transaction, so that none can be left over from another caller.
 */
export function rowScopeSettings(caller: Caller): Readonly<Record<string, string>> {
  const known = settingsOf.get(caller);
  if (known) return known;
  const made = scopeSettings(caller);
  settingsOf.set(caller, made);
  return made;
}

// A caller is never changed in place, and asks several departments.
const settingsOf = new WeakMap<Caller, Readonly<Record<string, string>>>();

function scopeSettings(caller: Caller): Readonly<Record<string, string>> {
  const everything = caller.kind === 'HUB';
  const byDivision = BY_DIVISION.has(caller.kind);
  const divisions = byDivision ? caller.divisions : [];
  const spans = divisions.map((code) => (code === EVERYWHERE ? { lo: '0', hi: ':' } : divisionSpan(code)));
  const lows = spans.map((span) => span.lo).sort();
  const highs = spans.map((span) => span.hi).sort();
  return {
    'hub.everything': everything ? 'on' : '',
    'hub.division_lo': lows[0] ?? '',
    'hub.division_hi': highs.at(-1) ?? '',
    'hub.division_ranges': spans.length > 1 ? spans.map((span) => `${span.lo}-${span.hi}`).join(',') : '',
    'hub.sectors': byDivision ? arrayLiteral(caller.sectors) : '',
    'hub.projects': caller.projects ? arrayLiteral(caller.projects) : '',
    'hub.enterprise': caller.enterprise ?? '',
    'hub.worker': caller.worker ?? '',
    // What an institution issued itself: a bank is known by its bank code, a guarantor or insurer by its credit code.
    'hub.bank': (caller.kind === 'GUARANTOR' ? caller.enterprise : caller.bank) ?? '',
    // Found out by the database at the opening where it can be so (`openTransaction`).
    'hub.every_project': mayReachAll(caller) ? '' : 'off',
    'hub.client': clientOf(caller),
    'hub.reads_doubtful': caller.scopes.includes('doubtful:read') ? 'on' : '',
    'hub.reads_audit': caller.scopes.includes('audit:read') ? 'on' : '',
    'hub.reads_changes': caller.scopes.includes('change:read') ? 'on' : '',
    'hub.writer': '',
    // A question that nobody waits for any more must give its connection back (gateway: HUB_SUBGRAPH_TIMEOUT_MS).
    statement_timeout: '15s',
  };
}

/** Whether a caller's bounds can hold every project of a department (全量范围, decision 0034): one division, all sectors. */
export const mayReachAll = ({ kind, divisions, sectors }: Caller): boolean =>
  BY_DIVISION.has(kind) && divisions.length === 1 && sectors.length >= SECTORS.length;
