import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';

/** What Apollo Server wants of a store of documents. */
interface DocumentStore {
  get(key: string): Promise<DocumentNode | undefined>;
  set(key: string, document: DocumentNode): Promise<void>;
  delete(key: string): Promise<boolean>;
}

/** Measured: a document and what the gate and the engine remember by it hold so much for each character of its text. */
const BYTES_A_CHARACTER = 64;
const BYTES_AT_LEAST = 8_000;
const MOST_BYTES = 32 * 1024 * 1024;

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
  return {
    get: async (key) => kept.get(key),
    set: async (key, document) => void kept.set(key, document),
    delete: async (key) => kept.delete(key),
  };
}
