import { promisify } from 'node:util';
import { constants, deflateRaw, deflateRawSync, inflateRaw, inflateRawSync } from 'node:zlib';
import type { SealedPlace, Sealer } from '../../kernel/sealing.ts';

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);
const OPTIONS = { level: constants.Z_BEST_SPEED };

/** Shorter than this nothing is gained by compressing. */
const SHORT = 256;
/** Up to this the way to another thread and back takes longer than the work. */
const AT_ONCE = 64 * 1024;

/** Seals a long text, compressed: what was sealed no longer shrinks. */
export async function sealText(sealer: Sealer, text: string, place: SealedPlace): Promise<Buffer> {
  const bytes = Buffer.from(text);
  const small =
    bytes.length < SHORT
      ? stored(bytes)
      : bytes.length <= AT_ONCE
        ? deflateRawSync(bytes, OPTIONS)
        : await deflate(bytes, OPTIONS);
  return sealer.seal(small.toString('base64'), place);
}

export async function openText(sealer: Sealer, sealed: Buffer, place: SealedPlace): Promise<string> {
  const small = Buffer.from(sealer.open(sealed, place), 'base64');
  if (isStored(small)) return small.toString('utf8', HEAD);
  // Nobody but this hub could seal it, so it unfolds to no more than was once sent.
  return (small.length <= AT_ONCE / 8 ? inflateRawSync(small) : await inflate(small)).toString();
}

// RFC 1951 §3.2.4: one last block that is stored as it is, with its length and the complement of it.
const HEAD = 5;

function stored(bytes: Buffer): Buffer {
  const block = Buffer.allocUnsafe(HEAD + bytes.length);
  block[0] = 1;
  block.writeUInt16LE(bytes.length, 1);
  block.writeUInt16LE(bytes.length ^ 0xffff, 3);
  bytes.copy(block, HEAD);
  return block;
}

const isStored = (block: Buffer): boolean => block[0] === 1 && block.length === HEAD + block.readUInt16LE(1);
