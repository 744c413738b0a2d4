import { departmentRefusals } from '../../schema/refusals.ts';
import { CODES } from './answers.ts';

/** A no of the graph that the same call would meet again (终局拒绝), as the client is told it. */
export interface ForGood {
  readonly code: number;
  readonly chinese: string;
  readonly english: string;
}

/** What such an answer of the graph means for the call; undefined for what may pass, so that it is tried again. */
export function refusedForGood(code: string): ForGood | undefined {
  if (MAY_PASS.has(code)) return undefined;
  if (Object.hasOwn(departmentRefusals, code)) {
    const { zh, when } = departmentRefusals[code]!;
    return { code: CODES.RECORD, chinese: zh, english: when };
  }
  if (VALUES.has(code))
    return {
      code: CODES.RECORD,
      chinese: '参数不正确:有取值不合其类型',
      english: 'a value does not fit its type',
    };
  if (NEVER_TAKEN.has(code))
    return {
      code: CODES.FAILED,
      chinese: `平台无法处理该请求(${code})`,
      english: `the hub cannot carry this out: ${code}`,
    };
  return undefined;
}

/** Refusals of departments that pass by themselves. */
const MAY_PASS: ReadonlySet<string> = new Set(['SUBMISSION_IN_FLIGHT', 'LOOKUPS_EXCEEDED']);

/** Something that the client stated is no value of its type. */
const VALUES: ReadonlySet<string> = new Set(['BAD_VARIABLES', 'BAD_USER_INPUT']);

/** What the gate refuses of a request whenever it comes; a test holds the list to the gateway's catalogue. */
const NEVER_TAKEN: ReadonlySet<string> = new Set([
  'ALIASES_EXCEEDED',
  'ALIAS_RESERVED',
  'ALIAS_SHADOWS_FIELD',
  'AS_OF_IN_FUTURE',
  'BAD_REQUEST',
  'BATCH_REFUSED',
  'BODY_MALFORMED',
  'BODY_NOT_UTF8',
  'BODY_TOO_LARGE',
  'COST_EXCEEDED',
  'DEPTH_EXCEEDED',
  'DIRECTIVES_EXCEEDED',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'HUB_EXTENSION_INVALID',
  'JSON_KEY_REPEATED',
  'JSON_NUMBER_TOO_LONG',
  'LIST_SIZE_NOT_STATED',
  'OPERATION_NOT_PUBLISHED',
  'OPERATION_UNKNOWN',
  'PAGE_BOTH_ENDS',
  'PAGE_EMPTY',
  'PAGE_TOO_LARGE',
  'PURPOSE_TOO_LONG',
  'QUERY_NESTED_TOO_DEEP',
  'QUERY_NOT_PLANNABLE',
  'QUERY_PLAN_TOO_COMPLEX',
  'QUERY_TOO_LONG',
  'QUERY_TOO_MANY_TOKENS',
  'ROOT_FIELDS_EXCEEDED',
  'SUBSCRIPTION_REFUSED',
  'TOKEN_IN_ADDRESS',
  'VARIABLES_NESTED_TOO_DEEP',
]);
