import { BadInput } from '../refusals.ts';

/** DER SEQUENCE{r, s} of a raw 64-byte signature r‖s, as some vendors send it. */
export function derOfRawSignature(raw: Uint8Array): Buffer {
  if (raw.length !== 64) throw malformed('64 bytes r‖s');
  const body = Buffer.concat([integer(raw.subarray(0, 32)), integer(raw.subarray(32))]);
  return Buffer.concat([Buffer.from([0x30, body.length]), body]);
}

/** The raw 64 bytes r‖s of a DER signature. Only the one encoding DER allows is read. */
export function rawOfDerSignature(der: Uint8Array): Buffer {
  const bytes = Buffer.from(der);
  const raw = Buffer.alloc(64);
  const split = 4 + (bytes[3] ?? 0);
  bytes
    .subarray(4, split)
    .subarray(-32)
    .copy(raw, 32 - Math.min(32, split - 4));
  const second = bytes.subarray(split + 2);
  second.subarray(-32).copy(raw, 64 - Math.min(32, second.length));
  // Whatever was read must encode to exactly what came, which refuses every other form at once.
  if (!derOfRawSignature(raw).equals(bytes)) throw malformed('a DER SEQUENCE of two INTEGERs');
  return raw;
}

function integer(bytes: Uint8Array): Buffer {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
  const magnitude = bytes.subarray(start);
  const sign = magnitude[0]! >= 0x80 ? [0] : [];
  return Buffer.from([0x02, magnitude.length + sign.length, ...sign, ...magnitude]);
}

function malformed(expected: string): BadInput {
  return new BadInput('SM2_SIGNATURE_MALFORMED', `expected an SM2 signature as ${expected}`, { expected });
}
