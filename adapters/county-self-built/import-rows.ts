import { sm3Hex } from '../../kernel/crypto/sm3.ts';
import { applyMapping } from '../mapping/apply-mapping.ts';
import { foldName } from '../mapping/fold-name.ts';
import type { Mapping, MappingFinding } from '../mapping/mapping.ts';
import type { CsvRow } from './csv-rows.ts';
import { FileStopped } from './file-stopped.ts';
import { standardForm } from './private-use.ts';
import {
  EARLIER_PART_REJECTED,
  notSent,
  ROW_QUOTED_WRONGLY,
  ROW_RAGGED,
  STRAY_MARK,
  type RowVerdict,
} from './row-verdict.ts';
import type { KnownSheet } from './sheet-of.ts';

/** A verdict as the hub tells it, by the record's place in the submission. */
export interface ReceiptVerdict {
  readonly index: number;
  readonly outcome: RowVerdict['outcome'];
  readonly code: string;
  readonly recordId: string | null;
  readonly path: string | null;
  readonly expected: string | null;
  readonly remedy: string | null;
  readonly message: string;
  readonly warnings: readonly string[];
}

/** Submits records of one dataset under a key; says the same again when the key is known (提交). */
export type Submit = (
  dataset: string,
  key: string,
  records: readonly Readonly<Record<string, unknown>>[],
) => Promise<SubmissionReceipt>;

/** The answer to one submission; `replayed` when it is that of an earlier, equal one. */
export interface SubmissionReceipt {
  readonly replayed: boolean;
  readonly verdicts: readonly ReceiptVerdict[];
}

/** Records of one submission (每批条数): the contract's recommended size. */
export const BATCH = 500;

/**
 * Maps rows, submits them in batches, and tells of every row what became of it, in the rows' order. A row that the mapping
 * cannot read is not sent. Of a row that states several facts, those after a rejected one are not sent.
 * @param identity what the keys are made from beside the records: file, mapping, whether it is a rehearsal
 */
export async function* importRows(
  known: KnownSheet,
  rows: AsyncIterable<CsvRow>,
  identity: string,
  submit: Submit,
): AsyncGenerator<readonly RowVerdict[]> {
  let number = 0;
  for await (const batch of batches(known, rows)) {
    yield await settle(known, batch, `${identity}/${number}`, submit);
    number += 1;
  }
}

/** What was read before a file stops is a batch as well. */
async function* batches(known: KnownSheet, rows: AsyncIterable<CsvRow>): AsyncGenerator<readonly Mapped[]> {
  let batch: Mapped[] = [];
  let sendable = 0;
  let stopped: FileStopped | undefined;
  try {
    for await (const row of rows) {
      const mapped = mapRow(known, row);
      batch.push(mapped);
      if (mapped.rejected === null) sendable += 1;
      if (sendable < BATCH && batch.length < 4 * BATCH) continue;
      yield batch;
      [batch, sendable] = [[], 0];
    }
  } catch (error) {
    if (!(error instanceof FileStopped)) throw error;
    stopped = error;
  }
  if (batch.length > 0) yield batch;
  if (stopped) throw stopped;
}

interface Mapped {
  readonly line: number;
  readonly rejected: RowVerdict | null;
  /** A record for each target of the sheet. */
  readonly records: readonly Record<string, unknown>[];
  readonly warnings: readonly string[];
}

function mapRow({ sheet, columns }: KnownSheet, { line, cells }: CsvRow): Mapped {
  const reject = (findings: readonly MappingFinding[], place: number | null): Mapped => ({
    line,
    rejected: notSent(line, findings, place),
    records: [],
    warnings: [],
  });
  if (cells === null) return reject([ROW_QUOTED_WRONGLY], null);
  const isRagged =
    cells.length < columns.length || cells.slice(columns.length).some((cell) => cell.trim() !== '');
  if (isRagged) return reject([ROW_RAGGED(columns.length)], null);
  const marked = cells.findIndex((cell) => cell.includes(BYTE_ORDER_MARK));
  if (marked >= 0) return reject([STRAY_MARK(columns[marked] ?? '')], marked + 1);
  const { record, warnings } = recordOf(columns, cells);
  const mapped = sheet.targets.map((target) => applyMapping(target, record));
  const findings = mapped.flatMap((one) => one.findings);
  if (findings.length > 0) return reject(findings, placeOf(findings[0]!.field, columns));
  return { line, rejected: null, records: mapped.map(({ fields }) => fields), warnings };
}

