import type { RowVerdict } from './row-verdict.ts';

/** The first line of a report of verdicts (逐行结果表), with the mark by which spreadsheets know UTF-8. */
export const REPORT_HEADER =
  '\ufeff行号,列号,列名,数据集,结果,代码,应为,说明,处理建议,提示,记录编号,其他问题\r\n';

/** One verdict as a line of the report. */
export function reportLine(verdict: RowVerdict): string {
  const { line, place, column, dataset, outcome, code, expected, message, remedy, warnings, recordId, more } =
    verdict;
  const cells = [
    line,
    place,
    column,
    dataset,
    outcome,
    code,
    expected,
    message,
    remedy,
    warnings.join(' '),
    recordId,
    more,
  ];
  return `${cells.map((cell) => csvCell(String(cell ?? ''))).join(',')}\r\n`;
}

/**
 * A cell that a spreadsheet shows and never runs: what begins like a formula, in narrow or wide characters, gets an
 * apostrophe before it. Column names come from outside.
 */
export function csvCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n\t;；]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const FORMULA = /^[\s\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20|%]|^[\t\r\n]/;
