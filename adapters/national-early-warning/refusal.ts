import type { DoorAnswer, DoorRefusal } from '../../kernel/door.ts';

/** A message that is refused whole (整包拒绝): nothing of it was stored. */
export class EarlyWarningRefusal extends Error {
  readonly code: RefusalCode;
  readonly status: number;

  constructor(code: RefusalCode, detail?: string) {
    super(detail === undefined ? WORDS[code][1] : `${WORDS[code][1]}：${detail}`);
    this.code = code;
    this.status = WORDS[code][0];
  }
}

export type RefusalCode = keyof typeof WORDS | DoorRefusal['code'];

export const answered = (status: number, body: object): DoorAnswer => ({
  status,
  contentType: 'application/json; charset=utf-8',
  body: JSON.stringify(body),
});

export const refused = ({ code, status, message }: EarlyWarningRefusal): DoorAnswer =>
  answered(status, { code, reason: message });

/** What the HTTP edge refuses, in the form of this door. */
export const refusedAtEdge = ({ code, status }: DoorRefusal): DoorAnswer =>
  answered(status, { code, reason: WORDS[code][1] });

/** The graph gave no answer: the client may not have it, or something of the hub's is broken, which is reported. */
export function unanswered(
  told: unknown,
  report: (error: unknown, requestId: string) => void,
  requestId: string,
): EarlyWarningRefusal {
  report(told, requestId);
  const errors = Array.isArray(told) ? (told as { extensions?: { code?: unknown } }[]) : [];
  const isForbidden = errors.some(({ extensions }) => extensions?.code === 'FORBIDDEN');
  return new EarlyWarningRefusal(isForbidden ? 'NOT_PERMITTED' : 'HUB_UNAVAILABLE');
}

const WORDS = {
  BODY_MALFORMED: [400, '报文不是完整有效的UTF-8 JSON'],
  ENVELOPE_MALFORMED: [400, '信封字段缺失或格式不正确'],
  VERSION_UNKNOWN: [400, '不支持的版本'],
  DATA_SET_UNKNOWN: [400, '此地址不接收该数据集'],
  RECORD_COUNT_DIFFERS: [400, '记录数与recordCount不符'],
  TOO_MANY_RECORDS: [400, '每批最多500条记录'],
  CURSOR_INVALID: [400, '游标无效'],
  DIGEST_DIFFERS: [400, 'digest与records的规范化内容不符'],
  // One answer for an unknown sender and a wrong signature: the code of a client is not to be found out by trying.
  SIGNATURE_INVALID: [401, '系统编码未登记或签名不符'],
  SENT_AT_OUTSIDE_WINDOW: [401, 'sentAt与平台时间相差过大'],
  NOT_PERMITTED: [403, '该系统未获此项授权'],
  NOT_FOUND: [404, '没有此地址'],
  METHOD_NOT_ALLOWED: [405, '此地址不接受该方法'],
  BATCH_NO_REUSED: [409, '此批次号已用于其他内容'],
  BODY_TOO_LARGE: [413, '报文过大'],
  CONTENT_TYPE_REFUSED: [415, '请以未压缩的application/json发送'],
  INTERNAL: [500, '平台内部错误'],
  OVERLOADED: [503, '平台繁忙，请稍后重发'],
  HUB_UNAVAILABLE: [503, '平台暂不可用，请稍后以同一批次号重发'],
} as const satisfies Record<string, readonly [status: number, words: string]>;