/** Only a file's beginning may carry one; elsewhere files were put together without care. */
const BYTE_ORDER_MARK = '\ufeff';

function recordOf(columns: readonly string[], cells: readonly string[]) {
  const record: Record<string, unknown> = Object.create(null);
  const warnings = new Set<string>();
  for (const [place, column] of columns.entries()) {
    const { text, isMapped, isPrivate } = standardForm(cells[place]!);
    if (isMapped) warnings.add('RARE_CHARACTER_MAPPED');
    if (isPrivate) warnings.add('PRIVATE_USE_CHARACTER');
    if (column !== '') record[column] = text;
  }
  return { record, warnings: [...warnings] };
}

/** Sends one batch, target after target, so that what others point to is there first. */
async function settle(
  known: KnownSheet,
  batch: readonly Mapped[],
  identity: string,
  submit: Submit,
): Promise<RowVerdict[]> {
  const told = new Map<Mapped, RowVerdict[]>(batch.map((row) => [row, row.rejected ? [row.rejected] : []]));
  let open = batch.filter(({ rejected }) => rejected === null);
  for (const [place, target] of known.sheet.targets.entries()) {
    if (open.length === 0) break;
    const records = open.map((row) => row.records[place]!);
    const dataset = target.dataset!;
    // The records are in the key, so that a key never stands for other content than it did.
    const key = `import-${sm3Hex(`${identity}/${dataset}/${JSON.stringify(records)}`)}`;
    const { replayed, verdicts } = await submit(dataset, key, records);
    const byIndex = new Map(verdicts.map((verdict) => [verdict.index, verdict]));
    const rejected = new Set<Mapped>();
    for (const [index, row] of open.entries()) {
      const verdict = byIndex.get(index);
      if (!verdict) throw new Error(`the hub told nothing of record ${index} of a batch`);
      told
        .get(row)!
        .push(inTheSendersWords(replayed ? asBefore(verdict) : verdict, row, target, known.columns));
      if (verdict.outcome === 'REJECTED') rejected.add(row);
    }
    for (const later of known.sheet.targets.slice(place + 1))
      for (const row of rejected)
        told.get(row)!.push({ ...notSent(row.line, [EARLIER_PART_REJECTED], null), dataset: later.dataset });
    open = open.filter((row) => !rejected.has(row));
  }
  return [...told.values()].flat();
}

/** Told when the hub had this very submission before: nothing was taken a second time. */
export const REPLAYED = 'REPLAYED';

const asBefore = (verdict: ReceiptVerdict): ReceiptVerdict => ({
  ...verdict,
  warnings: [...verdict.warnings, REPLAYED],
});

function inTheSendersWords(
  verdict: ReceiptVerdict,
  row: Mapped,
  target: Mapping,
  columns: readonly string[],
): RowVerdict {
  const { outcome, code, message, path } = verdict;
  const column = path === null ? null : (target.backwards.get(path.split('.')[0]!) ?? path);
  return {
    line: row.line,
    column,
    place: column === null ? null : placeOf(column, columns),
    dataset: target.dataset,
    outcome,
    code,
    expected: verdict.expected ?? '',
    message,
    remedy: verdict.remedy ?? '',
    warnings: [...verdict.warnings, ...row.warnings],
    recordId: verdict.recordId ?? '',
    more: '',
  };
}

/** The place of a column, counted from 1, of joined columns the first; null for one that the file does not have. */
function placeOf(column: string, columns: readonly string[]): number | null {
  const folded = foldName(column.split(' + ')[0]!);
  const place = columns.findIndex((one) => foldName(one) === folded);
  return place < 0 ? null : place + 1;
}
