import type { Door } from '../kernel/door.ts';

/**
 * One protocol family (协议族): a foreign format that is read, translated, and submitted to the graph like everybody's
 * records. A county or a local variant is a mapping file or a client's setting, never another adapter.
 */
export interface Adapter {
  /** Its folder. */
  readonly name: string;
  /** The document whose format it speaks. */
  readonly speaks: string;
  /** The address of its door; absent where files are brought by hand. */
  readonly path?: Door['path'];
}
