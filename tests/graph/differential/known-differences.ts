import { Kind, parse, visit } from 'graphql';
import { namedIn } from '../../support/federation/model.ts';
import type { Question } from '../../support/federation/running-engine.ts';
import type { World } from '../../support/federation/world.ts';

/** What is known about one answer of the reference engine that is not the oracle's. */
export interface Evidence {
  readonly world: World;
  readonly question: Question;
  /** What subgraphs complained about while the reference engine asked them. */
  readonly complaints: readonly string[];
}

interface Known {
  readonly name: string;
  readonly reason: string;
  applies(evidence: Evidence): boolean;
}

/**
 * Where the reference engine (@apollo/gateway 2.14.4) answers otherwise than the monolith with the same data. Each was
 * looked at by hand; in each the reference engine is wrong. The hub's engine has no such list.
 */
export const KNOWN_DIFFERENCES: readonly Known[] = [
  {
    name: 'asks for external fields',
    reason:
      'where one @requires needs a field that itself requires others, the planner asks the subgraph for fields that are only @external there',
    applies: ({ complaints }) => complaints.length > 0,
  },
  {
    name: 'lists in lists in a representation',
    reason:
      'the executor picks required fields through one level of lists only: the inner lists of a [[T]] are sent as null',
    applies: ({ world, question }) => asks(question, nestedRequirers(world)),
  },
  {
    name: 'interface objects',
    reason:
      'the real type of an interface object is not always fetched when only __typename or a type condition asks for it: fields are missing, objects null, or planning ends with "We should have an edge from …"',
    applies: ({ world }) => world.model.entities.some(({ standsFor }) => standsFor !== undefined),
  },
  {
    name: 'conditional fragments',
    reason:
      'a fragment with @skip or @include on an abstract type is fetched without __typename, after which its fields are dropped',
    applies: ({ question }) => conditionalFragments(question),
  },
];

/** The first listed difference that explains an answer; undefined where it must be looked at. */
export const knownDifference = (evidence: Evidence): Known | undefined =>
  KNOWN_DIFFERENCES.find((known) => known.applies(evidence));

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
