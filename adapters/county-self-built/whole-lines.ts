import { FileStopped } from './file-stopped.ts';

/** Whole lines of a file, and the number of the first. */
export interface Block {
  readonly bytes: Buffer;
  readonly firstLine: number;
}

/** Most bytes of one line, and of one record (modelled): a person's row has some hundred. */
export const LONGEST_RECORD = 1_048_576;

/**
 * Cuts a file into blocks of whole lines, so that a character is never cut: in UTF-8 and in GB 18030 a line end is no
 * part of another character. The end mark 0x1A that old systems leave is taken off the end of the file.
 * @throws FileStopped `RECORD_TOO_LARGE`
 */
export async function* wholeLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Block> {
  let rest: Buffer = Buffer.alloc(0);
  let firstLine = 1;
  let isCrOnly: boolean | undefined;
  for await (const chunk of chunks) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    isCrOnly ??= crOnly(bytes);
    // The last byte may be the first half of CR LF.
    const end = isCrOnly ? bytes.lastIndexOf(CR, -2) : bytes.lastIndexOf(LF);
    if (end < 0 || bytes.length - end > LONGEST_RECORD) {
      if (bytes.length > LONGEST_RECORD)
        throw new FileStopped('RECORD_TOO_LARGE', `a line of more than ${LONGEST_RECORD} bytes`, firstLine);
      rest = bytes;
      continue;
    }
    const block = bytes.subarray(0, end + 1);
    yield { bytes: block, firstLine };
    firstLine += linesIn(block);
    rest = bytes.subarray(end + 1);
  }
  const last = withoutEndMark(rest);
  if (last.length > 0) yield { bytes: last, firstLine };
}

/** The lines of a block, each with its end: CR LF, LF or CR alone. */
export function* linesOf(bytes: Buffer): Generator<Buffer> {
  let from = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const isEnd = bytes[at] === LF || (bytes[at] === CR && bytes[at + 1] !== LF);
    if (!isEnd) continue;
    yield bytes.subarray(from, at + 1);
    from = at + 1;
  }
  if (from < bytes.length) yield bytes.subarray(from);
}

/** How many lines end in the bytes. */
export function linesIn(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) lines += 1;
  for (let at = bytes.indexOf(CR); at >= 0; at = bytes.indexOf(CR, at + 1))
    if (bytes[at + 1] !== LF) lines += 1;
  return lines;
}

/** Decided by the first bytes that hold a line end; undefined until then. */
function crOnly(bytes: Buffer): boolean | undefined {
  if (bytes.includes(LF)) return false;
  const at = bytes.indexOf(CR);
  return at >= 0 && at < bytes.length - 1 ? true : undefined;
}

function withoutEndMark(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === END_MARK) end -= 1;
  return bytes.subarray(0, end);
}

const LF = 0x0a;
const CR = 0x0d;
const END_MARK = 0x1a;
