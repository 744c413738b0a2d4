import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { databaseFaults } from './faults.ts';

/** One hand-written migration (迁移): its name without `.sql`, its text, and what tells it from another text. */
export interface MigrationFile {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/** A migration that a database already has. */
export interface AppliedMigration {
  readonly name: string;
  readonly checksum: string;
}

/** The `NNNN-name.sql` files of a folder in the order of their numbers. @throws Fault `MIGRATION_REFUSED` */
export async function readMigrations(folder: string): Promise<MigrationFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const numbers = new Set<string>();
  for (const name of names) {
    const number = /^(\d{4})-[a-z0-9]+(-[a-z0-9]+)*\.sql$/.exec(name)?.[1];
    if (!number)
      throw databaseFaults.MIGRATION_REFUSED(
        `${join(folder, name)}: expected a name such as 0001-projects.sql`,
      );
    if (numbers.has(number))
      throw databaseFaults.MIGRATION_REFUSED(
        `${folder} has two migrations numbered ${number}; renumber the newer one`,
      );
    numbers.add(number);
  }
  return Promise.all(names.map((name) => readMigration(folder, name)));
}

/** Applied migrations are history: unchanged, still there, and nothing is put between them. @throws Fault `MIGRATION_REFUSED` */
export function refuseRewrittenHistory(
  room: string,
  files: readonly MigrationFile[],
  applied: readonly AppliedMigration[],
): void {
  const byName = new Map(files.map((file) => [file.name, file]));
  for (const { name, checksum } of applied) {
    const file = byName.get(name);
    if (!file)
      throw databaseFaults.MIGRATION_REFUSED(
        `${room}: the database has ${name}, which this hub does not know; the database is newer than the hub, or the file was removed`,
      );
    if (file.checksum !== checksum)
      throw databaseFaults.MIGRATION_REFUSED(
        `${room}: ${name}.sql was changed after it was applied; restore the file and write the change as a new migration`,
      );
  }
  const done = new Set(applied.map((migration) => migration.name));
  const newest = [...done].sort().at(-1) ?? '';
  const between = files.find((file) => !done.has(file.name) && file.name < newest);
  if (between)
    throw databaseFaults.MIGRATION_REFUSED(
      `${room}: ${between.name}.sql is numbered before ${newest}, which is already applied; give it the next free number`,
    );
}

async function readMigration(folder: string, name: string): Promise<MigrationFile> {
  // A checkout with CRLF line ends holds the same migration.
  const sql = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n');
  return { name: name.slice(0, -'.sql'.length), sql, checksum: createHash('sm3').update(sql).digest('hex') };
}
