import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const Item = z.looseObject({ code: z.string().min(1), name: z.string().min(1) });

const VariantItem = z.strictObject({
  code: z.string().min(1),
  name: z.string().min(1),
  national: z.string().optional(),
});

const Table = z
  .strictObject({
    title: z.string().min(1),
    source: z.string().min(1),
    status: z
      .string()
      .regex(/^(sourced$|modelled$|mixed: )/, 'expected sourced, modelled or mixed: with the reason'),
    notes: z.array(z.string().min(1)).optional(),
    total: z.number().int().optional(),
    variants: z.record(z.string(), z.array(VariantItem)).optional(),
    variant_source: z.string().optional(),
    items: z.array(Item).min(1),
  })
  .superRefine(({ items, variants }, context) => {
    for (const [list, rows] of Object.entries({ items, ...variants }))
      for (const code of repeated(rows))
        context.addIssue({ code: 'custom', path: [list], message: `code ${code} stands twice` });
  });

/** One row of a code table: its code, its Chinese name and what else the table knows of it. */
export type CodeItem = z.infer<typeof Item>;

/** A table of `schema/codes`, with its source and how far it is sourced (see `schema/codes/README.md`). */
export interface CodeTable extends z.infer<typeof Table> {
  readonly name: string;
  readonly byCode: ReadonlyMap<string, CodeItem>;
}

/** The names of all code tables, such as `work-types`. */
export const codeTableNames: readonly string[] = readdirSync(folder())
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.slice(0, -'.json'.length))
  .sort();

/**
 * A code table (代码表) by its name, read and checked at its first use.
 * @throws Error naming the table when there is none of this name or its file breaks the shape of a table.
 */
export function codeTable(name: string): CodeTable {
  const known = tables.get(name);
  if (known) return known;
  if (!codeTableNames.includes(name)) throw new Error(`There is no code table ${name} in schema/codes.`);
  const table = parseCodeTable(name, JSON.parse(readFileSync(`${folder()}${name}.json`, 'utf8')));
  tables.set(name, table);
  return table;
}

/** The Chinese name of a code; undefined when the table does not list it. */
export function nameOfCode(table: string, code: string): string | undefined {
  return codeTable(table).byCode.get(code)?.name;
}

/** Checks what was read as a code table. @throws Error with every flaw of the table. */
export function parseCodeTable(name: string, read: unknown): CodeTable {
  const parsed = Table.safeParse(read);
  if (!parsed.success) throw new Error(`Code table ${name}: ${z.prettifyError(parsed.error)}`);
  return { ...parsed.data, name, byCode: new Map(parsed.data.items.map((item) => [item.code, item])) };
}

const tables = new Map<string, CodeTable>();

function repeated(rows: readonly { code: string }[]): Set<string> {
  const seen = new Set<string>();
  return new Set(rows.map(({ code }) => code).filter((code) => seen.size === seen.add(code).size));
}

function folder(): string {
  return fileURLToPath(new URL('./codes/', import.meta.url));
}
