import { sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Dataset, Reference } from '../../../ledger/submission/dataset.ts';
import { takeTurns } from '../../../ledger/turns.ts';
import { type AtPlace, byKey, joined, keyRows } from '../references/key-parts.ts';
import { crewTurn } from '../references/parties.ts';

/** Whether the crew is the unit's own (本单位班组): two units of a project may each have a crew 1. */
export const crewOfUnit: Reference<
  { readonly projectCode: string | null; readonly unitCode: string | null; readonly crewNo: string | null },
  AtPlace
> = {
  name: 'crew-of-unit',
  path: 'crewNo',
  missing: null,
  asks: 'database',
  key: ({ projectCode, unitCode, crewNo }) => joined(projectCode, unitCode, crewNo),
  async find(keys, _scene, db) {
    const rows = await db!.rows<AtPlace>(sql`
      select k.place from ${keyRows(keys, 'project_code', 'unit_code', 'crew_no')}
       where exists (select from provincial.crew c
                      where c.project_code = k.project_code and c.unit_code = k.unit_code and c.crew_no = k.crew_no
                        and not c.withdrawn)`);
    return byKey(keys, rows);
  },
};

/**
 * Crews under whose number people are on record (班组在册人员), by registration or by a period: without the crew no question shows
 * them. They name a number alone, so that a crew of that number of another unit is enough for them; of several that are taken back
 * together the last must stay. Nobody is put on record under the number meanwhile.
 */
export const crewsWithPeople: NonNullable<Dataset['heldFast']> = async (rows, db) => {
  if (rows.length === 0) return new Map();
  const crews = rows.map(({ projectCode, crewNo }) => crewTurn(projectCode as string, crewNo as string));
  await takeTurns(db, crews, 'ALONE');
  const found = await db.rows<{ readonly id: string }>(sql`
    with taken as (
      select * from unnest(${arrayLiteral(rows.map(({ id }) => id))}::uuid[]) with ordinality as k (id, place))
    select c.id::text as id from taken k join provincial.crew c on c.id = k.id
     where not exists (select from provincial.crew o left join taken t on t.id = o.id
                        where o.project_code = c.project_code and o.crew_no = c.crew_no and o.id <> c.id and not o.withdrawn
                          and (t.place is null or t.place > k.place))
       and (exists (select from provincial.engagement e
                     where e.project_code = c.project_code and e.crew_no = c.crew_no and not e.withdrawn)
         or exists (select from provincial.real_name_registration r
                     where r.project_code = c.project_code and r.crew_no = c.crew_no and not r.withdrawn))`);
  return new Map(found.map(({ id }) => [id, 'CREW_STILL_ENGAGED' as const]));
};
