/** One stable code of the gateway: its HTTP status, when it is given, what the client should do. */
export interface RefusalCode {
  status: number;
  when: string;
  remedy: string;
}

/**
 * Every code the gateway itself answers with. Clients may rely on codes and statuses; texts may change.
 * `docs/errors.md` is printed from here. Codes of departments' own refusals are theirs and pass unchanged.
 */
export const refusalCodes = {
  UNAUTHENTICATED: code(
    401,
    'no token, or one that does not hold; the answer never says what was wrong',
    'get a token from the issuer of your organisation',
  ),
  TOKEN_IN_ADDRESS: code(
    400,
    'a token or key came in the query string, where logs would keep it',
    'send `Authorization: Bearer …`',
  ),
  NOT_FOUND: code(404, 'there is nothing at this address', 'POST to `/graphql`'),
  METHOD_NOT_ALLOWED: code(405, 'a mutation came by GET, or a method other than GET and POST', 'use POST'),
  NOT_ACCEPTABLE: code(
    406,
    'the Accept header admits neither JSON form of an answer',
    'accept `application/json`',
  ),
  BODY_TOO_LARGE: code(413, 'the body is larger than 4 MiB', 'send fewer records a call'),
  HEADERS_TOO_LARGE: code(431, 'the headers are larger than 16 KiB', 'send smaller headers'),
  CONTENT_TYPE_REFUSED: code(415, 'the body is not plain `application/json`', 'send JSON, not compressed'),
  BODY_MALFORMED: code(
    400,
    'the body is not a JSON object of the GraphQL request shape',
    'send `{"query": …, "variables": …}`',
  ),
  BODY_NOT_UTF8: code(400, 'the body holds bytes that are not UTF-8, as GBK text does', 'send UTF-8'),
  JSON_KEY_REPEATED: code(400, 'an object of the body has a property twice', 'give each property once'),
  JSON_NUMBER_TOO_LONG: code(
    400,
    'a number of the body has more digits than a JSON number keeps',
    'send account, card and document numbers as text in quotes',
  ),
  BAD_REQUEST: code(
    400,
    'the request is not one GraphQL over HTTP allows, or could be forged by a foreign page',
    'send JSON, or the header `apollo-require-preflight: true` with GET',
  ),
  BATCH_REFUSED: code(400, 'several operations came in one array', 'send one operation a request'),
  PERSISTED_QUERY_NOT_SUPPORTED: code(200, 'a query was named by its hash', 'send the query text'),
  QUERY_TOO_LONG: code(413, 'the query text is longer than 256 KiB', 'move values into variables'),
  QUERY_TOO_MANY_TOKENS: code(400, 'the query has more tokens than HUB_MAX_TOKENS', 'ask less at once'),
  QUERY_NESTED_TOO_DEEP: code(400, 'brackets of the query are nested more than 64 deep', 'ask less deeply'),
  VARIABLES_NESTED_TOO_DEEP: code(400, 'the variables are nested more than 64 deep', 'send flat records'),
  GRAPHQL_PARSE_FAILED: code(400, 'the query is not GraphQL', 'correct the query'),
  GRAPHQL_VALIDATION_FAILED: code(
    400,
    'the query asks for what the schema does not have, `_entities` and `_service` included',
    'read the schema',
  ),
  OPERATION_UNKNOWN: code(
    400,
    'the document has no operation of that name, or several and no name was given',
    'send `operationName`',
  ),
  BAD_VARIABLES: code(
    400,
    'a variable is missing or does not fit its type; `variables` names the places',
    'correct the variables',
  ),
  DEPTH_EXCEEDED: code(
    400,
    'fields are nested deeper than HUB_MAX_DEPTH, fragments included',
    'ask less deeply',
  ),
  ALIASES_EXCEEDED: code(400, 'more aliases than HUB_MAX_ALIASES', 'use fewer aliases'),
  ALIAS_RESERVED: code(400, 'an alias begins with two underscores', 'choose another alias'),
  ALIAS_SHADOWS_FIELD: code(
    400,
    'an alias is the name of another field of the same type; `alias` and `field` tell which',
    'choose another alias',
  ),
  DIRECTIVES_EXCEEDED: code(400, 'more than 50 directives in the document', 'use fewer directives'),
  ROOT_FIELDS_EXCEEDED: code(400, 'more than 20 root fields in one operation', 'send several requests'),
  PAGE_TOO_LARGE: code(400, 'a page larger than HUB_MAX_PAGE was asked for', 'follow `pageInfo.endCursor`'),
  PAGE_EMPTY: code(
    400,
    'a page size of 0 or less was asked for',
    'ask for at least 1; for the number alone ask only for `totalCount`',
  ),
  PAGE_BOTH_ENDS: code(400, '`first` and `last` came together', 'give one of them'),
  COST_EXCEEDED: code(
    400,
    'the estimated cost is above HUB_MAX_COST; `cost` and `limit` tell both',
    'ask for smaller pages or fewer levels',
  ),
  QUERY_PLAN_TOO_COMPLEX: code(
    400,
    'there are too many ways to fetch the query: it goes back and forth between types, each known to several departments',
    'go from project to account to project at most three times, or send several requests',
  ),
  FORBIDDEN: code(
    403,
    'the caller may not have a field of the request; nothing of it was fetched. `fields` names each with the scopes it needs',
    'leave the fields out, or ask for the scope',
  ),
  HUB_EXTENSION_INVALID: code(
    400,
    '`extensions.hub` is not `{asOf, withEvidence, purpose}` in their forms',
    'see docs/roles.md',
  ),
  AS_OF_IN_FUTURE: code(
    400,
    '`asOf` lies after the present business time',
    'ask for an instant that has passed',
  ),
  PURPOSE_EXPIRED: code(403, 'the declared purpose has passed its `expiresAt`', 'declare a current purpose'),
  PURPOSE_TOO_LONG: code(
    400,
    'the declared purpose ends more than 24 hours from now, by the real clock',
    'declare `expiresAt` within 24 hours, and anew for the next day',
  ),
  SUBGRAPH_UNAVAILABLE: code(
    200,
    'the department named in `subgraph` did not answer; the fields at the paths are null, the rest of the answer stands',
    'ask for these fields again later; a mutation may have been done, so send it again under the same idempotency key',
  ),
  SUBGRAPH_FAILED: code(
    200,
    'the department named in `subgraph` could not answer one field',
    'report the `incident`',
  ),
  SUBGRAPH_ANSWER_INVALID: code(200, 'a department left a required field empty', 'report the `incident`'),
  NOT_VISIBLE: code(
    200,
    'something another department names is outside what the caller may see, or is not there, and the schema allows no null in its place: the null is at `path`',
    'leave out the field that leads there',
  ),
  OVERLOADED: code(503, 'the hub has too much to do, or is stopping', 'try again later'),
  INTERNAL: code(
    500,
    'something broke on the hub’s side; the log has the cause under the `incident` number',
    'report the `incident`',
  ),
} as const;

export type RefusalCodeName = keyof typeof refusalCodes;

function code(status: number, when: string, remedy: string): RefusalCode {
  return { status, when, remedy };
}
