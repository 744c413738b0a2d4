import { type FieldNode, Kind } from 'graphql';
import { Cancellation } from '../../../kernel/cancellation.ts';
import type { SubgraphWay } from '../ask-subgraph.ts';
import type { Lookups } from '../lookups.ts';
import type { Kinds } from '../kinds.ts';
import { ask, type Lists } from './ask.ts';
import { type BodyText, body } from './operation-text.ts';
import type { Pick } from './pick-code.ts';
import type { Step } from './program.ts';
import type { Run } from './run.ts';

/** An entity of which a root fetch says by its arguments which one it will bring: fields of its key, and their variables. */
export interface Foretold {
  readonly type: string;
  readonly key: readonly (readonly [field: string, slot: string])[];
}

/** What the root fields of a fetch foretell, by their keys in its answer. */
export function foretoldBy(fields: readonly FieldNode[], lookups: Lookups): Map<string, Foretold> {
  return new Map(
    fields.flatMap(({ alias, name, arguments: given = [] }): [string, Foretold][] => {
      const type = lookups.get(name.value);
      const key = given.flatMap(({ name: field, value }): [string, string][] =>
        value.kind === Kind.VARIABLE ? [[field.value, value.name.value]] : [],
      );
      if (type === undefined || key.length === 0 || key.length < given.length) return [];
      return [[(alias ?? name).value, { type, key }]];
    }),
  );
}

export interface AheadFetch {
  readonly way: SubgraphWay;
  readonly text: BodyText;
  readonly aliases: readonly AheadAlias[];
  readonly kinds: Kinds;
}

/** One list of entities within it, with what foretells the entities of each of its places. */
export interface AheadAlias {
  readonly alias: string;
  readonly variable: string;
  readonly pick: Pick;
  readonly foretold: readonly Foretold[];
}

/**
 * Sends a fetch of entities before the root fetch has brought them (先取), when what is asked about them is the same
 * whichever types they turn out to be of. Its answer counts only for a step that would send the very same body: an entity that
 * is not there, or not visible to the caller, makes another.
 */
export function aheadFetch({ way, text, aliases, kinds }: AheadFetch) {
  const variables = [...new Set(aliases.map(({ variable }) => variable))];
  const types = new Map(
    aliases.flatMap(({ foretold }) =>
      foretold.map(({ type }) => [type, [...kinds.of(type)].filter(kinds.isObject)]),
    ),
  );
  // Every type that each may be of; as many ways to foretell the same representations.
  const ways = Math.max(...[...types.values()].map(({ length }) => length));
  let isSureOfType: boolean | undefined;
  return (run: Run): void => {
    const picked = (turn: number) => {
      const lists = new Map<string, unknown[]>(variables.map((variable) => [variable, []]));
      for (const { variable, pick, foretold } of aliases) {
        const unasked: object[] = [];
        const targets = foretold.map((one) => {
          const known = types.get(one.type)!;
          return { __typename: known[turn % known.length], ...keyIn(run, one) };
        });
        pick(targets, lists.get(variable)!, new Map(), unasked);
        if (unasked.length > 0) return undefined;
      }
      return lists;
    };
    const lists = picked(0);
    if (lists === undefined) return;
    const members = (of: typeof lists) =>
      [...of].map(([name, list]) => `${JSON.stringify(name)}:${JSON.stringify(list)}`).join();
    const written = members(lists);
    isSureOfType ??= Array.from({ length: ways }, (_, turn) => picked(turn)).every(
      (one) => one !== undefined && members(one) === written,
    );
    if (!isSureOfType) return;
    const expected: Lists = aliases.map(({ alias, variable }) => [alias, lists.get(variable)!.length]);
    const sent = body(text, run.json, written);
    const dropped = new Cancellation();
    const asked = ask(
      way,
      { ...run, session: { ...run.session, gone: eitherOf(run, dropped) } },
      sent,
      expected,
    );
    run.ahead.set(aheadKey(way, sent), { asked, dropped });
  };
}

/** Cancelled when the client leaves, or when nobody takes what was sent ahead. */
function eitherOf({ session: { gone } }: Run, dropped: Cancellation): Cancellation {
  gone?.listen(() => dropped.cancel());
  return dropped;
}

/** Breaks off what was sent ahead and is not wanted: the entity is another, or is not there. */
export function dropAhead({ ahead }: Run): void {
  for (const { dropped } of ahead.values()) dropped.cancel();
  ahead.clear();
}

/** A root fetch, and after it on the wire what can be sent ahead of its answer. */
export function besides(ahead: readonly ((run: Run) => void)[], root: Step): Step {
  if (ahead.length === 0) return root;
  return async (run) => {
    let isHere = false;
    // In a turn of its own: the root fetch comes first, and nothing of it waits.
    setImmediate(() => {
      try {
        if (!isHere && run.session.gone?.isCancelled !== true) for (const send of ahead) send(run);
      } catch {
        // What cannot be written now cannot be in its turn either, where somebody hears of it.
      }
    });
    try {
      await root(run);
    } finally {
      isHere = true;
    }
  };
}

/** What was sent ahead under this body, if anything; it can be taken once. */
export function takenAhead({ ahead }: Run, way: SubgraphWay, sent: string) {
  const key = aheadKey(way, sent);
  const found = ahead.get(key);
  if (found) ahead.delete(key);
  return found?.asked;
}

const aheadKey = ({ name }: SubgraphWay, sent: string): string => `${name}\n${sent}`;

// A key that is no text may be written otherwise by the one who answers: not worth a guess, and left out.
function keyIn({ json }: Run, { key }: Foretold): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [field, slot] of key) {
    const value: unknown = JSON.parse(json(slot) ?? 'null');
    if (typeof value === 'string') fields[field] = value;
  }
  return fields;
}
