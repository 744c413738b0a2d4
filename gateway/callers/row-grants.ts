import { getNamedType, type GraphQLSchema, isObjectType } from 'graphql';
import { LRUCache } from 'lru-cache';
import { type Caller, hubCaller } from '../../kernel/caller.ts';
import type { Graph } from '../../kernel/graph.ts';

const FRESH_MS = 60_000;
const MAX_ENTERPRISES = 10_000;

/** Adds to a caller the rows only the graph knows. Enterprises see their own projects: the list is asked once a minute. */
export interface RowGrants {
  granted(caller: Caller): Promise<Caller>;
}

/**
 * `document` asks `enterprise(creditCode: $code) { projectCodes }`. When the graph does not answer, the caller gets
 * no projects rather than all, and the question is asked again with the next request.
 */
export function rowGrants(graph: Graph, document: string | undefined): RowGrants {
  const projects = new LRUCache<string, Promise<readonly string[]>>({ max: MAX_ENTERPRISES, ttl: FRESH_MS });
  const ask = async (code: string): Promise<readonly string[]> => {
    if (document === undefined) return [];
    const { data, errors } = await graph.execute(document, { code }, hubCaller('row-grants'));
    const enterprise = data?.enterprise as { projectCodes?: string[] } | null | undefined;
    if (errors !== undefined) projects.delete(code);
    return enterprise?.projectCodes ?? [];
  };
  return {
    async granted(caller) {
      if (caller.kind !== 'ENTERPRISE' || caller.enterprise === undefined) return caller;
      let asked = projects.get(caller.enterprise);
      if (asked === undefined) {
        asked = ask(caller.enterprise);
        projects.set(caller.enterprise, asked);
      }
      return { ...caller, projects: await asked };
    },
  };
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
