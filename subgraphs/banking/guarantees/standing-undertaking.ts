import { sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Reference } from '../../../ledger/submission/dataset.ts';
import type { Fact } from '../../../ledger/fact.ts';
import { takeTurns } from '../../../ledger/turns.ts';
import { ref } from '../../../ledger/table.ts';

/** The project of an undertaking, as far as it is known. */
interface Standing {
  project: string | null;
}

/**
 * The project for which this very letter or guarantee stands on record (已登记保函、担保的项目). What a call states is noted as it is
 * checked, in its order: its records are told what they would be in calls of their own. Calls at one instant take turns by the number.
 * @param number the property of its number, unique with its issuer
 */
export const standingUndertaking = <const No extends string>(
  fact: Fact,
  name: string,
  number: No,
): Reference<{ readonly [Name in No | 'issuerCode']: string }, Standing> => ({
  name,
  path: number,
  missing: null,
  asks: 'database',
  key: (values) => `${values.issuerCode} ${values[number]}`,
  async find(keys, { room }, db) {
    const no = sql.ref(room.table(fact).column(number).name);
    const parts = keys.map((key) => key.split(' '));
    await takeTurns(
      db!,
      keys.map((key) => `${name} ${key}`),
      'ALONE',
    );
    const rows = await db!.rows<{ readonly place: bigint; readonly code: string }>(sql`
      select k.place, l.project_code as code
        from unnest(${arrayLiteral(parts.map(([issuer]) => issuer))}::text[],
                    ${arrayLiteral(parts.map(([, no]) => no))}::text[]) with ordinality as k (issuer_code, no, place)
        join ${ref(fact.schema, fact.table)} l on l.issuer_code = k.issuer_code and l.${no} = k.no
       where not l.withdrawn`);
    const known = new Map(keys.map((key): [string, Standing] => [key, { project: null }]));
    for (const { place, code } of rows) known.get(keys[Number(place) - 1]!)!.project = code;
    return known;
  },
});

/** Notes the project it is stated for. @returns whether it stands for another; the first stands until it is recorded for the second */
export function movesTo(projectCode: string, standing: Standing): boolean {
  const { project } = standing;
  standing.project = projectCode;
  return project !== null && project !== projectCode;
}
