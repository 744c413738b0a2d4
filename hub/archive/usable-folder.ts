import { access, constants, mkdir, mkdtemp, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FOLDER_MODE } from './archive-file.ts';
import { archiveFaults } from './faults.ts';

/**
 * Looks before a month is closed: into a folder that cannot be written to no file gets, and the month would stay closed.
 * @param make whether the folder is made and tried; otherwise only looked at
 * @throws Fault `ARCHIVE_FOLDER_UNUSABLE`
 */
export async function refuseUnusableFolder(folder: string, make: boolean): Promise<void> {
  try {
    await access(await nearest(folder), constants.W_OK | constants.X_OK);
    if (!make) return;
    await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
    await rmdir(await mkdtemp(join(folder, '.try-')));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw archiveFaults
      .ARCHIVE_FOLDER_UNUSABLE(
        `into ${folder} no file can be written (${code ?? message}); no month was touched: name another folder by --to, or let this user write there`,
      )
      .because(error);
  }
}

/** The folder, or the first of those above it that is there. */
async function nearest(folder: string): Promise<string> {
  const found = await stat(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (found === null) return nearest(dirname(folder));
  if (!found.isDirectory()) throw new Error(`${folder} is a file`);
  return folder;
}
