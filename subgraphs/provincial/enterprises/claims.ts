import type { RowOf } from '../../../ledger/fact.ts';
import type { Enterprise } from '../facts.ts';
import type { EnterpriseClaim } from './facts.ts';

type Shown = RowOf<typeof Enterprise>;
type Claim = RowOf<typeof EnterpriseClaim>;

const FIELDS = [
  'name',
  'abbreviation',
  'divisionCode',
  'registrationType',
  'legalRepresentative',
  'establishedOn',
] as const;

/** A claim that is not shown, with the fields in which it differs from what is (冲突). */
export interface Conflict extends Claim {
  readonly differsIn: readonly string[];
}

/** The claims of other sources that differ from what is shown; what a source leaves out contradicts nothing. */
export const conflictsOf = (shown: Shown, claims: readonly Claim[]): Conflict[] =>
  claims
    .filter(({ claimedBy }) => claimedBy !== shown.sourceSystem)
    .map((claim) => ({
      ...claim,
      differsIn: FIELDS.filter((field) => claim[field] != null && claim[field] !== shown[field]),
    }))
    .filter(({ differsIn }) => differsIn.length > 0);
