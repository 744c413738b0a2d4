import { faults } from '../../../kernel/faults.ts';
import type { SubgraphAnswer } from '../../../kernel/transport.ts';
import { newIncident } from '../../format-error.ts';
import { askSubgraph, type SubgraphWay } from '../ask-subgraph.ts';
import { type CleanError, cleanErrors } from '../subgraph-error.ts';
import type { Run } from './run.ts';
import { codesOf, reasonOf } from '../loss-reason.ts';

/** What a client is told of a fetch that brought nothing. */
export type LossTold = Pick<CleanError, 'message' | 'extensions'>;

/** What a fetch brought: data in the form that was asked for, or nothing with what is to be told of it. */
export type Brought =
  | { readonly data: Record<string, unknown>; readonly errors: readonly CleanError[] }
  | { readonly lost: LossTold };

/** How many entities an answer must hold under each of its keys; empty for a fetch of root fields. */
export type Lists = readonly (readonly [key: string, count: number])[];

/**
 * Asks a subgraph once and judges the form of its answer. A subgraph that is down, late or answers garbage costs its
 * own fields, and so does a fetch that it refuses whole, under its own code. Never throws.
 */
export async function ask(way: SubgraphWay, { session }: Run, body: string, lists: Lists): Promise<Brought> {
  try {
    const answer = await askSubgraph(way, session, body);
    const errors = cleanErrors(answer?.errors, way.name, session.requestId, way.log);
    const hasNoPlace = isWithoutPlace(answer, lists);
    const [refused] = hasNoPlace ? (errors ?? []) : [];
    if (refused !== undefined && refused.extensions.incident === undefined) return { lost: refused };
    const problem = problemOf(answer, lists, hasNoPlace);
    if (problem !== undefined) throw faults.UPSTREAM_MALFORMED(way.name).because(problem);
    return { data: answer.data ?? {}, errors: errors ?? [] };
  } catch (cause) {
    const incident = newIncident();
    const line = { requestId: session.requestId, subgraph: way.name, incident, ...reasonOf(cause) };
    // A caller who leaves is no fault of anybody's.
    if (line.code === 'CANCELLED') way.log.info(line, 'the caller left');
    else way.log.error(line, 'subgraph lost');
    const extensions = { code: 'SUBGRAPH_UNAVAILABLE', subgraph: way.name, incident };
    return { lost: { message: `${way.name} did not answer`, extensions } };
  }
}

/** Nothing but errors that name no field of the fetch: it was refused before anything ran. */
function isWithoutPlace(answer: SubgraphAnswer, lists: Lists): boolean {
  const { data, errors } = answer ?? {};
  const isList = (step: unknown) => lists.some(([key]) => key === step);
  const isPlaced =
    Array.isArray(errors) &&
    errors.some(({ path }) => path !== undefined && path !== null && !isList(path[0]));
  return (data === undefined || data === null) && !isPlaced;
}

/** What is wrong with the form of an answer, if anything. */
function problemOf(answer: SubgraphAnswer, lists: Lists, hasNoPlace: boolean): string | undefined {
  if (typeof answer !== 'object' || answer === null) return 'not an object';
  const { data, errors } = answer;
  if (errors !== undefined && errors !== null && !Array.isArray(errors)) return 'errors are not a list';
  if (data === undefined || data === null) return hasNoPlace ? `no data${codesOf(errors)}` : undefined;
  if (typeof data !== 'object' || Array.isArray(data)) return 'data is not an object';
  const isFull = ([key, count]: Lists[number]) => Array.isArray(data[key]) && data[key].length === count;
  return lists.every(isFull) ? undefined : 'entities do not match';
}
