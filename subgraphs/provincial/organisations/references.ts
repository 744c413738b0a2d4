import { sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Sector } from '../../../kernel/caller.ts';
import type { Querier } from '../../../ledger/query.ts';
import type { Reference } from '../../../ledger/submission/dataset.ts';
import type { Placed } from './levels.ts';

interface Listed extends Placed {
  readonly code: string;
  readonly kind: string;
  readonly sector: Sector | null;
}

/** The organisation above the one that a record states (上级机构). */
export const parent: Reference<{ readonly parentCode: string | null }, Listed> = {
  name: 'organisation',
  path: 'parentCode',
  missing: 'ORGANISATION_UNKNOWN',
  asks: 'database',
  key: ({ parentCode }) => parentCode,
  find: (codes, _scene, db) => organisations(codes, db!),
};

/** The organisation that received a complaint (受理机构), where it is on record. */
export const receivingOrganisation: Reference<{ readonly receivingBody: string }, Listed> = {
  name: 'receiving-organisation',
  path: 'receivingBody',
  missing: null,
  asks: 'database',
  key: ({ receivingBody }) => receivingBody,
  find: (codes, _scene, db) => organisations(codes, db!),
};

async function organisations(codes: readonly string[], db: Querier): Promise<Map<string, Listed>> {
  const rows = await db.rows<Listed>(sql`
    select o.code, o.kind, o.sector, o.level, o.division_code as "divisionCode" from provincial.organisation o
     where o.code = any(${arrayLiteral(codes)}::text[]) and not o.withdrawn`);
  return new Map(rows.map((row) => [row.code, row]));
}
