import { canonicalJson } from '../../kernel/canonical-json.ts';
import { sm3 } from '../../kernel/crypto/sm3.ts';

export interface LeafContent {
  readonly receiptId: string;
  readonly client: string;
  readonly operation: string;
  readonly sourceSystem: string;
  readonly receivedAt: Date;
  readonly contentDigest: Buffer;
  /** One commitment a verdict, in their order; what was not stored has none. */
  readonly commitments: readonly Buffer[];
}

/**
 * The leaf of a submission (叶子) in the evidence log: one SM3 digest over who sent what and when, and over the records
 * that were stored. Personal content enters only as commitments (architecture §4). The first byte is the leaf's of
 * RFC 6962, so that no inner node can pass for a leaf.
 */
export function leafHash({ commitments, receivedAt, contentDigest, ...content }: LeafContent): Buffer {
  const text = canonicalJson({
    v: 1,
    ...content,
    receivedAt: receivedAt.toISOString(),
    contentDigest: contentDigest.toString('hex'),
    records: sm3(Buffer.concat(commitments)).toString('hex'),
  });
  return sm3(Buffer.concat([LEAF, Buffer.from(text)]));
}

const LEAF = Buffer.from([0]);
