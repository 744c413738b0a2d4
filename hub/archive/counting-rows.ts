import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';

/** What a month's rows are, as COPY writes them: how many, of how many bytes, and the SM3 over these. */
export interface RowsRead {
  readonly records: number;
  readonly bytes: number;
  readonly sm3: string;
}

const LINE_END = 0x0a;

/**
 * Lets rows pass, counts them and takes their digest. In COPY's text form every row is a line: a line break within a value
 * is written as two characters.
 */
export function countingRows(progress: (records: number) => void = () => undefined) {
  const hash = createHash('sm3');
  let [records, bytes] = [0, 0];
  const passing = new Transform({
    transform(chunk: Buffer, _encoding, pass) {
      hash.update(chunk);
      bytes += chunk.length;
      for (let at = chunk.indexOf(LINE_END); at >= 0; at = chunk.indexOf(LINE_END, at + 1)) records += 1;
      progress(records);
      pass(null, chunk);
    },
  });
  return { passing, told: (): RowsRead => ({ records, bytes, sm3: hash.digest('hex') }) };
}
