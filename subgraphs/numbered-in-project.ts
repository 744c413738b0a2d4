import { type RawBuilder, sql } from 'kysely';
import { arrayLiteral } from '../ledger/array-literals.ts';
import type { Fact } from '../ledger/fact.ts';
import type { Dataset, Reference } from '../ledger/submission/dataset.ts';
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
  key: (values) => keyIn(values, number),
  async find(keys, { room }, db) {
    const { content, column } = room.table(fact);
    const rows = await db!.rows<Record<string, unknown>>(sql`
      select ${columnList(content, 't')} from ${ref(fact.schema, fact.table)} t
       where ${isNumbered('t', column(number).name, keys)} and not t.withdrawn`);
    return new Map(
      rows.map((row) => {
        const found = Object.fromEntries(content.map(({ property, name: of }) => [property, row[of]]));
        return [keyOf(String(found.projectCode), String(found[number])), found];
      }),
    );
  },
});

/**
 * Which of these facts others of their project still name by that number (仍被引用).
 * @param number the property of the number, which both have
 */
export const stillNamedBy =
  (fact: Fact, naming: Fact, number: string): NonNullable<Dataset['stillNamed']> =>
  async (rows, { room }, db) => {
    const [own, theirs] = [fact, naming].map((one) => sql.ref(room.table(one).column(number).name));
    const found = await db.rows<{ readonly id: string }>(sql`
      select t.id::text as id from ${ref(fact.schema, fact.table)} t
       where t.id = any(${arrayLiteral(rows.map(({ id }) => id))}::uuid[])
         and exists (select from ${ref(naming.schema, naming.table)} n
                      where n.project_code = t.project_code and n.${theirs} = t.${own} and not n.withdrawn)`);
    return new Map(found.map(({ id }) => [id, 'STILL_NAMED' as const]));
  };

/**
 * The first day of what names it (最早引用日期): it is not later itself.
 * @param path the field of its own day
 */
export const firstNaming = <const Number extends string>(
  naming: Fact,
  { number, day, path }: { readonly number: Number; readonly day: string; readonly path: string },
): Reference<Naming<Number>, string> => ({
  name: `first-naming-${naming.table}`,
  path,
  missing: null,
  asks: 'database',
  key: (values) => keyIn(values, number),
  async find(keys, { room }, db) {
    const table = room.table(naming);
    const rows = await db!.rows<{ code: string; no: string; day: string }>(sql`
      select n.project_code as code, n.${sql.ref(table.column(number).name)} as no, min(n.${sql.ref(table.column(day).name)}) as day
        from ${ref(naming.schema, naming.table)} n
       where ${isNumbered('n', table.column(number).name, keys)} and not n.withdrawn
       group by 1, 2`);
    return new Map(rows.map((row) => [keyOf(row.code, row.no), row.day]));
  },
});

/** As held records wait for it: a project's code has no blank in it, a number may. */
export const keyOf = (projectCode: string, number: string): string => `${projectCode} ${number}`;

function keyIn<Number extends string>(values: Naming<Number>, number: Number): string | null {
  const [projectCode, no] = [values.projectCode, values[number]];
  return projectCode === null || no === null ? null : keyOf(projectCode, no);
}

/** Whether a row is one of these keys. */
function isNumbered(alias: string, number: string, keys: readonly string[]): RawBuilder<unknown> {
  const parts = keys.map((key) => [key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)] as const);
  const [code, no] = [sql.ref(`${alias}.project_code`), sql.ref(`${alias}.${number}`)];
  return sql`(${code}, ${no}) in (select * from unnest(
    ${arrayLiteral(parts.map(([code]) => code))}::text[], ${arrayLiteral(parts.map(([, no]) => no))}::text[]))`;
}
