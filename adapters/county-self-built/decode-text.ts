import { isAscii, isUtf8 } from 'node:buffer';
import { FileStopped } from './file-stopped.ts';
import { type Block, linesOf, wholeLines } from './whole-lines.ts';

export type Encoding = 'utf-8' | 'gb18030';

/**
 * The text of a file, in blocks of whole lines that all end in LF. A byte-order mark is taken off the beginning only.
 *
 * GB 18030 is read by the platform's decoder, which follows the edition of 2022 for the characters of names: FE 9F is
 * U+4DAE 䶮, the four bytes 82 35 95 36 are U+9FE5 鿥, and 95 32 82 36 is U+20000, beyond the basic plane.
 * @throws FileStopped at bytes that are no text in this encoding: nothing is replaced by guesses
 */
export async function* decodeText(chunks: AsyncIterable<Buffer>, encoding: Encoding): AsyncGenerator<string> {
  const reading = decoder(encoding);
  let isFirst = true;
  for await (const block of wholeLines(chunks)) {
    const bytes = isFirst ? withoutMark(block.bytes) : block.bytes;
    isFirst = false;
    yield decodeBlock(reading, { ...block, bytes }, encoding).replace(LINE_ENDS, '\n');
  }
}

/**
 * Which encoding a file has (编码识别), by its first thousand lines with more than ASCII: lines of GB 18030 are almost
 * never UTF-8 by chance, so most of them decide, and a damaged line of a UTF-8 file stops it instead of garbling it.
 * @throws FileStopped for UTF-16, told by its mark
 */
export async function detectEncoding(chunks: AsyncIterable<Buffer>): Promise<Encoding> {
  let [utf8, others] = [0, 0];
  let isFirst = true;
  for await (const { bytes } of wholeLines(chunks)) {
    if (isFirst && withoutMark(bytes)[0] !== bytes[0]) return bytes[0] === 0xef ? 'utf-8' : 'gb18030';
    isFirst = false;
    for (const line of linesOf(bytes))
      if (isAscii(line)) continue;
      else if (isUtf8(line)) utf8 += 1;
      else others += 1;
    if (utf8 + others >= 1_000) break;
  }
  return others > utf8 ? 'gb18030' : 'utf-8';
}

const LINE_ENDS = /\r\n?/g;

function decodeBlock(
  reading: ReturnType<typeof decoder>,
  { bytes, firstLine }: Block,
  encoding: Encoding,
): string {
  try {
    return reading.decode(bytes);
  } catch {
    return findFault(bytes, firstLine, encoding);
  }
}

/** The first byte at which the text breaks off. @throws FileStopped always */
function findFault(bytes: Buffer, firstLine: number, encoding: Encoding): never {
  let number = firstLine;
  for (const line of linesOf(bytes)) {
    const column = faultIn(line, encoding);
    if (column !== null) throw new FileStopped('BYTES_MALFORMED', `not ${NAMES[encoding]}`, number, column);
    number += 1;
  }
  throw new FileStopped('BYTES_MALFORMED', `not ${NAMES[encoding]}`, firstLine);
}

/** @returns the byte, counted from 1, before which everything can be read */
function faultIn(line: Buffer, encoding: Encoding): number | null {
  const streaming = decoder(encoding);
  for (let place = 0; place < line.length; place += 1)
    try {
      streaming.decode(line.subarray(place, place + 1), { stream: true });
    } catch {
      return place + 1;
    }
  try {
    streaming.decode();
    return null;
  } catch {
    return line.length;
  }
}

function withoutMark(bytes: Buffer): Buffer {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.subarray(3);
  if (bytes[0] === 0x84 && bytes[1] === 0x31 && bytes[2] === 0x95 && bytes[3] === 0x33)
    return bytes.subarray(4);
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    throw new FileStopped('BYTES_MALFORMED', 'UTF-16; save the file as UTF-8 or GB 18030', 1, 1);
  return bytes;
}

const decoder = (encoding: Encoding) => new TextDecoder(encoding, { fatal: true, ignoreBOM: true });

const NAMES = { 'utf-8': 'UTF-8', gb18030: 'GB 18030' };
