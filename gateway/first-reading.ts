import { type DocumentNode, GraphQLError, type GraphQLSchema, Kind, parse, Source } from 'graphql';
import type { DocumentStore } from './document-store.ts';
import type { Engine } from './engine/engine.ts';
import { type Misreading, misreadings } from './engine/misreadings.ts';
import { refusal } from './refusal.ts';
import { turnForUnseen } from './unseen-turn.ts';

interface Parts {
  readonly documents: DocumentStore;
  readonly schema: () => GraphQLSchema;
  readonly introspection: boolean;
  /** Validates beside the event loop; without it every text is validated on it. */
  readonly validate?: Engine['validate'];
}

export interface FirstReading {
  /** Reads a text unless it was read before. Afterwards the store has its document, or one that stands for its refusal. */
  read(text: string, hash: string): Promise<void>;
  /** Why the text of a document is refused, if it is: made anew for each who asks. */
  refusalsOf(document: DocumentNode): readonly GraphQLError[] | undefined;
}

/**
 * A text that is no longer than this is validated on the event loop, in a turn of its own: the worst of this length takes
 * some milliseconds. What longer ones take grows with the square of their length, up to half a second.
 */
const SHORT = 1_500;

/**
 * Reads texts that were never asked before (首次读取), each once: in front of Apollo Server, which finds the document then and
 * neither parses nor validates. What is wrong with a text is remembered with it. A text that cannot be parsed is left to
 * the server.
 */
export function firstReading({ documents, schema, introspection, validate }: Parts): FirstReading {
  const refused = new WeakMap<DocumentNode, () => readonly GraphQLError[]>();
  const underWay = new Map<string, Promise<void>>();
  const refuse = (text: string, hash: string, errors: () => readonly GraphQLError[]): void => {
    const standing: DocumentNode = { kind: Kind.DOCUMENT, definitions: NOTHING_ASKED.definitions };
    refused.set(standing, errors);
    documents.keep(hash, standing, text.length);
  };
  const judge = (text: string, hash: string, wrong: readonly Misreading[] | undefined): void => {
    if (wrong === undefined) return;
    if (wrong.length > 0) refuse(text, hash, () => misread(text, wrong));
    else documents.keep(hash, parse(text, { noLocation: true }), text.length);
  };
  const readAside = async (
    text: string,
    hash: string,
    aside: NonNullable<typeof validate>,
  ): Promise<void> => {
    try {
      const wrong = await aside(text, introspection);
      await turnForUnseen();
      judge(text, hash, wrong);
      await turnForUnseen();
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      refuse(text, hash, () => [error]);
      // It may be taken up the next time; who asked the same at the same time is told the same.
      setImmediate(() => void documents.delete(hash));
    }
  };
  const readHere = async (text: string, hash: string): Promise<void> => {
    await turnForUnseen();
    judge(text, hash, misreadings(schema(), text, introspection));
    // The gate looks at it in another turn.
    await turnForUnseen();
  };
  return {
    async read(text, hash) {
      if (documents.has(hash)) return;
      const known = underWay.get(hash);
      if (known !== undefined) return known;
      const reading =
        validate === undefined || text.length <= SHORT
          ? readHere(text, hash)
          : readAside(text, hash, validate);
      underWay.set(hash, reading);
      try {
        await reading;
      } finally {
        underWay.delete(hash);
      }
    },
    refusalsOf: (document) => refused.get(document)?.(),
  };
}

/** Stands in the store for a text that is refused, and is never carried out. */
const NOTHING_ASKED = parse('{ __typename }', { noLocation: true });

function misread(text: string, wrong: readonly Misreading[]): readonly GraphQLError[] {
  const source = new Source(text, 'GraphQL request');
  const { extensions: coded } = refusal('GRAPHQL_VALIDATION_FAILED', '');
  return wrong.map(
    ({ message, positions, extensions }) =>
      new GraphQLError(message, { source, positions, extensions: { ...extensions, ...coded } }),
  );
}
