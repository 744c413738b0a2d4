import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { archiveFaults } from './faults.ts';

/** How the rows of an archive are written; another form gets another name. */
export const FORMAT = 'hub-archive/1';

const Manifest = z.strictObject({
  format: z.literal(FORMAT),
  /** For whoever reads the file without a hub. */
  encoding: z.literal('PostgreSQL COPY text, UTF-8, compressed by Zstandard'),
  hub: z.string(),
  /** The department and its fact, and where its rows stood. */
  subgraph: z.string(),
  fact: z.string(),
  schema: z.string(),
  table: z.string(),
  month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/),
  columns: z.array(z.strictObject({ name: z.string(), type: z.string() })).min(1),
  records: z.int().min(0),
  bytes: z.int().min(0),
  /** Over the rows as they are before compression. */
  sm3: z.string().regex(/^[\da-f]{64}$/),
  file: z.string(),
  archivedAt: z.iso.datetime(),
});

/** What an archived month's file is (归档清单). It tells nothing of any record. */
export type Manifest = z.infer<typeof Manifest>;

const DATA = '.copy.zst';
const MANIFEST = '.manifest.json';

/** Names of the file with the rows, and of the manifest beside it. */
export const namesOf = ({ schema, table, month }: Pick<Manifest, 'schema' | 'table' | 'month'>) => {
  const stem = `${schema}.${table}.${month}`;
  return { data: stem + DATA, manifest: stem + MANIFEST };
};

/** The manifest that a file belongs to, whichever of the two is named. */
export const manifestBeside = (file: string): string =>
  file.endsWith(DATA) ? file.slice(0, -DATA.length) + MANIFEST : file;

/** @throws Fault `ARCHIVE_MANIFEST_BROKEN` for a file that is not there, or no manifest of this form */
export async function readManifest(file: string): Promise<Manifest> {
  try {
    return Manifest.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    throw archiveFaults
      .ARCHIVE_MANIFEST_BROKEN(
        `${file} is not there, or is no manifest of an archived month (${FORMAT}); name the file that hub archive wrote, or its manifest beside it`,
      )
      .because(error);
  }
}
