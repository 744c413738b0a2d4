import { getNamedType, type GraphQLSchema, isObjectType } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { type Caller, hubCaller } from '../../kernel/caller.ts';
import type { Graph } from '../../kernel/graph.ts';

const FRESH_MS = 60_000;
const MAX_ENTERPRISES = 10_000;
/** The graph names at most so many project codes of one enterprise (`Enterprise.projectCodes`), the first by code. */
export const MOST_PROJECTS = 5_000;

/** Adds to a caller the rows only the graph knows. Enterprises see their own projects: the list is asked once a minute. */
export interface RowGrants {
  /**
   * @param isChange the request may file a project, or state facts of one filed a moment ago, which would be held for a
   * project its sender cannot reach: the list is asked anew, and again with the next request
   */
  granted(caller: Caller, isChange: boolean, requestId: string): Promise<Caller>;
}

/**
 * `document` asks `enterprise(creditCode: $code) { projectCodes }`. When the graph does not answer, the caller gets
 * no projects rather than all, and the question is asked again with the next request.
 */
export function rowGrants(graph: Graph, document: string | undefined, log: Pick<Logger, 'warn'>): RowGrants {
  const projects = new LRUCache<string, Promise<readonly string[]>>({ max: MAX_ENTERPRISES, ttl: FRESH_MS });
  const ask = async (code: string, requestId: string): Promise<readonly string[]> => {
    if (document === undefined) return [];
    const { data, errors } = await graph.execute(document, { code }, hubCaller('row-grants'), { requestId });
    const enterprise = data?.enterprise as { projectCodes?: string[] } | null | undefined;
    if (errors !== undefined) projects.delete(code);
    return usable(enterprise?.projectCodes ?? [], { enterprise: code, requestId }, log);
  };
  return {
    async granted(caller, isChange, requestId) {
      if (caller.kind !== 'ENTERPRISE' || caller.enterprise === undefined) return caller;
      if (isChange) {
        projects.delete(caller.enterprise);
        return { ...caller, projects: await ask(caller.enterprise, requestId) };
      }
      let asked = projects.get(caller.enterprise);
      if (asked === undefined) {
        asked = ask(caller.enterprise, requestId);
        projects.set(caller.enterprise, asked);
      }
      return { ...caller, projects: await asked };
    },
  };
}

// The codes become a list in a database setting and a header of every fetch: nothing in them may end or split it.
const PROJECT_CODE = /^[0-9A-Za-z_-]{1,40}$/;

function usable(
  codes: readonly string[],
  whose: { enterprise: string; requestId: string },
  log: Pick<Logger, 'warn'>,
): readonly string[] {
  const known = codes.filter((code) => PROJECT_CODE.test(code));
  if (known.length < codes.length)
    log.warn({ ...whose, left: codes.length - known.length }, 'project codes left out: not well formed');
  if (codes.length >= MOST_PROJECTS)
    log.warn(
      { ...whose, projects: codes.length },
      'the list of projects is full: the enterprise may not see all of its projects',
    );
  return known;
}

/** The question for an enterprise's project codes in the words of this schema; undefined where it cannot be asked. */
export function projectCodesQuestion(schema: GraphQLSchema): string | undefined {
  const field = schema.getQueryType()?.getFields().enterprise;
  const argument = field?.args.find(({ name }) => name === 'creditCode');
  const type = field && getNamedType(field.type);
  if (argument === undefined || !isObjectType(type) || type.getFields().projectCodes === undefined)
    return undefined;
  return `query ProjectCodes($code: ${argument.type}) { enterprise(creditCode: $code) { projectCodes } }`;
}
