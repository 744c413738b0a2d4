import { type VerdictCodeOutcome, type VerdictEntry, verdictCatalogue } from '../../schema/verdicts.ts';
import { codeName } from '../fields.ts';

interface Wanted {
  readonly outcome?: VerdictCodeOutcome | null;
  readonly group?: string | null;
  readonly code?: string | null;
}

/** Rows of the catalogue (判定代码) that match all that is asked for. */
export function verdictCodes(wanted: Wanted) {
  return Object.entries(verdictCatalogue)
    .filter(([code, { outcome, group }]) => matches(wanted, { code, outcome, group }))
    .map(([code, entry]) => told(code, entry));
}

const matches = (wanted: Wanted, row: Required<Wanted>): boolean =>
  (wanted.outcome ?? row.outcome) === row.outcome &&
  (wanted.group ?? row.group) === row.group &&
  (wanted.code ?? row.code) === row.code;

const told = (
  code: string,
  { outcome, group, zh, en, expected, remedyZh, remedyEn, doubt }: VerdictEntry,
) => ({
  code,
  outcome,
  group,
  message: zh,
  messageEn: en,
  expected,
  remedy: remedyZh,
  remedyEn,
  doubtfulKind: codeName('doubtful-kinds', doubt),
});
