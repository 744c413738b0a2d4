import { code } from './refusal-code.ts';

/** Codes of the edge: who asks, addresses, headers, and what a body is before it is a query. */
export const edgeRefusalCodes = {
  UNAUTHENTICATED: code(
    401,
    'no token, or one that does not hold; the answer never says what was wrong',
    'get a token from the issuer of your organisation',
    '没有令牌或令牌无效，请向本单位的签发方获取令牌。',
  ),
  TOKEN_IN_ADDRESS: code(
    400,
    'a token or key came in the query string, where logs would keep it',
    'send `Authorization: Bearer …`',
    '令牌或密钥出现在网址中会被日志记录，请使用 Authorization 请求头。',
  ),
  NOT_FOUND: code(
    404,
    'there is nothing at this address',
    'POST to `/graphql`',
    '此地址没有服务，请以 POST 访问 /graphql。',
  ),
  METHOD_NOT_ALLOWED: code(
    405,
    'a mutation came by GET, or a method other than GET and POST',
    'use POST',
    '此地址不接受该请求方法，请使用 POST。',
  ),
  NOT_ACCEPTABLE: code(
    406,
    'the Accept header admits neither JSON form of an answer',
    'accept `application/json`',
    'Accept 请求头不接受 JSON，请接受 application/json。',
  ),
  BODY_TOO_LARGE: code(
    413,
    'the body is larger than 4 MiB, as it comes or once inflated',
    'send fewer records a call',
    '请求体超过 4 MiB，请减少每次报送的记录数。',
  ),
  HEADERS_TOO_LARGE: code(
    431,
    'the headers are larger than 16 KiB',
    'send smaller headers',
    '请求头超过 16 KiB，请精简请求头。',
  ),
  CONTENT_TYPE_REFUSED: code(
    415,
    'the body is not `application/json`, or compressed in another way than once by gzip, br or deflate',
    'send JSON, plain or compressed once',
    '请求体不是 application/json，或压缩方式不受支持，请以 JSON 发送（可用 gzip、br 或 deflate 压缩一次）。',
  ),
  BODY_MALFORMED: code(
    400,
    'the body is not a JSON object of the GraphQL request shape',
    'send `{"query": …, "variables": …}`',
    '请求体不是完整有效的 GraphQL 请求 JSON，请检查引号、逗号和括号。',
  ),
  BODY_NOT_UTF8: code(
    400,
    'the body holds bytes that are not UTF-8, as GBK text does',
    'send UTF-8',
    '请求体不是 UTF-8 编码（疑为 GBK），请以 UTF-8 发送。',
  ),
  JSON_KEY_REPEATED: code(
    400,
    'an object of the body has a property twice',
    'give each property once',
    '请求体中同一对象的字段重复，每个字段只能出现一次。',
  ),
  JSON_NUMBER_TOO_LONG: code(
    400,
    'a number of the body has more digits than a JSON number keeps',
    'send account, card and document numbers as text in quotes',
    '请求体中的数字位数过多会丢失精度，账号、卡号和证件号码请加引号以文本发送。',
  ),
  BAD_REQUEST: code(
    400,
    'the request is not one GraphQL over HTTP allows, or could be forged by a foreign page',
    'send JSON, or the header `apollo-require-preflight: true` with GET',
    '请求不符合 GraphQL over HTTP，或可能由其他网页伪造，请以 JSON 发送。',
  ),
  BATCH_REFUSED: code(
    400,
    'several operations came in one array',
    'send one operation a request',
    '一个请求中包含多个操作，请每次发送一个操作。',
  ),
  PERSISTED_QUERY_NOT_SUPPORTED: code(
    200,
    'a query was named by its hash',
    'send the query text',
    '不支持以摘要引用查询，请发送查询全文。',
  ),
} as const;
