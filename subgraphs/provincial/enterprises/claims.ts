import { sql } from 'kysely';
import type { RowOf } from '../../../ledger/fact.ts';
import type { Enterprise } from '../facts.ts';
import type { EnterpriseClaim } from './facts.ts';

type Shown = RowOf<typeof Enterprise>;
type Claim = RowOf<typeof EnterpriseClaim>;

/** Whether any other source states something else of the enterprise `t` than what is shown; the same rule as `conflictsOf`. */
export const HAS_CONFLICTS = sql`exists (
  select 1 from provincial.enterprise_claim c
   where c.credit_code = t.credit_code and not c.withdrawn and c.claimed_by <> t.source_system
     and (c.name <> t.name or c.division_code <> t.division_code
          or (c.abbreviation is not null and c.abbreviation is distinct from t.abbreviation)
          or (c.registration_type is not null and c.registration_type is distinct from t.registration_type)
          or (c.legal_representative is not null and c.legal_representative is distinct from t.legal_representative)
          or (c.established_on is not null and c.established_on is distinct from t.established_on)))`;

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
