import { describe, expect, test } from '@jest/globals';
import type { CsvRow } from '../../../adapters/county-self-built/csv-rows.ts';
import { FileStopped } from '../../../adapters/county-self-built/file-stopped.ts';
import {
  BATCH,
  importRows,
  type ReceiptVerdict,
  type Submit,
} from '../../../adapters/county-self-built/import-rows.ts';
import type { RowVerdict } from '../../../adapters/county-self-built/row-verdict.ts';
import { sheetOf } from '../../../adapters/county-self-built/sheet-of.ts';
import { COUNTY } from './support.ts';

const PEOPLE = ['证号', '性别', '姓名', '进场'];
const accepted = (index: number): ReceiptVerdict => ({
  index,
  outcome: 'ACCEPTED',
  code: 'ACCEPTED',
  recordId: `r${index}`,
  path: null,
  expected: null,
  remedy: null,
  message: '',
  warnings: [],
});

interface Call {
  readonly dataset: string;
  readonly key: string;
  readonly records: readonly Readonly<Record<string, unknown>>[];
}

async function imported(
  rows: readonly (readonly string[] | null)[],
  verdicts?: (call: Call) => readonly ReceiptVerdict[],
  stop?: Error,
) {
  const calls: Call[] = [];
  const submit: Submit = async (dataset, key, records) => {
    calls.push({ dataset, key, records });
    const told = verdicts?.({ dataset, key, records }) ?? records.map((_, index) => accepted(index));
    return { replayed: false, verdicts: told };
  };
  async function* source(): AsyncGenerator<CsvRow> {
    for (const [place, cells] of rows.entries()) yield { line: place + 2, cells };
    if (stop) throw stop;
  }
  const told: RowVerdict[] = [];
  let error: unknown = null;
  try {
    for await (const some of importRows(sheetOf(COUNTY, PEOPLE, 1), source(), 'file', submit))
      told.push(...some);
  } catch (caught) {
    error = caught;
  }
  return { calls, told, error };
}

const person = (number: number): string[] => [`N${number}`, '1', `名${number}`, '2026/1/5'];

