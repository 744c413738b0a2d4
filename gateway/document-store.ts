import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';

/** What Apollo Server wants of a store of documents, and what else this one can do. Keys end in the hash of the text. */
export interface DocumentStore {
  get(key: string): Promise<DocumentNode | undefined>;
  set(key: string, document: DocumentNode): Promise<void>;
  delete(key: string): Promise<boolean>;
  has(hash: string): boolean;
  /** Keeps a document that was read without the places of its words, by the length of its text. */
  keep(hash: string, document: DocumentNode, length: number): void;
}

/** Measured: a document and what the gate and the engine remember by it hold so much for each character of its text. */
const BYTES_A_CHARACTER = 64;
/** The same without the places of its words. */
const BYTES_WITHOUT_PLACES = 24;
const BYTES_AT_LEAST = 8_000;
const MOST_BYTES = 32 * 1024 * 1024;
const HASH_LENGTH = 64;

/**
 * Documents that were parsed and validated (文档缓存), as many as there is room for: what was not asked longest goes first,
 * and with it what gate and engine remember of it. A flood of documents costs their reading, never memory.
 */
export function documentStore(): DocumentStore {
  const kept = new LRUCache<string, DocumentNode>({
    maxSize: MOST_BYTES,
    sizeCalculation: ({ loc }) =>
      BYTES_AT_LEAST + (loc === undefined ? 0 : loc.end - loc.start) * BYTES_A_CHARACTER,
  });
  // The server puts the schema's hash in front; a store has one schema.
  const hashIn = (key: string): string => key.slice(-HASH_LENGTH);
  return {
    get: async (key) => kept.get(hashIn(key)),
    set: async (key, document) => void kept.set(hashIn(key), document),
    delete: async (key) => kept.delete(hashIn(key)),
    has: (hash) => kept.has(hash),
    keep: (hash, document, length) =>
      void kept.set(hash, document, { size: BYTES_AT_LEAST + length * BYTES_WITHOUT_PLACES }),
  };
}
