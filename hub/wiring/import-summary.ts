import { meaningOf } from '../../adapters/county-self-built/row-verdict.ts';
import { isVerdictCode, verdictCatalogue } from '../../schema/verdicts.ts';
import type { Imported } from './import-county.ts';

/** What became of a file, by code (按代码汇总), for the terminal. */
export function summaryOf(
  imported: Imported,
  { title, report, dryRun }: { readonly title: string; readonly report: string; readonly dryRun: boolean },
): string {
  const { sheet, encoding, rows, rejected, counts, replayed, unusedColumns, stopped } = imported;
  const head = `${title}: ${rows} rows of ${sheet} (${encoding}), ${rejected} rejected${dryRun ? '; a rehearsal, nothing is stored' : ''}\n`;
  const lines = [...counts]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, count]) => {
      const [dataset = '', outcome = '', code = ''] = key.split(' ');
      const meaning = dataset !== '' && isVerdictCode(code) ? verdictCatalogue[code].zh : meaningOf(code);
      return `${String(count).padStart(9)}  ${(dataset || 'not sent').padEnd(22)} ${outcome.padEnd(9)} ${code}  ${meaning}\n`;
    });
  const unused =
    unusedColumns.length > 0 ? `columns that no rule reads: ${unusedColumns.map(visible).join(', ')}\n` : '';
  const before =
    replayed > 0 ? `${replayed} verdicts are those of an earlier run; nothing was taken twice\n` : '';
  const end = stopped ? `the file was not read to its end (${stopped.code})\n` : '';
  return `${head}${lines.join('')}${before}${unused}${end}verdicts: ${report}\n`;
}

/** Column names come from outside, and a terminal obeys control characters. */
const visible = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '�').slice(0, 60);
