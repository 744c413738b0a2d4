import { promisify } from 'node:util';
import { constants, deflateRaw, inflateRaw } from 'node:zlib';
import type { SealedPlace, Sealer } from '../../kernel/sealing.ts';

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

/** Seals a long text, compressed: what was sealed no longer shrinks. */
export async function sealText(sealer: Sealer, text: string, place: SealedPlace): Promise<Buffer> {
  const small = await deflate(Buffer.from(text), { level: constants.Z_BEST_SPEED });
  return sealer.seal(small.toString('base64'), place);
}

export async function openText(sealer: Sealer, sealed: Buffer, place: SealedPlace): Promise<string> {
  return (await inflate(Buffer.from(sealer.open(sealed, place), 'base64'))).toString();
}
