import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { databaseFaults } from '../faults.ts';
import type { Binaries } from './binaries.ts';

/** Under whose name PostgreSQL runs; it refuses to run as root. Decision record: docs/decisions/0002-embedded-postgresql-as-root.md */
export interface Footing {
  readonly kind: 'same user' | 'unprivileged user' | 'user namespace';
  /** Owner that PostgreSQL's files must have. */
  readonly uid: number;
  readonly gid: number;
  /** Put before the command. */
  readonly prefix: readonly string[];
}

/** A footing, or undefined when none works on these files where they are. @throws Fault `DATABASE_FILES_UNUSABLE` */
export async function chooseFooting(folder: string, binaries: Binaries): Promise<Footing | undefined> {
  const [uid, gid] = [process.getuid!(), process.getgid!()];
  const owner = await stat(join(folder, 'data', 'PG_VERSION')).then(
    (file) => ({ uid: file.uid, gid: file.gid }),
    (error: NodeJS.ErrnoException) => (error.code === 'EACCES' ? { uid: -1, gid: -1 } : undefined),
  );
  if (uid !== 0 && owner && owner.uid !== uid)
    throw databaseFaults.DATABASE_FILES_UNUSABLE(
      `${folder} belongs to another user (${owner.uid === -1 ? 'unknown' : owner.uid}), this hub runs as ${uid}; ` +
        `start it as that user, run chown -R ${uid} on the folder, or set HUB_DATA_DIR`,
    );
  for (const footing of await candidates(uid, gid, owner))
    if (await carries(footing, folder, binaries)) return footing;
  return undefined;
}

/** The command and the options of `spawn` that put a process on this footing. */
export function standing(
  footing: Footing,
  command: readonly string[],
): { file: string; args: string[]; options: { uid?: number; gid?: number } } {
  const [file = '', ...args] = [...footing.prefix, ...command];
  const changes = footing.kind === 'unprivileged user';
  return { file, args, options: changes ? { uid: footing.uid, gid: footing.gid } : {} };
}

/** Gives the folder and everything in it to the footing's user; only root can, and only root needs it. */
export async function giveTo(footing: Footing, folder: string): Promise<void> {
  if (process.getuid!() !== 0) return;
  await chown(folder, footing.uid, footing.gid).catch(unlessGone);
  const entries = await readdir(folder, { withFileTypes: true }).catch(unlessGone);
  for (const entry of entries ?? []) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await giveTo(footing, path);
    else if (!entry.isSymbolicLink()) await chown(path, footing.uid, footing.gid).catch(unlessGone);
  }
}

/** A killed server that is still going removes files of its own while they are given away. */
function unlessGone(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

async function candidates(
  uid: number,
  gid: number,
  owner: { uid: number; gid: number } | undefined,
): Promise<Footing[]> {
  const names = await namedUsers();
  const nobody = names.find((user) => user.name === 'nobody') ?? names[0];
  const namespace: Footing[] = names[0]
    ? [
        {
          kind: 'user namespace',
          uid,
          gid,
          prefix: ['unshare', '--user', `--map-user=${names[0].uid}`, `--map-group=${names[0].gid}`, '--'],
        },
      ]
    : [];
  if (uid !== 0) {
    const same: Footing = { kind: 'same user', uid, gid, prefix: [] };
    // initdb wants its user to have a name; a container may run under a number that has none.
    return hasName() || owner ? [same] : [...namespace, same];
  }
  const other = owner && owner.uid > 0 ? owner : nobody;
  const unprivileged: Footing[] = other
    ? [{ kind: 'unprivileged user', uid: other.uid, gid: other.gid, prefix: [] }]
    : [];
  // Files that are root's already were made in a namespace: going on like that changes nobody's ownership.
  return owner?.uid === 0 ? [...namespace, ...unprivileged] : [...unprivileged, ...namespace];
}

/** Tries it: the user can enter the folder, and can load the programs and their libraries. */
async function carries(footing: Footing, folder: string, binaries: Binaries): Promise<boolean> {
  await mkdir(folder, { recursive: true });
  const probe = ['/bin/sh', '-c', 'cd "$1" && exec "$2" --version', 'sh', folder, binaries.postgres];
  const { file, args, options } = standing(footing, probe);
  try {
    if (process.getuid!() === 0) await chown(folder, footing.uid, footing.gid);
    const env = { PATH: '/usr/bin:/bin', ...binaries.env };
    const child = spawn(file, args, { ...options, env, cwd: '/', stdio: 'ignore' });
    const [code] = await once(child, 'close');
    return code === 0;
  } catch {
    // Not permitted, not mapped in this container, or no such program: another footing may do.
    return false;
  }
}

async function namedUsers(): Promise<{ name: string; uid: number; gid: number }[]> {
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  return passwd
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter((user) => user.name !== '' && user.uid > 0);
}

function hasName(): boolean {
  try {
    return userInfo().username !== '';
  } catch {
    return false;
  }
}
