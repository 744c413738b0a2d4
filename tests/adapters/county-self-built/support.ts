import { readCountyMapping } from '../../../adapters/county-self-built/county-mapping.ts';
import { csvRows } from '../../../adapters/county-self-built/csv-rows.ts';
import { decodeText, detectEncoding } from '../../../adapters/county-self-built/decode-text.ts';
import { FileStopped } from '../../../adapters/county-self-built/file-stopped.ts';

export async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield Buffer.from(bytes.subarray(at, at + size));
}

/** Line and cells of every row, and the stop when the file stops; in chunks of a size that cuts characters. */
export async function rowsOf(file: string | Uint8Array, size = 5, separator = ','): Promise<unknown[]> {
  const bytes = Buffer.from(file as string);
  const rows: unknown[] = [];
  try {
    const encoding = await detectEncoding(chunksOf(bytes, size));
    for await (const { line, cells } of csvRows(decodeText(chunksOf(bytes, size), encoding), separator))
      rows.push([line, cells]);
  } catch (error) {
    if (!(error instanceof FileStopped)) throw error;
    rows.push([error.line, error.code]);
  }
  return rows;
}

/** Two kinds of file: people, each with two facts, and punches. */
export const COUNTY = readCountyMapping(
  `
county: test
version: 1
sourceSystem: county-test
sheets:
  - sheet: people
    targets:
      - dataset: MIGRANT_WORKER
        fields:
          - { to: documentNumber, from: [号码, 证号], required: true }
          - { to: gender, from: 性别, codes: { map: { 1: MALE, 2: FEMALE } } }
          - { to: name, from: 姓名, required: true }
      - dataset: ENGAGEMENT
        fields:
          - { to: documentNumber, from: [号码, 证号], required: true }
          - { to: enteredOn, from: 进场, required: true, format: { as: day, pattern: yyyy/M/d } }
  - sheet: punches
    targets:
      - dataset: ATTENDANCE
        fields:
          - { to: documentNumber, from: 号码, required: true }
          - { to: occurredAt, join: [日期, 时间], required: true, format: { as: instant, pattern: yyyy/M/d H:mm } }
`,
  'test.yaml',
);
