import { unwatchFile, watchFile } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Logger } from 'pino';

export interface Followed {
  /** Looks at the file now. Resolves when what it holds is in use or refused. */
  look(): Promise<void>;
  end(): void;
}

/** By polling: it also sees a file that was renamed into place, and a link that was turned to another. */
const EVERY_MS = 1000;

/**
 * Uses the text of a file each time it has become another. One that cannot be used is logged and left: what was in use
 * before stays, and the next change is looked at again. One look at a time, so that the newest text is used last.
 */
export function followFile(
  file: string,
  inUse: string,
  use: (text: string) => Promise<void>,
  log: Logger,
): Followed {
  let known = inUse;
  let looking: Promise<void> = Promise.resolve();
  const lookOnce = async () => {
    try {
      const text = await readFile(file, 'utf8');
      if (text === known) return;
      await use(text);
      known = text;
      log.info({ file }, 'a new supergraph is in service');
    } catch (error) {
      log.error({ file, err: error }, 'the new supergraph is refused; the one before it serves on');
    }
  };
  const look = () => {
    looking = looking.then(lookOnce);
    return looking;
  };
  const changed = () => void look();
  watchFile(file, { interval: EVERY_MS, persistent: false }, changed);
  return { look, end: () => unwatchFile(file, changed) };
}