describe('Rows that are imported', () => {
  test('state each fact of their sheet, what others point to first', async () => {
    const { calls, told } = await imported([person(1), person(2)]);
    expect(calls.map(({ dataset, records }) => [dataset, records])).toEqual([
      [
        'MIGRANT_WORKER',
        [
          { documentNumber: 'N1', gender: 'MALE', name: '名1' },
          { documentNumber: 'N2', gender: 'MALE', name: '名2' },
        ],
      ],
      [
        'ENGAGEMENT',
        [
          { documentNumber: 'N1', enteredOn: '2026-01-05' },
          { documentNumber: 'N2', enteredOn: '2026-01-05' },
        ],
      ],
    ]);
    expect(told.map(({ line, dataset, outcome }) => [line, dataset, outcome])).toEqual([
      [2, 'MIGRANT_WORKER', 'ACCEPTED'],
      [2, 'ENGAGEMENT', 'ACCEPTED'],
      [3, 'MIGRANT_WORKER', 'ACCEPTED'],
      [3, 'ENGAGEMENT', 'ACCEPTED'],
    ]);
  });

  test('that cannot be mapped are rejected with line and column, and are not sent', async () => {
    const { calls, told } = await imported([
      person(1),
      ['N2', '3', '名2', '2026/2/30'],
      ['N3', '1'],
      null,
      [...person(5), '', ' '],
      [...person(6), 'x'],
      ['N7', '\ufeff1', '名7', '2026/1/5'],
    ]);
    expect(calls[0]!.records.map(({ documentNumber }) => documentNumber)).toEqual(['N1', 'N5']);
    const rejected = told.filter(({ outcome }) => outcome === 'REJECTED');
    expect(rejected.map(({ line, column, place, code, more }) => [line, column, place, code, more])).toEqual([
      [3, '性别', 2, 'CODE_UNKNOWN', '进场: DATE_MALFORMED'],
      [4, null, null, 'ROW_RAGGED', ''],
      [5, null, null, 'QUOTE_MISPLACED', ''],
      [7, null, null, 'ROW_RAGGED', ''],
      [8, '性别', 2, 'CHARACTER_FORBIDDEN', ''],
    ]);
    for (const { message, remedy } of rejected) expect(`${message}${remedy}`).toMatch(/[\u4e00-\u9fff]/);
  });

  test('are told of in the words of their sender', async () => {
    const { told } = await imported([person(1)], ({ dataset }) => [
      dataset === 'MIGRANT_WORKER'
        ? { ...accepted(0), outcome: 'HELD', code: 'RESIDENT_NUMBER_INVALID', path: 'documentNumber' }
        : { ...accepted(0), outcome: 'HELD', code: 'PROJECT_UNKNOWN', path: 'projectCode' },
    ]);
    expect(told.map(({ column, place }) => [column, place])).toEqual([
      ['号码', null],
      ['projectCode', null],
    ]);
  });

  test('do not state what points to a fact that was rejected', async () => {
    const { calls, told } = await imported([person(1), person(2)], ({ dataset, records }) =>
      records.map((_, index) =>
        dataset === 'MIGRANT_WORKER' && index === 0
          ? { ...accepted(0), outcome: 'REJECTED', code: 'VALUE_TOO_LONG', path: 'name' }
          : accepted(index),
      ),
    );
    expect(calls[1]!.records).toEqual([{ documentNumber: 'N2', enteredOn: '2026-01-05' }]);
    expect(told.filter(({ line }) => line === 2).map(({ dataset, code }) => [dataset, code])).toEqual([
      ['MIGRANT_WORKER', 'VALUE_TOO_LONG'],
      ['ENGAGEMENT', 'EARLIER_PART_REJECTED'],
    ]);
  });

  test('go in batches under keys that a second run repeats and other content does not', async () => {
    const rows = Array.from({ length: 2 * BATCH + 1 }, (_, place) => person(place));
    const [once, again] = [await imported(rows), await imported(rows)];
    expect(once.calls.map(({ records }) => records.length)).toEqual([BATCH, BATCH, BATCH, BATCH, 1, 1]);
    const keys = once.calls.map(({ key }) => key);
    expect(again.calls.map(({ key }) => key)).toEqual(keys);
    expect(new Set(keys).size).toBe(6);
    for (const key of keys) expect(key).toMatch(/^[\x21-\x7e]{1,128}$/);
    const changed = await imported(rows.with(700, ['N700', '2', '名', '2026/1/5']));
    expect(changed.calls.map(({ key }, place) => key === keys[place])).toEqual([
      true,
      true,
      false,
      true,
      true,
      true,
    ]);
  });

  test('that stood before the file stopped are sent all the same', async () => {
    const { told, error } = await imported(
      [person(1)],
      undefined,
      new FileStopped('QUOTE_NOT_CLOSED', 'x', 3),
    );
    expect(told).toHaveLength(2);
    expect(error).toBeInstanceOf(FileStopped);
  });

  test('count as sent only when the hub told of each', async () => {
    const { error } = await imported([person(1), person(2)], () => [accepted(0)]);
    expect(String(error)).toMatch(/told nothing of record 1/);
  });
});

describe('The sheet of a file', () => {
  test('is known by its columns, in any order, case and width', () => {
    expect(sheetOf(COUNTY, ['进场', '姓名 ', '号码', '备注'], 1)).toMatchObject({
      sheet: { name: 'people' },
      unused: ['备注'],
    });
    expect(sheetOf(COUNTY, ['号码', '日期', '时间'], 1).sheet.name).toBe('punches');
  });

  test.each([
    [['号码'], undefined, 'SHEET_UNKNOWN', /people misses 姓名, 进场; punches misses 日期, 时间/],
    [['号码', '日期', '时间'], 'people', 'SHEET_UNKNOWN', /people misses 姓名, 进场/],
    [['号码'], 'nope', 'SHEET_UNKNOWN', /no sheet nope/],
    [['号码', '\ufeff日期'], undefined, 'CHARACTER_FORBIDDEN', /line 1, column 2/],
    [['号码', ' 号码'], undefined, 'HEADER_REPEATED', /line 1, column 2/],
    [
      Array.from({ length: 100_000 }, (_, place) => `c${place}`),
      undefined,
      'HEADER_TOO_WIDE',
      /100000 columns/,
    ],
  ])('is not guessed: %#', (columns, name, code, message) => {
    expect(() => sheetOf(COUNTY, columns, 1, name)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
  });
});
