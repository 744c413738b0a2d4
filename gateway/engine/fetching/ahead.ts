import { type FieldNode, Kind } from 'graphql';
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
  readonly alias: string;
  readonly variable: string;
  readonly pick: Pick;
  readonly foretold: readonly Foretold[];
  readonly kinds: Kinds;
}

/**
 * Sends a fetch of entities before the root fetch has brought them (先取), when what is asked about them is the same
 * whichever types they turn out to be of. Its answer counts only for a step that would send the very same body: an entity that
 * is not there, or not visible to the caller, makes another.
 */
export function aheadFetch({ way, text, alias, variable, pick, foretold, kinds }: AheadFetch) {
  // Every type that each may be of; as many ways to foretell the same representations.
  const typesOf = ({ type }: Foretold) => [...kinds.of(type)].filter(kinds.isObject);
  const ways = Math.max(...foretold.map((one) => typesOf(one).length));
  let isSureOfType: boolean | undefined;
  return (run: Run): void => {
    const keys = foretold.map((one) => keyIn(run, one));
    if (!keys.every((one) => one !== undefined)) return;
    const picked = (turn: number): unknown[] => {
      const targets = foretold.map((one, place) => {
        const types = typesOf(one);
        return { __typename: types[turn % types.length], ...keys[place] };
      });
      const list: unknown[] = [];
      const unasked: object[] = [];
      pick(targets, list, new Map(), unasked);
      return unasked.length === 0 ? list : [];
    };
    const list = picked(0);
    const written = JSON.stringify(list);
    isSureOfType ??= Array.from({ length: ways }, (_, turn) => JSON.stringify(picked(turn))).every(
      (one) => one === written,
    );
    if (!isSureOfType || list.length === 0) return;
    const expected: Lists = [[alias, list.length]];
    const sent = body(text, run.json, `${JSON.stringify(variable)}:${written}`);
    run.ahead.set(aheadKey(way, sent), ask(way, run, sent, expected));
  };
}

/** A root fetch, and after it on the wire what can be sent ahead of its answer. */
export function besides(ahead: readonly ((run: Run) => void)[], root: Step): Step {
  if (ahead.length === 0) return root;
  return async (run) => {
    let isHere = false;
    // In a turn of its own: the root fetch comes first, and nothing of it waits.
    setImmediate(() => {
      try {
        if (!isHere) for (const send of ahead) send(run);
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
  return found;
}

const aheadKey = ({ name }: SubgraphWay, sent: string): string => `${name}\n${sent}`;

// A key that is no text may be written otherwise by the one who answers: not worth a guess.
function keyIn({ json }: Run, { key }: Foretold): Record<string, string> | undefined {
  const fields: Record<string, string> = {};
  for (const [field, slot] of key) {
    const value: unknown = JSON.parse(json(slot) ?? 'null');
    if (typeof value !== 'string') return undefined;
    fields[field] = value;
  }
  return fields;
}
