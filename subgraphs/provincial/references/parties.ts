import { sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Reference } from '../../../ledger/submission/dataset.ts';
import { takeTurns } from '../../../ledger/turns.ts';
import { type AtPlace, byKey, joined, keyRows } from './key-parts.ts';

/** The enterprise that a record names (企业). */
export const enterprise: Reference<{ readonly enterpriseCode: string | null }, string> = {
  name: 'enterprise',
  path: 'enterpriseCode',
  missing: 'ENTERPRISE_UNKNOWN',
  asks: 'database',
  key: ({ enterpriseCode }) => enterpriseCode,
  async find(codes, _scene, db) {
    const rows = await db!.rows<{ readonly code: string }>(sql`
      select e.credit_code as code from provincial.enterprise e
       where e.credit_code = any(${arrayLiteral(codes)}::text[]) and not e.withdrawn`);
    return new Map(rows.map(({ code }) => [code, code]));
  },
};

/** The unit of the project that a record names (参建单位); the owner and the general contractor are units by the filing. */
export const unit: Reference<
  { readonly projectCode: string | null; readonly unitCode: string | null },
  AtPlace
> = {
  name: 'unit',
  path: 'unitCode',
  missing: 'UNIT_UNKNOWN',
  asks: 'database',
  key: ({ projectCode, unitCode }) => joined(projectCode, unitCode),
  async find(keys, _scene, db) {
    const rows = await db!.rows<AtPlace>(sql`
      select k.place from ${keyRows(keys, 'project_code', 'unit_code')}
       where exists (select from provincial.participating_unit u
                      where u.project_code = k.project_code and u.enterprise_code = k.unit_code and not u.withdrawn)
          or exists (select from provincial.project p
                      where p.project_code = k.project_code and k.unit_code in (p.owner_code, p.general_contractor_code)
                        and not p.withdrawn)`);
    return byKey(keys, rows);
  },
};

/** The crew of the project that a record names (班组). */
export const crew: Reference<
  { readonly projectCode: string | null; readonly crewNo: string | null },
  AtPlace
> = {
  name: 'crew',
  path: 'crewNo',
  missing: 'CREW_UNKNOWN',
  asks: 'database',
  key: ({ projectCode, crewNo }) => joined(projectCode, crewNo),
  async find(keys, _scene, db) {
    const rows = await db!.rows<AtPlace>(sql`
      select k.place from ${keyRows(keys, 'project_code', 'crew_no')}
       where exists (select from provincial.crew c
                      where c.project_code = k.project_code and c.crew_no = k.crew_no and not c.withdrawn)`);
    return byKey(keys, rows);
  },
};

/** The crew that a record puts somebody in (所在班组): it is not taken back before the record is written, or is gone before it is judged. */
export const crewOfPerson: typeof crew = {
  ...crew,
  async find(keys, scene, db) {
    const crews = keys.map((key) => crewTurn(...(key.split(' ') as [string, string])));
    await takeTurns(db!, crews, 'BESIDE');
    return crew.find(keys, scene, db);
  },
};

/** What takes turns where a crew goes and people come. */
export const crewTurn = (projectCode: string, crewNo: string): string => `crew ${projectCode} ${crewNo}`;
