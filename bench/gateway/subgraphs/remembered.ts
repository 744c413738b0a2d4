import { type DocumentNode, execute, type GraphQLSchema, parse } from 'graphql';
import type { Mood } from '../shop/graphs.ts';

const MOST_BYTES = 96 * 1024 * 1024;
const MOST_DOCUMENTS = 2_000;

/** Answers of one subgraph by request body: computed once, then only looked up, so that they cost next to nothing. */
export function rememberedAnswers(schema: GraphQLSchema, mood: Mood) {
  const answers = new Map<string, Buffer>();
  const documents = new Map<string, DocumentNode>();
  let bytes = 0;
  return {
    known: (key: string): Buffer | undefined => answers.get(key),
    async made(key: string, body: Buffer): Promise<Buffer> {
      const answer = framed(JSON.stringify(await answerTo(schema, documents, body, mood)));
      bytes += answer.length + key.length;
      if (bytes > MOST_BYTES) {
        answers.clear();
        bytes = answer.length + key.length;
      }
      answers.set(key, answer);
      return answer;
    },
    forget() {
      answers.clear();
      bytes = 0;
    },
  };
}

// Not validated: what a gateway sends to its own subgraphs is its business, and what is wrong shows in the answer.
function answerTo(
  schema: GraphQLSchema,
  documents: Map<string, DocumentNode>,
  body: Buffer,
  contextValue: Mood,
) {
  const { query, variables, operationName } = JSON.parse(body.toString('utf8')) as Asked;
  let document = documents.get(query);
  if (document === undefined) {
    if (documents.size >= MOST_DOCUMENTS) documents.clear();
    document = parse(query, { noLocation: true });
    documents.set(query, document);
  }
  return execute({
    schema,
    document,
    contextValue,
    variableValues: variables ?? null,
    operationName: operationName ?? null,
  });
}

interface Asked {
  readonly query: string;
  readonly variables?: Record<string, unknown> | null;
  readonly operationName?: string | null;
}

export function framed(text: string): Buffer {
  const body = Buffer.from(text);
  const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}
