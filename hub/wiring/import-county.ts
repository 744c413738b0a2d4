import { createReadStream, createWriteStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import type { CountyMapping } from '../../adapters/county-self-built/county-mapping.ts';
import { csvRows } from '../../adapters/county-self-built/csv-rows.ts';
import { decodeText, detectEncoding, type Encoding } from '../../adapters/county-self-built/decode-text.ts';
import { FileStopped } from '../../adapters/county-self-built/file-stopped.ts';
import { importRows, REPLAYED, type Submit } from '../../adapters/county-self-built/import-rows.ts';
import type { RowVerdict } from '../../adapters/county-self-built/row-verdict.ts';
import { sheetOf } from '../../adapters/county-self-built/sheet-of.ts';
import { REPORT_HEADER, reportLine } from '../../adapters/county-self-built/verdict-report.ts';
import { Misuse } from '../commands/command.ts';
import type { Progress } from './seeding.ts';

export interface CountyImport {
  readonly county: CountyMapping;
  /** Digest of the mapping's text: another mapping makes other submissions. */
  readonly mappingDigest: string;
  readonly file: string;
  readonly sheet?: string | undefined;
  readonly report: string;
  /** When the county wrote the file; with `dryRun` among what submissions are told apart by. */
  readonly sentAt: string;
  readonly dryRun: boolean;
  readonly submit: Submit;
  readonly progress: Progress;
}

/** What became of a file (导入结果). */
export interface Imported {
  readonly sheet: string;
  readonly encoding: Encoding;
  readonly unusedColumns: readonly string[];
  readonly rows: number;
  /** Counted by dataset, outcome and code; rows that were not sent stand under no dataset. */
  readonly counts: ReadonlyMap<string, number>;
  readonly rejected: number;
  /** Verdicts that an earlier run of the same import had got. */
  readonly replayed: number;
  /** Why the file was not read to its end; null when it was. */
  readonly stopped: FileStopped | null;
}

/**
 * Reads a county's file in constant memory, submits what it states, and writes a report with a verdict for every row.
 * @throws FileStopped before anything was submitted, when the file is not what the mapping says
 */
export async function importCounty(work: CountyImport): Promise<Imported> {
  const { county, file, progress } = work;
  const { digest, lines, changed } = await survey(file);
  const encoding =
    county.encoding === 'detect' ? await detectEncoding(createReadStream(file)) : county.encoding;
  const rows = csvRows(
    decodeText(createReadStream(file, { highWaterMark: CHUNK }), encoding),
    county.separator,
  );
  const first = await rows.next();
  if (first.done || first.value.cells === null)
    throw new FileStopped('HEADER_MISSING', 'a line of column names was expected', first.value?.line ?? 1);
  const known = sheetOf(county, first.value.cells, first.value.line, work.sheet);
  const identity = [
    digest,
    work.mappingDigest,
    known.sheet.name,
    work.sentAt,
    work.dryRun ? 'dry' : 'real',
  ].join('/');
  const report = createWriteStream(work.report, { mode: 0o600 });
  await once(report, 'open').catch(({ code }: NodeJS.ErrnoException) => {
    throw new Misuse(
      `the verdicts cannot be written to ${work.report} (${code}), so nothing was submitted; name another file by --report`,
    );
  });
  const tally = new Tally();
  let stopped: FileStopped | null = null;
  try {
    report.write(REPORT_HEADER);
    for await (const verdicts of importRows(known, rows, identity, work.submit)) {
      for (const verdict of verdicts) tally.add(verdict);
      if (!report.write(verdicts.map(reportLine).join(''))) await once(report, 'drain');
      progress(verdicts.at(-1)?.line ?? 0, lines, work.dryRun ? 'rehearsing' : 'importing');
    }
    await changed();
    progress(lines, lines, work.dryRun ? 'rehearsing' : 'importing');
  } catch (error) {
    if (!(error instanceof FileStopped)) throw error;
    stopped = error;
  } finally {
    report.end();
    await once(report, 'close');
  }
  return { sheet: known.sheet.name, encoding, unusedColumns: known.unused, stopped, ...tally.told() };
}

const CHUNK = 16 * 1024;
const [LINE_FEED, CARRIAGE_RETURN] = [0x0a, 0x0d];

/** One pass over the file for its digest and its length, so that the submissions' keys are the same in every run. */
async function survey(file: string) {
  const before = await stat(file);
  const hash = createHash('sm3');
  let [lf, cr, last] = [0, 0, LINE_FEED];
  const handle = await open(file);
  try {
    for await (const chunk of handle.createReadStream({ highWaterMark: CHUNK }) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      lf += countOf(chunk, LINE_FEED);
      cr += countOf(chunk, CARRIAGE_RETURN);
      last = chunk.at(-1)!;
    }
  } finally {
    await handle.close();
  }
  return {
    digest: hash.digest('hex'),
    // CR LF has as many of both; a file of CR alone has no LF. The last line may end with the file.
    lines: (lf || cr) + (last === LINE_FEED || last === CARRIAGE_RETURN ? 0 : 1),
    changed: async () => {
      const after = await stat(file);
      if (after.size !== before.size || after.mtimeMs !== before.mtimeMs)
        throw new Error('the file was changed while it was read; import it again');
    },
  };
}

function countOf(bytes: Buffer, byte: number): number {
  let count = 0;
  for (let at = bytes.indexOf(byte); at >= 0; at = bytes.indexOf(byte, at + 1)) count += 1;
  return count;
}

/** Counts verdicts, and rows by the lines on which they begin. */
class Tally {
  readonly #counts = new Map<string, number>();
  #rows = 0;
  #rejected = 0;
  #replayed = 0;
  #line = 0;
  #rejectedLine = 0;

  add({ line, dataset, outcome, code, warnings }: RowVerdict): void {
    if (warnings.includes(REPLAYED)) this.#replayed += 1;
    const key = `${dataset ?? ''} ${outcome} ${code}`;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    if (line !== this.#line) this.#rows += 1;
    this.#line = line;
    if (outcome !== 'REJECTED' || line === this.#rejectedLine) return;
    this.#rejected += 1;
    this.#rejectedLine = line;
  }

  told(): Pick<Imported, 'rows' | 'counts' | 'rejected' | 'replayed'> {
    return { rows: this.#rows, counts: this.#counts, rejected: this.#rejected, replayed: this.#replayed };
  }
}
