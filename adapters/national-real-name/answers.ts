import type { DoorAnswer } from '../../kernel/door.ts';

/** The answer's code (应答码). Sources: dictionaries/response-codes; 1001 and 9999 were seen in results (client A). */
export const CODES = {
  DONE: 0,
  /** 请求参数错误 */
  PARAMETERS: -1,
  /** 签名校验错误 */
  SIGNATURE: -2,
  /** 无API访问权限 */
  NO_RIGHT: -3,
  /** 访问超过限制 */
  TOO_MANY: -5,
  /** 业务参数错误 */
  RECORD: 1001,
  /** 更新失败 */
  FAILED: 9999,
} as const;

/** What the interface refuses (拒绝): its code, and the words in Chinese and English that the client is told. */
export class RealNameRefusal extends Error {
  override readonly name = 'RealNameRefusal';
  readonly code: number;

  constructor(code: number, chinese: string, english: string) {
    super(`${chinese} (${english})`);
    this.code = code;
  }
}

/** Errors are answered with HTTP status 200 as well: the clients look at `code` alone. */
export function answer(code: number, message: string, data: unknown = null): DoorAnswer {
  return {
    status: 200,
    contentType: 'application/json; charset=utf-8',
    body: JSON.stringify({ code, message, data }),
  };
}

export const done = (data: unknown): DoorAnswer => answer(CODES.DONE, '成功 (success)', data);

/** F retries when the message contains 频繁. */
export const tooMany = (): RealNameRefusal =>
  new RealNameRefusal(CODES.TOO_MANY, '访问过于频繁,请稍后再试', 'too many requests, try again later');

export const badParameters = (chinese: string, english: string): RealNameRefusal =>
  new RealNameRefusal(CODES.PARAMETERS, chinese, english);
