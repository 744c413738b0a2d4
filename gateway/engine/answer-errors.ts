import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { newIncident } from '../format-error.ts';
import { clientPaths } from './client-paths.ts';
import { MOST_PLACES, type Run, type Trouble } from './fetching/run.ts';
import type { ObjectShape } from './shaping/shape.ts';
import type { Gap, Path } from './shaping/traced.ts';

/** What is known of one answer when its errors are written. */
export interface Shaped {
  readonly run: Run;
  readonly shape: ObjectShape;
  readonly data: Record<string, unknown> | null;
  readonly gaps: readonly Gap[];
  readonly log: Logger;
}

/** Every error of an answer, at the places where the client reads that something is missing. */
export function answerErrors(shaped: Shaped): GraphQLError[] {
  const { run } = shaped;
  const of = (kind: Trouble['kind'], tell: (trouble: Trouble, shaped: Shaped) => GraphQLError[]) =>
    run.troubles.filter((trouble) => trouble.kind === kind).flatMap((trouble) => tell(trouble, shaped));
  const told = [...of('error', errorsOf), ...of('lost', lossesOf)].slice(0, MOST_PLACES);
  const { hidden, broken, unasked } = sorted(shaped);
  const invisible = notVisible(hidden, shaped);
  // What could not be asked for lacks something above it; that is told there, unless nothing else is wrong.
  const unexplained = told.length + invisible.length === 0 ? [...broken, ...unasked] : broken;
  return [...told, ...emptied(unexplained, shaped), ...invisible];
}

function errorsOf({ message, extensions, at }: Trouble, { run, shape }: Shaped): GraphQLError[] {
  const paths = distinct(at.flatMap((place) => clientPaths(shape, run.merged, place)));
  if (paths.length === 0) return [new GraphQLError(message, { extensions })];
  return paths.slice(0, MOST_PLACES).map((path) => new GraphQLError(message, { path, extensions }));
}

/** A fetch that brought nothing is told at each field that is null for it, or at what is null around the field. */
function lossesOf({ message, extensions, at }: Trouble, { run, shape, data }: Shaped): GraphQLError[] {
  const asked = at.flatMap((place) => clientPaths(shape, run.merged, place));
  const found = distinct(asked.map((path) => nullOn(data, path)).filter((path) => path !== undefined));
  const paths = found.length > 0 ? found : asked.slice(0, 1).map(beforeLists);
  if (paths.length === 0) return [new GraphQLError(message, { extensions })];
  return paths.slice(0, MOST_PLACES).map((path) => new GraphQLError(message, { path, extensions }));
}

/** Why each gap is there: explained by an error that is told anyway, not visible, never asked, or a subgraph's mistake. */
function sorted({ run, data, gaps }: Shaped) {
  const explained = new Set<string>();
  for (const { at } of run.troubles)
    for (const path of at)
      for (let end = 1; end <= path.length; end += 1) explained.add(textOf(path.slice(0, end)));
  const found = { hidden: [] as Path[], broken: [] as Path[], unasked: [] as Path[] };
  for (const { path, at, parent, key, depth } of gaps) {
    const notes = (run.notes.get(parent) ?? []).filter(({ keys }) => keys.has(key)).map(({ why }) => why);
    if (explained.has(textOf(at)) || notes.includes('lost')) continue;
    if (notes.includes('hidden')) {
      const emptied = data === null ? path.slice(0, 1) : (nullOn(data, path) ?? path);
      // Null where the thing itself may be missing says enough; that the whole answer is null does not.
      if (data === null || emptied.length < depth) found.hidden.push(emptied);
    } else (notes.includes('unasked') ? found.unasked : found.broken).push(path);
  }
  return found;
}

function notVisible(places: readonly Path[], { run, log }: Shaped): GraphQLError[] {
  if (places.length === 0) return [];
  log.debug({ requestId: run.session.requestId, count: places.length }, 'not visible');
  return distinct(places)
    .slice(0, MOST_PLACES)
    .map(
      (path) =>
        new GraphQLError('something that belongs here is not visible to you, or is not there', {
          path,
          extensions: { code: 'NOT_VISIBLE' },
        }),
    );
}

function emptied(places: readonly Path[], { run, log }: Shaped): GraphQLError[] {
  if (places.length === 0) return [];
  const incident = newIncident();
  const reason = places.slice(0, 5).map((path) => path.join('.'));
  log.error(
    { requestId: run.session.requestId, incident, count: places.length, reason },
    'required field empty',
  );
  return places.slice(0, MOST_PLACES).map(
    (path) =>
      new GraphQLError('a required field came back empty', {
        path,
        extensions: { code: 'SUBGRAPH_ANSWER_INVALID', incident },
      }),
  );
}

/** The beginning of a path that ends where the answer is null; undefined where it is not, or has no such place. */
function nullOn(data: unknown, path: Path): Path | undefined {
  let value = data;
  for (const [place, step] of path.entries()) {
    if (value === null) return place === 0 ? beforeLists(path) : path.slice(0, place);
    if (typeof value !== 'object' || !Object.hasOwn(value as object, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value === null ? path : undefined;
}

function beforeLists(path: Path): Path {
  const index = path.findIndex((step) => typeof step === 'number');
  return index < 0 ? path : path.slice(0, index);
}

const textOf = (path: Path): string => JSON.stringify(path);

function distinct(paths: readonly Path[]): Path[] {
  return [...new Map(paths.map((path) => [textOf(path), path])).values()];
}
