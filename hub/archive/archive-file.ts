import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress, createZstdDecompress } from 'node:zlib';
import { countingRows, type RowsRead } from './counting-rows.ts';
import { archiveFaults } from './faults.ts';
import type { Manifest } from './manifest.ts';

type OnRows = (records: number) => void;

/** Only the hub's user may read them: what is sealed stays sealed in them, whereabouts of workers stand in plain text. */
const FILE_MODE = 0o600;
export const FOLDER_MODE = 0o700;

/**
 * Writes rows to a file beside its place, reads it back, and puts it there when it is whole; until then nothing of that name
 * is touched. Memory stays flat, whatever the number of rows.
 * @param rows asked for when there is a place for them
 * @throws Fault `ARCHIVE_FILE_BROKEN` when what was read back is not what was written
 */
export async function writeRows(file: string, rows: () => Readable, onRows: OnRows): Promise<RowsRead> {
  await mkdir(dirname(file), { recursive: true, mode: FOLDER_MODE });
  const part = `${file}.part`;
  await rm(part, { force: true });
  const counting = countingRows(onRows);
  const into = createWriteStream(part, { flags: 'wx', mode: FILE_MODE, flush: true });
  await pipeline(rows(), counting.passing, createZstdCompress(), into);
  const written = counting.told();
  refuseOther(part, await readRows(part), written);
  await rename(part, file);
  await keepNames(dirname(file));
  return written;
}

/** Counts the rows of a file and takes their digest. @throws Error when it cannot be read to its end */
export async function readRows(file: string, onRows?: OnRows): Promise<RowsRead> {
  const counting = countingRows(onRows);
  await pipeline(openRows(file), counting.passing, async (passed) => {
    for await (const _ of passed);
  });
  return counting.told();
}

/** The rows of a file as COPY wrote them. */
export function openRows(file: string): Readable {
  const packed = createReadStream(file);
  const rows = createZstdDecompress();
  packed.once('error', (error) => rows.destroy(error));
  rows.once('close', () => packed.destroy());
  return packed.pipe(rows);
}

/** @throws Fault `ARCHIVE_FILE_BROKEN` */
export function refuseOther(file: string, found: RowsRead, stated: Omit<RowsRead, 'bytes'>): void {
  if (found.records === stated.records && found.sm3 === stated.sm3) return;
  throw archiveFaults.ARCHIVE_FILE_BROKEN(
    `${file} holds ${found.records} records with the digest ${found.sm3}, expected ${stated.records} with ${stated.sm3}; ` +
      'nothing was removed: look after the disk, or take the file from a copy, and run the command again',
  );
}

/** Written last: where a manifest stands, its file is whole. */
export async function writeManifest(file: string, manifest: Manifest): Promise<void> {
  const part = `${file}.part`;
  await rm(part, { force: true });
  const handle = await open(part, 'wx', FILE_MODE);
  try {
    await handle.writeFile(`${JSON.stringify(manifest, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(part, file);
  await keepNames(dirname(file));
}

/** A name is durable when its folder is. */
async function keepNames(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
