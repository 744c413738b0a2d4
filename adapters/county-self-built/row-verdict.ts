import { isVerdictCode, verdictCatalogue } from '../../schema/verdicts.ts';
import type { MappingFinding } from '../mapping/mapping.ts';

/** What became of one row, or of one of the facts it states (逐行结果). It never holds a value of the row. */
export interface RowVerdict {
  readonly line: number;
  /** The column, by its name in the county's file, and its place counted from 1; null when it is the whole row. */
  readonly column: string | null;
  readonly place: number | null;
  /** Null when the row was not sent at all. */
  readonly dataset: string | null;
  readonly outcome: 'ACCEPTED' | 'DUPLICATE' | 'CORRECTED' | 'HELD' | 'REJECTED';
  readonly code: string;
  readonly expected: string;
  readonly message: string;
  readonly remedy: string;
  readonly warnings: readonly string[];
  readonly recordId: string;
  /** Further findings of a row that the mapping could not read. */
  readonly more: string;
}

/** The verdict on a row that was not sent: the mapping, or the file's form, stands against it. */
export function notSent(line: number, findings: readonly MappingFinding[], place: number | null): RowVerdict {
  const [first, ...others] = findings as [MappingFinding, ...MappingFinding[]];
  return {
    line,
    column: first.field === '' ? null : first.field,
    place,
    dataset: null,
    outcome: 'REJECTED',
    code: first.code,
    expected: first.expected,
    message: meaningOf(first.code),
    remedy: textOf(first.code)?.remedyZh ?? '',
    warnings: [],
    recordId: '',
    more: others.map(({ field, code }) => `${field}: ${code}`).join('; '),
  };
}

/** What the code of a row that was not sent means, in Chinese. */
export const meaningOf = (code: string): string => textOf(code)?.zh ?? '';

const textOf = (code: string): { readonly zh: string; readonly remedyZh: string } | undefined =>
  ROW_FAULTS[code] ?? (isVerdictCode(code) ? verdictCatalogue[code] : undefined);

export const ROW_RAGGED = (expected: number): MappingFinding => ({
  field: '',
  to: '',
  code: 'ROW_RAGGED',
  expected: `${expected} cells`,
});

export const ROW_QUOTED_WRONGLY: MappingFinding = {
  field: '',
  to: '',
  code: 'QUOTE_MISPLACED',
  expected: 'quotes around the whole cell, or none',
};

export const STRAY_MARK = (column: string): MappingFinding => ({
  field: column,
  to: '',
  code: 'CHARACTER_FORBIDDEN',
  expected: 'no byte-order mark within the file',
});

/** The row's other facts were not taken, so that this one would only wait for them. */
export const EARLIER_PART_REJECTED: MappingFinding = {
  field: '',
  to: '',
  code: 'EARLIER_PART_REJECTED',
  expected: 'a row whose earlier facts are taken',
};

const AS_EXPECTED = '请按“应为”一栏的形式填写后重新导入。';

/**
 * Codes of files, beside the catalogue of verdicts, and those of the catalogue that here speak of the county's own forms
 * and not of the standard's: the hub never sees these rows.
 */
const ROW_FAULTS: Readonly<Record<string, { readonly zh: string; readonly remedyZh: string }>> = {
  ROW_RAGGED: {
    zh: '本行的列数与表头不一致。',
    remedyZh: '请检查本行是否漏列，或单元格内含有未加引号的分隔符。',
  },
  QUOTE_MISPLACED: { zh: '单元格中间出现引号。', remedyZh: '请将整个单元格用引号括起，其中的引号写成两个。' },
  CODE_UNKNOWN: {
    zh: '代码不在映射文件的对照表中。',
    remedyZh: '请使用“应为”一栏所列的代码，或在映射文件中补充。',
  },
  DATE_MALFORMED: { zh: '日期不符合映射文件约定的形式，或该日期不存在。', remedyZh: AS_EXPECTED },
  TIME_MALFORMED: { zh: '时间不符合映射文件约定的形式，或该时间不存在。', remedyZh: AS_EXPECTED },
  MONTH_MALFORMED: { zh: '月份不符合映射文件约定的形式，或该月份不存在。', remedyZh: AS_EXPECTED },
  EARLIER_PART_REJECTED: {
    zh: '本行在先的数据未被接收，本项未报送。',
    remedyZh: '请先更正本行在先的数据，再重新导入。',
  },
};
