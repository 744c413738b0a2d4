import { sql } from 'kysely';

/** Whether any other source states something else of the enterprise `t` than what is shown; the same rule as `conflictsOf`. */
export const HAS_CONFLICTS = sql`exists (
  select 1 from provincial.enterprise_claim c
   where c.credit_code = t.credit_code and not c.withdrawn and c.claimed_by <> t.source_system
     and (c.name <> t.name or c.division_code <> t.division_code
          or (c.abbreviation is not null and c.abbreviation is distinct from t.abbreviation)
          or (c.registration_type is not null and c.registration_type is distinct from t.registration_type)
          or (c.legal_representative is not null and c.legal_representative is distinct from t.legal_representative)
          or (c.established_on is not null and c.established_on is distinct from t.established_on)))`;

/** What is compared, by the name under which the graph shows it. */
export const CLAIMED_FIELDS = {
  name: 'name',
  abbreviation: 'abbreviation',
  divisionCode: 'divisionCode',
  registrationType: 'registrationType',
  legalRepresentative: 'legalRepresentative',
  establishedOn: 'establishedOn',
} as const;
