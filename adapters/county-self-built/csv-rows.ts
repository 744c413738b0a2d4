import { Readable } from 'node:stream';
import { type CsvError, type InfoRecord, parse } from 'csv-parse';
import { FileStopped } from './file-stopped.ts';
import { LONGEST_RECORD } from './whole-lines.ts';

/** A row of a CSV file as it stands (行), or one that is no row: a quote in the middle of a plain cell. */
export interface CsvRow {
  /** The line on which it begins, counted from 1. */
  readonly line: number;
  readonly cells: readonly string[] | null;
}

/**
 * The rows of a CSV text, streamed; empty rows are left out. Whatever follows a quote that is not closed, or not closed
 * where the cell ends, cannot be told apart from it any more, so the file stops there.
 * @throws FileStopped with the line on which the record began
 */
export async function* csvRows(texts: AsyncIterable<string>, separator: string): AsyncGenerator<CsvRow> {
  const skips: { readonly code: string; readonly end: number }[] = [];
  const parser = parse({
    delimiter: separator,
    record_delimiter: '\n',
    relax_column_count: true,
    skip_records_with_error: true,
    max_record_size: LONGEST_RECORD,
    info: true,
    on_skip: (error: CsvError | undefined) => {
      skips.push({ code: String(error?.code), end: Number(error?.lines) });
      return undefined;
    },
  });
  const source = Readable.from(texts, { objectMode: true, highWaterMark: 2 });
  source.once('error', (error) => parser.destroy(error));
  source.pipe(parser);
  // A record is told with the line on which it ends; it begins after the one before.
  let line = 1;
  const skippedBefore = function* (end: number): Generator<CsvRow> {
    while (skips.length > 0 && skips[0]!.end < end) {
      const skip = skips.shift()!;
      if (!skip.code.endsWith('INVALID_OPENING_QUOTE')) throw stop(skip.code, line);
      yield { line, cells: null };
      line = skip.end + 1;
    }
  };
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: InfoRecord }>) {
      yield* skippedBefore(info.lines);
      if (record.some((cell) => cell.trim() !== '')) yield { line, cells: record };
      line = info.lines + 1;
    }
    yield* skippedBefore(Number.POSITIVE_INFINITY);
  } finally {
    source.destroy();
  }
}

function stop(code: string, line: number): FileStopped {
  if (code.endsWith('MAX_RECORD_SIZE'))
    return new FileStopped(
      'RECORD_TOO_LARGE',
      `a record of more than ${LONGEST_RECORD} characters, or a quote that is not closed`,
      line,
    );
  if (code.endsWith('QUOTE_NOT_CLOSED'))
    return new FileStopped('QUOTE_NOT_CLOSED', 'a quote that is not closed', line);
  return new FileStopped('QUOTE_MISPLACED', 'a quote that ends before its cell does', line);
}
