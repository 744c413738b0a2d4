import { isVerdictCode, verdictCatalogue } from '../../schema/verdicts.ts';

/** What is wrong with one record or field of a call (错误说明), as its client will read it. */
export interface Complaint {
  /** The record and field in square brackets, such as `[workerList][0][date]`; empty for the whole call. */
  readonly place: string;
  readonly chinese: string;
  readonly english: string;
}

/** A complaint in the words of the verdict catalogue. */
export function complaintOf(place: string, code: string, expected?: string | null): Complaint {
  const entry = isVerdictCode(code) ? verdictCatalogue[code] : undefined;
  const [chinese, english] = ACCUSTOMED[code] ?? [
    trimmed(entry?.zh ?? '参数不正确'),
    trimmed(entry?.en ?? 'the value is not accepted'),
  ];
  return {
    place,
    chinese,
    english: expected ? `${english}; expected ${trimmed(expected)}` : english,
  };
}

/** The result text of a failed call: every complaint once, in its order, and no endless list. */
export function resultText(complaints: readonly Complaint[]): string {
  const texts = [...new Set(complaints.map(textOf))];
  const shown = texts.slice(0, MOST_SHOWN).join('；');
  return texts.length > MOST_SHOWN ? `${shown}；共 ${texts.length} 处错误 (${texts.length} errors)` : shown;
}

const MOST_SHOWN = 100;

const textOf = ({ place, chinese, english }: Complaint): string =>
  `${place}${place && ' '}${chinese}${english && ` (${english})`}`;

/** A missing parent is told as clients of the interface know it, although the hub keeps the record (暂存). */
const ACCUSTOMED: Readonly<Record<string, readonly [string, string]>> = {
  PROJECT_UNKNOWN: ['项目不存在', 'the project is not known'],
  UNIT_UNKNOWN: ['参建单位不存在', 'the unit does not take part in the project'],
  CREW_UNKNOWN: ['班组不存在', 'the crew is not known'],
  WORKER_UNKNOWN: ['工人不在项目中', 'the worker is not known'],
  ENTERPRISE_UNKNOWN: ['企业不存在', 'the enterprise is not known'],
  ENTRY_UNKNOWN: ['工人没有进场记录', 'the worker has no open entry'],
  SAME_FACT_OTHER_SOURCE: [
    '由其他来源系统报送,不能修改',
    'another source system stated it; it stays as it is',
  ],
  CLAIM_KEPT: [
    '以其他来源系统报送的为准,不能修改',
    'another source system’s word is shown; it stays as it is',
  ],
  VALUE_MISSING: ['不能为空', 'it is required'],
  TIME_IN_FUTURE: ['时间不能晚于当前时间', 'the time lies in the future'],
  DATE_IN_FUTURE: ['日期不能晚于今天', 'the day lies in the future'],
  MONTH_IN_FUTURE: ['月份不能晚于本月', 'the month lies in the future'],
  DIVISION_UNKNOWN: ['不在行政区划字典中', 'the division is not in the dictionary'],
};

const trimmed = (text: string): string => text.replace(/[。.;;]+$/, '');
