import { edgeRefusalCodes } from './edge-refusal-codes.ts';
import { code } from './refusal-code.ts';

export type { RefusalCode } from './refusal-code.ts';

/**
 * Every code the gateway itself answers with. Clients may rely on codes and statuses; texts may change.
 * `docs/errors.md` is printed from here. Codes of departments' own refusals are theirs and pass unchanged.
 */
export const refusalCodes = {
  ...edgeRefusalCodes,
  QUERY_TOO_LONG: code(
    413,
    'the query text is longer than 256 KiB',
    'move values into variables',
    '查询文本超过 256 KiB，请将取值放入变量。',
  ),
  QUERY_TOO_MANY_TOKENS: code(
    400,
    'the query has more tokens than HUB_MAX_TOKENS',
    'ask less at once',
    '查询的词元过多，请分次查询。',
  ),
  QUERY_NESTED_TOO_DEEP: code(
    400,
    'brackets of the query are nested more than 64 deep',
    'ask less deeply',
    '查询的括号嵌套超过 64 层，请减少层次。',
  ),
  VARIABLES_NESTED_TOO_DEEP: code(
    400,
    'the variables are nested more than 64 deep',
    'send flat records',
    '变量嵌套超过 64 层，请发送扁平的记录。',
  ),
  GRAPHQL_PARSE_FAILED: code(
    400,
    'the query is not GraphQL',
    'correct the query',
    '查询不是有效的 GraphQL，请更正查询。',
  ),
  GRAPHQL_VALIDATION_FAILED: code(
    400,
    'the query asks for what the schema does not have, `_entities` and `_service` included, or writes a value that its type does not take',
    'read the schema',
    '查询与模式不符：内容不在模式中，或写出的取值不合其类型，请对照模式更正。',
  ),
  OPERATION_UNKNOWN: code(
    400,
    'the document has no operation of that name, or several and no name was given',
    'send `operationName`',
    '没有该名称的操作，或有多个操作而未指明名称，请填写 operationName。',
  ),
  BAD_VARIABLES: code(
    400,
    'a variable is missing or does not fit its type; `variables` names the places',
    'correct the variables',
    '变量缺失或类型不符，请按 variables 指出的位置更正。',
  ),
  DEPTH_EXCEEDED: code(
    400,
    'fields are nested deeper than HUB_MAX_DEPTH, fragments included',
    'ask less deeply',
    '字段嵌套过深，请减少层次。',
  ),
  ALIASES_EXCEEDED: code(
    400,
    'more aliases than HUB_MAX_ALIASES',
    'use fewer aliases',
    '别名过多，请减少别名。',
  ),
  ALIAS_RESERVED: code(
    400,
    'an alias begins with two underscores',
    'choose another alias',
    '别名不能以两个下划线开头，请更换别名。',
  ),
  ALIAS_SHADOWS_FIELD: code(
    400,
    'an alias is the name of another field of the same type; `alias` and `field` tell which',
    'choose another alias',
    '别名与同一类型的其他字段同名，请更换别名。',
  ),
  DIRECTIVES_EXCEEDED: code(
    400,
    'more than HUB_MAX_DIRECTIVES directives in the document',
    'use fewer directives',
    '指令过多，请减少指令。',
  ),
  ROOT_FIELDS_EXCEEDED: code(
    400,
    'more root fields in one operation than HUB_MAX_ROOT_FIELDS',
    'send several requests',
    '一个操作的根字段过多，请分次请求。',
  ),
  PAGE_TOO_LARGE: code(
    400,
    'a page larger than HUB_MAX_PAGE was asked for',
    'follow `pageInfo.endCursor`',
    '每页条数过多，请按 pageInfo.endCursor 分页查询。',
  ),
  PAGE_EMPTY: code(
    400,
    'a page size of 0 or less was asked for',
    'ask for at least 1; for the number alone ask only for `totalCount`',
    '每页条数至少为 1；只需总数时请只查询 totalCount。',
  ),
  PAGE_BOTH_ENDS: code(
    400,
    '`first` and `last` came together',
    'give one of them',
    'first 与 last 不能同时使用，请只用其一。',
  ),
  LIST_SIZE_NOT_STATED: code(
    400,
    'a list of which the schema wants one size came without it, or with several; `arguments` names those that say it',
    'give one of `arguments`',
    '该列表须指明且只能指明一个长度参数，请按 arguments 填写其一。',
  ),
  COST_EXCEEDED: code(
    400,
    'the estimated cost is above HUB_MAX_COST; `cost` and `limit` tell both',
    'ask for smaller pages or fewer levels',
    '查询的估算代价过高，请减小每页条数或层次。',
  ),
  QUERY_PLAN_TOO_COMPLEX: code(
    400,
    'there are too many ways to fetch the query: it goes back and forth between types, each known to several departments',
    'go from project to account to project at most three times, or send several requests',
    '查询在部门之间往返过多，请拆分为多个请求。',
  ),
  QUERY_NOT_PLANNABLE: code(
    400,
    'the query is valid, but no way through the subgraphs leads to every field of it',
    'ask for fewer fields, or reach them from another field',
    '查询有效，但无法经各子图到达其中的全部字段，请减少字段或改从其他字段查询。',
  ),
  QUERY_PLAN_BUSY: code(
    503,
    'too many queries that were never asked before wait for their plan',
    'try again in a moment; queries that were asked before are answered meanwhile',
    '等待制定查询计划的新查询过多，请稍后重试。',
  ),
  SUBSCRIPTION_REFUSED: code(
    400,
    'the operation is a subscription; the graph answers queries and mutations',
    'ask again at intervals, or read `changes(after)` of the ledgers',
    '本图不支持订阅，请定时查询或读取 ledgers 的 changes(after)。',
  ),
  CLIENT_BUDGET_SPENT: code(
    429,
    'the client has asked for more than HUB_CLIENT_COST a minute; the header `Retry-After` and `retryAfter` tell the seconds to wait',
    'wait so long, then ask for less at once',
    '该客户端每分钟的查询代价已用完，请按 Retry-After 等待后再试。',
  ),
  CLIENT_BUSY: code(
    429,
    'the client has more requests waiting than the hub keeps for one: eight times HUB_CLIENT_REQUESTS',
    'wait for answers before sending more',
    '该客户端等待中的请求过多，请待应答后再发送。',
  ),
  OPERATION_NOT_PUBLISHED: code(
    404,
    'no operation is published under this name, version or id',
    'see `hub operation list`; name and version as they stand there',
    '没有登记该名称、版本或摘要的操作，请核对登记操作清单。',
  ),
  FORBIDDEN: code(
    403,
    'the caller may not have a field of the request; nothing of it was fetched. `fields` names each with the scopes it needs',
    'leave the fields out, or ask for the scope',
    '无权访问所查询的字段，整个请求被拒绝；请去掉这些字段或申请权限。',
  ),
  HUB_EXTENSION_INVALID: code(
    400,
    '`extensions.hub` is not `{asOf, withEvidence, purpose}` in their forms',
    'see docs/roles.md',
    '扩展参数 extensions.hub 格式不正确，请参见 docs/roles.md。',
  ),
  AS_OF_IN_FUTURE: code(
    400,
    '`asOf` lies after the present business time',
    'ask for an instant that has passed',
    'asOf 晚于当前业务时间，请填写已过去的时刻。',
  ),
  PURPOSE_EXPIRED: code(
    403,
    'the declared purpose has passed its `expiresAt`',
    'declare a current purpose',
    '所声明的用途已过期，请重新声明。',
  ),
  PURPOSE_TOO_LONG: code(
    400,
    'the declared purpose ends more than 24 hours from now, by the real clock',
    'declare `expiresAt` within 24 hours, and anew for the next day',
    '所声明的用途超过 24 小时，请在 24 小时内并逐日声明。',
  ),
  SUBGRAPH_UNAVAILABLE: code(
    200,
    'the department named in `subgraph` did not answer; the fields at the paths are null, the rest of the answer stands',
    'ask for these fields again later; a mutation may have been done, so send it again under the same idempotency key',
    '有部门暂时没有应答，相应字段为空，请稍后再查；报送请以同一幂等键重发。',
  ),
  SUBGRAPH_FAILED: code(
    200,
    'the department named in `subgraph` could not answer one field',
    'report the `incident`',
    '有部门无法应答某个字段，请报告 incident 编号。',
  ),
  SUBGRAPH_ANSWER_INVALID: code(
    200,
    'a department left a required field empty',
    'report the `incident`',
    '有部门的应答缺少必填字段，请报告 incident 编号。',
  ),
  NOT_VISIBLE: code(
    200,
    'something another department names is outside what the caller may see, or is not there, and the schema allows no null in its place: the null is at `path`',
    'leave out the field that leads there',
    '所引用的内容不存在或不在可见范围内，请去掉通向它的字段。',
  ),
  OVERLOADED: code(
    503,
    'the hub has too much to do, or is stopping',
    'try again later',
    '枢纽繁忙或正在停止，请稍后再试。',
  ),
  INTERNAL: code(
    500,
    'something broke on the hub’s side; the log has the cause under the `incident` number',
    'report the `incident`',
    '枢纽内部错误，请报告 incident 编号。',
  ),
} as const;

export type RefusalCodeName = keyof typeof refusalCodes;
