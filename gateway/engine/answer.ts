import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { newIncident } from '../format-error.ts';
import { scrub } from '../scrub.ts';
import type { Loss, Session } from '../session.ts';
import type { EngineAnswer } from './engine.ts';
import { lostPaths } from './lost-paths.ts';
import { type EmptyNote, placeToTell } from './unseen.ts';

/** At most so many errors for losses in one answer: a list of thousands says no more than a hundred. */
const MOST_PATHS = 100;

/** The engine's answer with an error at each place a department left empty, and without the engine's own notes. */
export function answerWithLosses(answer: EngineAnswer, session: Session, log: Logger): EngineAnswer {
  const data = answer.data;
  const lost = session.losses.flatMap((loss) => errorsOf(loss, data)).slice(0, MOST_PATHS);
  const errors = [...(answer.errors ?? []).map((error) => withConcretePath(error, data)), ...lost];
  const { broken, hidden } = sorted(answer, session);
  // The engine notes a required field left empty only where nobody reads it; a silent null would be a wrong answer.
  if (errors.length === 0 && broken.length > 0) errors.push(...emptied(broken, session, log));
  errors.push(...notVisible(hidden, session, log));
  return errors.length === 0 ? { data } : { data, errors };
}

function errorsOf(loss: Loss, data: EngineAnswer['data']): GraphQLError[] {
  const { message, extensions } = loss;
  return lostPaths(data, loss, MOST_PATHS).map((path) => new GraphQLError(message, { path, extensions }));
}

/** Departments fail whole entity lists too; then the engine's path still has `@` and `_entities` in it. */
function withConcretePath(error: GraphQLError, data: EngineAnswer['data']): GraphQLError {
  const { path, message, extensions, originalError } = error;
  const stop = path?.findIndex((step) => step === '@' || step === '_entities') ?? -1;
  if (path === undefined || stop < 0) return error;
  const steps = path.filter((step) => step !== '_entities');
  const [first] = lostPaths(data, { at: steps.slice(0, -1), fields: [String(steps.at(-1))] }, 1);
  return new GraphQLError(message, { path: first ?? path.slice(0, stop), extensions, originalError });
}

/** The engine's notes of required fields that came back empty: some of them only because something is not visible. */
function sorted({ extensions, data }: EngineAnswer, { unseen }: Session) {
  const notes = extensions?.valueCompletion;
  const broken: EmptyNote[] = [];
  const hidden: (string | number)[][] = [];
  for (const note of Array.isArray(notes) ? (notes as EmptyNote[]) : []) {
    const place = placeToTell(note, unseen, data);
    if (place === undefined) broken.push(note);
    else hidden.push(place);
  }
  return { broken, hidden };
}

/** Null where a thing may be missing says enough. It is told where a list or a parent had to go with it. */
function notVisible(
  places: readonly (readonly (string | number)[])[],
  { requestId }: Session,
  log: Logger,
): GraphQLError[] {
  if (places.length === 0) return [];
  log.debug({ requestId, count: places.length }, 'not visible');
  const told = new Map(places.filter((path) => path.length > 0).map((path) => [path.join('.'), path]));
  return [...told.values()].slice(0, MOST_PATHS).map(
    (path) =>
      new GraphQLError('something that belongs here is not visible to you, or is not there', {
        path,
        extensions: { code: 'NOT_VISIBLE' },
      }),
  );
}

function emptied(notes: readonly EmptyNote[], { requestId }: Session, log: Logger): GraphQLError[] {
  const incident = newIncident();
  log.error(
    { requestId, incident, reason: notes.slice(0, 5).map((note) => scrub(String(note))) },
    'required field empty',
  );
  return notes.slice(0, MOST_PATHS).map(({ path }) => {
    const extra = { code: 'SUBGRAPH_ANSWER_INVALID', incident };
    return new GraphQLError('a required field came back empty', { path, extensions: extra });
  });
}
