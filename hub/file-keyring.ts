import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  type Stats,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { faults } from '../kernel/faults.ts';
import { derivedKeyring, type Keyring } from '../kernel/keyring.ts';

export interface FileKeyringOptions {
  dataDir: string;
  /** When the master secret is made, for the record. */
  at: Date;
  /** False refuses to start without a keyring, where a new one could not open what is already sealed. */
  create?: boolean;
}

/**
 * The keyring over `<dataDir>/keys/keyring.json`, made at first use. The file holds the master secrets, so folder and
 * file belong to the hub's own user alone (0700 and 0600) and anything wider is refused, not repaired: who could read
 * it may have read it.
 * @throws Fault `KEYRING_UNSAFE`
 */
export function fileKeyring({ dataDir, at, create = true }: FileKeyringOptions): Keyring {
  const folder = join(dataDir, 'keys');
  const file = join(folder, 'keyring.json');
  if (create) mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (HAS_MODES)
    withPlace(folder, constants.O_DIRECTORY, (place) => assertPrivate(fstatSync(place), 0o700, folder));
  if (create && !existsSync(file)) createOnce(folder, file, at);
  const text = withPlace(file, 0, (place) => {
    const stats = fstatSync(place);
    if (!stats.isFile()) throw faults.KEYRING_UNSAFE(`${file} is not a file`);
    assertPrivate(stats, 0o600, file);
    return readFileSync(place, 'utf8');
  });
  return derivedKeyring(readMasters(text, file));
}

// Windows keeps no such modes, nor opens folders; its access lists protect the folder of the user.
const HAS_MODES = process.platform !== 'win32';

const keyringShape = z.strictObject({
  version: z.literal(1),
  masters: z
    .array(z.strictObject({ id: z.string(), createdAt: z.iso.datetime(), secret: z.base64() }))
    .min(1),
});

function readMasters(text: string, file: string) {
  // Neither the text nor the reader's message may leave: both could hold the secret.
  const parsed = keyringShape.safeParse(jsonOrNothing(text));
  if (!parsed.success) throw faults.KEYRING_UNSAFE(`${file} is not a keyring of version 1`);
  return parsed.data.masters.map(({ id, secret }) => ({ id, secret: Buffer.from(secret, 'base64') }));
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

// Written whole under another name and then linked: no reader sees half a file, and of two first starts the link
// lets only one win, whose secret both then read.
function createOnce(folder: string, file: string, at: Date): void {
  const draft = join(folder, `.keyring-${randomBytes(8).toString('hex')}`);
  const master = { id: '1', createdAt: at.toISOString(), secret: randomBytes(32).toString('base64') };
  const place = openSync(draft, 'wx', 0o600);
  try {
    writeFileSync(place, `${JSON.stringify({ version: 1, masters: [master] }, null, 2)}\n`);
    fsyncSync(place);
    linkSync(draft, file);
    if (HAS_MODES) withPlace(folder, constants.O_DIRECTORY, fsyncSync);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    closeSync(place);
    unlinkSync(draft);
  }
}

// Opened without following a link, and judged by what was opened, so nothing can be exchanged in between.
function withPlace<T>(path: string, flags: number, use: (place: number) => T): T {
  let place: number;
  try {
    place = openSync(path, constants.O_RDONLY | (HAS_MODES ? constants.O_NOFOLLOW : 0) | flags);
  } catch (error) {
    throw faults.KEYRING_UNSAFE(`${path} cannot be opened`).because(error);
  }
  try {
    return use(place);
  } finally {
    closeSync(place);
  }
}

function assertPrivate(stats: Stats, expected: number, path: string): void {
  if (!HAS_MODES) return;
  const mode = stats.mode & 0o777;
  if ((mode & ~expected) !== 0)
    throw faults.KEYRING_UNSAFE(
      `${path} has mode ${mode.toString(8)}, expected ${expected.toString(8)} or less`,
    );
  if (stats.uid !== process.getuid?.()) throw faults.KEYRING_UNSAFE(`${path} belongs to another user`);
}
