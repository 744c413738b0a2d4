import { sql } from 'kysely';
import { arrayLiteral } from '../ledger/array-literals.ts';
import type { Fact } from '../ledger/fact.ts';
import type { Reference } from '../ledger/submission/dataset.ts';
import { columnList, ref } from '../ledger/table.ts';
import type { VerdictCode } from '../ledger/verdict.ts';

type Naming<Number extends string> = { readonly [Name in Number | 'projectCode']: string | null };

/**
 * What a project has under a number of its own, such as an inspection, and what its other records may name (项目内编号).
 * @param number the property of the number, which the record that names it has too
 */
export const numberedInProject = <const Number extends string>(
  fact: Fact,
  name: string,
  number: Number,
  missing: VerdictCode,
): Reference<Naming<Number>, Readonly<Record<string, unknown>>> => ({
  name,
  path: number,
  missing,
  asks: 'database',
  key: (values) => {
    const [projectCode, no] = [values.projectCode, values[number]];
    return projectCode === null || no === null ? null : keyOf(projectCode, no);
  },
  async find(keys, { room }, db) {
    const { content, column } = room.table(fact);
    const parts = keys.map(
      (key) => [key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)] as const,
    );
    const rows = await db!.rows<Record<string, unknown>>(sql`
      select ${columnList(content, 't')} from ${ref(fact.schema, fact.table)} t
       where (t.project_code, t.${sql.ref(column(number).name)}) in (select * from unnest(
         ${arrayLiteral(parts.map(([code]) => code))}::text[], ${arrayLiteral(parts.map(([, no]) => no))}::text[]))
         and not t.withdrawn`);
    return new Map(
      rows.map((row) => {
        const found = Object.fromEntries(content.map(({ property, name: of }) => [property, row[of]]));
        return [keyOf(String(found.projectCode), String(found[number])), found];
      }),
    );
  },
});

/** As held records wait for it: a project's code has no blank in it, a number may. */
export const keyOf = (projectCode: string, number: string): string => `${projectCode} ${number}`;
