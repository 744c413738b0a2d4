import { Kind, parse, visit } from 'graphql';
import { dataDifference } from '../../support/federation/compare.ts';
import { namedIn } from '../../support/federation/model.ts';
import type { Answer, EngineName, Question } from '../../support/federation/running-engine.ts';
import type { World } from '../../support/federation/world.ts';

/** What is known about one answer that is not the oracle's. */
export interface Evidence {
  readonly world: World;
  readonly question: Question;
  readonly came: Answer;
  /** What subgraphs complained about while the engine asked them. */
  readonly complaints: readonly string[];
}

interface Known {
  readonly name: string;
  readonly reason: string;
  applies(evidence: Evidence): boolean;
}

const asksExternal: Known = {
  name: 'asks for external fields',
  reason:
    'where one @requires needs a field that itself requires others, the stock planner asks the subgraph for fields that are only @external there; the hub goes through plans first, and makes another',
  applies: ({ complaints }) => complaints.length > 0,
};

/**
 * Where an engine answers otherwise than the monolith with the same data. Each was looked at by hand; in each the engine
 * is wrong. What is listed for the hub's engine comes of its planners, and never is a wrong value.
 */
export const KNOWN_DIFFERENCES: Readonly<Record<EngineName, readonly Known[]>> = {
  hub: [
    {
      name: 'errors of other types',
      reason:
        'the planners fetch a field of an interface object for all its types where it is asked of one: the data is right, but an error of the others is told at their objects',
      applies: ({ world, question, came }) =>
        asksInterfaceObjects(world, question) &&
        dataDifference(world.oracle(question).data ?? null, came.data ?? null) === undefined,
    },
  ],
  apollo: [
    asksExternal,
    {
      name: 'lists in lists in a representation',
      reason:
        'the executor picks required fields through one level of lists only: the inner lists of a [[T]] are sent as null',
      applies: ({ world, question }) => asks(question, nestedRequirers(world)),
    },
    {
      name: 'interface objects',
      reason:
        'where only __typename or a type condition asks for the real type of an interface object, the planner does not always fetch it: fields are missing, objects null, or planning ends with "We should have an edge from …"',
      applies: ({ world, question }) => asksInterfaceObjects(world, question),
    },
    {
      name: 'conditional fragments',
      reason:
        'a fragment with @skip or @include on an abstract type is fetched without __typename, after which its fields are dropped',
      applies: ({ question }) => conditionalFragments(question),
    },
  ],
};

/** The first listed difference that explains an answer; undefined where it must be looked at. */
export const knownDifference = (engine: EngineName, evidence: Evidence): Known | undefined =>
  KNOWN_DIFFERENCES[engine].find((known) => known.applies(evidence));

/** Whether a query reaches a type that one subgraph knows as an interface object: by its fields or its roots. */
function asksInterfaceObjects({ model }: World, { query }: Question): boolean {
  const isThere = model.entities.some(({ standsFor }) => standsFor !== undefined);
  return isThere && /\b(m_\w+|mLabel|gist|s\dMs?|(on|Part\d+ on) M)\b/.test(query);
}

/** Names of fields that require a composite field in lists of lists, directly or by way of another required field. */
function nestedRequirers({ model }: World): Set<string> {
  const names = new Set<string>();
  const fields = model.entities.flatMap(({ fields: own }) => own);
  const isNested = (word: string) =>
    names.has(word) ||
    fields.some(
      ({ name, type }) => name === word && type.startsWith('[[') && /^[A-Z]\w*\d/.test(namedIn(type)),
    );
  for (let size = -1; size < names.size; ) {
    size = names.size;
    for (const { name, requires } of fields) if (requires?.match(/\w+/g)?.some(isNested)) names.add(name);
  }
  return names;
}

function asks({ query }: Question, names: ReadonlySet<string>): boolean {
  let found = false;
  visit(parse(query), {
    Field: ({ name }) => {
      found ||= names.has(name.value);
    },
  });
  return found;
}

function conditionalFragments({ query }: Question): boolean {
  let found = false;
  visit(parse(query), {
    enter(node) {
      const isFragment = node.kind === Kind.INLINE_FRAGMENT || node.kind === Kind.FRAGMENT_SPREAD;
      found ||= isFragment && (node.directives ?? []).length > 0;
    },
  });
  return found;
}
