import type { GraphQLDataSource } from '@apollo/gateway';
import { faults } from '../../kernel/faults.ts';
import type { SubgraphAnswer } from '../../kernel/transport.ts';
import { newIncident } from '../format-error.ts';
import type { Loss, Session } from '../session.ts';
import { askSubgraph, type SubgraphWay } from './ask-subgraph.ts';
import { fieldsOfFetch } from './fetch-fields.ts';
import { type CleanError, cleanErrors } from './subgraph-error.ts';
import { unseenIn } from './unseen.ts';
import { codesOf, reasonOf } from './loss-reason.ts';

/**
 * One subgraph as the engine sees it. A subgraph that is down, late or answers garbage costs its own fields: the loss
 * is noted in the session, nothing is thrown. So is a fetch that the subgraph refuses whole, with its own code.
 */
export function subgraphSource(way: SubgraphWay): GraphQLDataSource<Session> {
  return {
    async process(options) {
      // Schema loading and the package's own health check are not used: only client operations come here.
      if (!('incomingRequestContext' in options)) return { data: null };
      const { request, context: session, pathInIncomingRequest: at = [] } = options;
      const { query = '', operationName, variables } = request;
      const lose = (told: Pick<Loss, 'message' | 'extensions'>) => {
        session.losses.push({ ...told, at: at as string[], fields: fieldsOfFetch(query) });
        return { data: null };
      };
      try {
        const body = JSON.stringify({ query, operationName, variables });
        const answer = await askSubgraph(way, session, body);
        const errors = cleanErrors(answer?.errors, way.name, session.requestId, way.log);
        const [refused] = isWithoutPlace(answer) ? (errors ?? []) : [];
        if (refused !== undefined && refused.extensions.incident === undefined) return lose(refused);
        const problem = problemOf(answer, (variables?.representations as unknown[] | undefined)?.length);
        if (problem !== undefined) throw faults.UPSTREAM_MALFORMED(way.name).because(problem);
        const unseen = unseenIn(answer, at as string[], query);
        if (unseen !== undefined) session.unseen.push(unseen);
        return {
          data: answer.data ?? null,
          errors: errors?.flatMap((error) => byField(error, query, variables)),
        };
      } catch (cause) {
        const incident = newIncident();
        const { requestId } = session;
        const line = { requestId, subgraph: way.name, incident, ...reasonOf(cause) };
        // A caller who leaves is no fault of anybody's.
        if (line.code === 'CANCELLED') way.log.info(line, 'the caller left');
        else way.log.error(line, 'subgraph lost');
        const extensions = { code: 'SUBGRAPH_UNAVAILABLE', subgraph: way.name, incident };
        return lose({ message: `${way.name} did not answer`, extensions });
      }
    },
  };
}

/** An entity that could not be had as a whole: one error at each of its fields, since those are what is null. */
function byField(
  error: CleanError,
  query: string,
  variables: Record<string, unknown> | undefined,
): CleanError[] {
  const [root, index, ...rest] = error.path ?? [];
  if (root !== '_entities' || typeof index !== 'number' || rest.length > 0) return [error];
  const entity = (variables?.representations as { __typename?: string }[] | undefined)?.[index];
  const keys = fieldsOfFetch(query, entity?.__typename);
  return keys.length === 0 ? [error] : keys.map((key) => ({ ...error, path: [root, index, key] }));
}

/** Nothing but errors that name no field of the fetch: it was refused before anything ran. */
function isWithoutPlace(answer: SubgraphAnswer): boolean {
  const { data, errors } = answer ?? {};
  const isPlaced =
    Array.isArray(errors) && errors.some(({ path }) => path !== undefined && path[0] !== '_entities');
  return (data === undefined || data === null) && !isPlaced;
}

/** What is wrong with the form of an answer, if anything: the engine would fall over it, or silently drop it. */
function problemOf(answer: SubgraphAnswer, representations: number | undefined): string | undefined {
  if (typeof answer !== 'object' || answer === null) return 'not an object';
  const { data, errors } = answer;
  if (errors !== undefined && !Array.isArray(errors)) return 'errors are not a list';
  if (data === undefined || data === null)
    return isWithoutPlace(answer) ? `no data${codesOf(errors)}` : undefined;
  if (typeof data !== 'object' || Array.isArray(data)) return 'data is not an object';
  if (representations === undefined) return undefined;
  const entities = data._entities;
  return Array.isArray(entities) && entities.length === representations ? undefined : 'entities do not match';
}
