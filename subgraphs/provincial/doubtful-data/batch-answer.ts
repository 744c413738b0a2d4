import type { Flawed, RecordFlaw } from './rules/handed-down.ts';

export interface BatchAnswer {
  readonly __typename: 'DoubtfulBatchTaken';
  readonly source: string;
  readonly batchNo: string;
  readonly submitted: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly answers: readonly RecordAnswer[];
}

/** What became of one record of a batch (单条结果). */
export interface RecordAnswer {
  readonly index: number;
  readonly externalNo: string | null;
  readonly outcome: 'ACCEPTED' | 'DUPLICATE' | 'REJECTED';
  readonly code: string;
  readonly field: string | null;
  readonly message: string;
  readonly caseId: string | null;
}

export const takenRecord = (
  index: number,
  externalNo: string,
  outcome: 'ACCEPTED' | 'DUPLICATE',
  caseId: string,
): RecordAnswer => ({
  index,
  externalNo,
  outcome,
  code: outcome === 'ACCEPTED' ? 'ACCEPTED' : 'ALREADY_RECORDED',
  field: null,
  message: outcome === 'ACCEPTED' ? '已接受。' : '此前已下发，内容相同。',
  caseId,
});

export const rejectedRecord = (
  index: number,
  externalNo: string | null,
  { code, field }: Flawed,
): RecordAnswer => ({
  index,
  externalNo,
  outcome: 'REJECTED',
  code,
  field,
  message: WORDS[code],
  caseId: null,
});

const WORDS: Readonly<Record<RecordFlaw, string>> = {
  VALUE_MISSING: '缺少必填内容。',
  VALUE_MALFORMED: '格式不符合要求。',
  VALUE_TOO_LONG: '内容过长。',
  VALUE_REFUSED: '数据库不能保存此值。',
  CHARACTER_FORBIDDEN: '含有控制字符或改变书写方向的字符。',
  NUMBER_OF_PERSON: '疑点内容中含有身份证号或手机号，请删去。',
  CODE_UNKNOWN: '代码不在字典中。',
  DIVISION_UNKNOWN: '行政区划代码有误。',
  DATE_MALFORMED: '日期有误，应为YYYY-MM-DD。',
  DATE_IN_FUTURE: '下发日期晚于今天。',
  PERIOD_REVERSED: '办理期限早于下发日期。',
  OUTSIDE_JURISDICTION: '不在下发单位的行政区划或行业范围内。',
  EXTERNAL_NO_REUSED: '此来源编号已用于其他内容。',
};
