import type { Logger } from 'pino';
import { scrub } from './scrub.ts';

/** A log for libraries that write sentences into it: an error's words may repeat what a client sent. */
export function scrubbedLines(log: Logger, from: string) {
  const at = (level: 'debug' | 'info' | 'warn' | 'error') => (message: unknown) =>
    log[level]({ from }, scrub(String(message)));
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
