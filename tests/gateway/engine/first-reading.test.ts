import { hash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type GraphQLSchema, parse, validate } from 'graphql';
import { documentStore } from '../../../gateway/document-store.ts';
import { firstReading } from '../../../gateway/first-reading.ts';
import { type Running, runningGateway } from '../support/running-gateway.ts';
import { shop } from './support/shop.ts';
import { type SmallGraph, smallGraph } from './support/small-graph.ts';

/** The same text, too long to be validated on the event loop. */
const long = (text: string) => `${text}\n#${'x'.repeat(2_500)}`;

function schemaOf(engine: Pick<SmallGraph['engine'], 'onSchemaLoadOrUpdate'>): GraphQLSchema {
  let schema: GraphQLSchema | undefined;
  engine.onSchemaLoadOrUpdate(({ apiSchema }) => {
    schema = apiSchema;
  });
  return schema!;
}

describe('A text that was never asked is answered alike, wherever it is validated', () => {
  let hub: Running;
  let production: Running;
  beforeAll(async () => {
    hub = await runningGateway();
    production = await runningGateway({}, { introspection: false });
  });
  afterAll(() => Promise.all([hub.stop(), production.stop()]));

  const wrong = [
    '{ projcts { totalCount } }',
    '{\n  projects(first: 1, last: 2, none: 3) {\n    nodes { code nme ...A }\n  }\n}',
    'query A($a: Int) { ...A }\nfragment A on Query { ...A }\nfragment B on Nothing { x }',
    '{ projects { nodes { code { x } } } project { code } }',
    `{ ${Array.from({ length: 120 }, (_, n) => `a${n}`).join(' ')} }`,
    '{ a: projects(first: 1) { totalCount } a: projects(first: 2) { totalCount } }',
  ];
  test.each(wrong)('wrong: %s', async (query) => {
    const short = await hub.ask(query);
    const aside = await hub.ask(long(query));
    expect(aside.status).toBe(400);
    expect(short.text).toBe(aside.text);
    const errors = validate(schemaOf(hub.gateway.engine as SmallGraph['engine']), parse(query));
    expect(short.errors).toEqual(
      errors.map(({ message, locations }) => ({
        message: message.replace(/ ?Did you mean(.+?)\?$/, ''),
        ...(locations && { locations }),
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED', messageZh: expect.any(String) },
      })),
    );
    // What is wrong with it is remembered, and told each time.
    expect((await hub.ask(query)).text).toBe(short.text);
    expect((await hub.ask(long(query))).text).toBe(short.text);
  });

  test('one that cannot be parsed', async () => {
    const [short, aside] = [await hub.ask('{ projects( }'), await hub.ask(long('{ projects( }'))];
    expect([short.status, short.errors[0]!.extensions.code]).toEqual([400, 'GRAPHQL_PARSE_FAILED']);
    expect(aside.text).toBe(short.text);
  });
  test('one that asks for the schema where nobody may', async () => {
    const query = '{ __schema { queryType { name } } seen: __type(name: "Query") { name } }';
    const [short, aside] = [await production.ask(query), await production.ask(long(query))];
    expect(short.errors.map(({ extensions }) => extensions.code)).toEqual(
      Array(2).fill('GRAPHQL_VALIDATION_FAILED'),
    );
    expect(aside.text).toBe(short.text);
    expect((await hub.ask(long(query))).data).toEqual({
      __schema: { queryType: { name: 'Query' } },
      seen: { name: 'Query' },
    });
  });
  test('one that is right, also when many ask it at the same time', async () => {
    const query = '{ project(code: "P1") { code } }';
    const short = await hub.ask(query);
    expect(short.data).toEqual({ project: { code: 'P1' } });
    const all = await Promise.all(Array.from({ length: 20 }, () => hub.ask(long(query))));
    expect(new Set(all.map(({ text }) => text))).toEqual(new Set([short.text]));
  });
  test('one that is asked in the form for plain JSON keeps its status', async () => {
    const authorization = `Bearer ${await import('../support/running-gateway.ts').then(({ issuer }) => issuer.issue('province-hr'))}`;
    const asked = async (query: string) => {
      const headers = { authorization, 'content-type': 'application/json', accept: 'application/json' };
      const body = JSON.stringify({ query });
      return (await fetch(`${hub.gateway.url}/graphql`, { method: 'POST', headers, body })).status;
    };
    expect([await asked('{ no none }'), await asked(long('{ no none }'))]).toEqual([200, 200]);
  });
});

describe('Texts that were never asked', () => {
  const graph = smallGraph(shop);
  const schema = schemaOf(graph.engine);
  const over = (parts: Partial<Parameters<typeof firstReading>[0]> = {}) => {
    const documents = documentStore();
    const reading = firstReading({ documents, schema: () => schema, introspection: true, ...parts });
    const keyOf = (text: string) => hash('sha256', text);
    return { documents, reading, keyOf, read: (text: string) => reading.read(text, keyOf(text)) };
  };
  afterAll(() => graph.engine.stop());

  test('are read one a turn of the event loop', async () => {
    const { documents, read, keyOf } = over();
    const texts = Array.from({ length: 12 }, (_, n) => `{ a${n}: top { name } }`);
    const all = texts.map(read);
    let before = 1;
    for (let turn = 0; turn < 30; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      const known = texts.filter((text) => documents.has(keyOf(text))).length;
      expect(known - before).toBeLessThanOrEqual(1);
      before = Math.max(known, 1);
    }
    await Promise.all(all);
    expect(texts.every((text) => documents.has(keyOf(text)))).toBe(true);
  });

  test('are validated once for all who ask, and what is wrong with them is made anew for each', async () => {
    const asked: string[] = [];
    const validating = async (text: string, introspection: boolean) => {
      asked.push(text);
      return graph.engine.validate(text, introspection);
    };
    const { documents, reading, read, keyOf } = over({ validate: validating });
    const text = long('{ none }');
    await Promise.all([read(text), read(text), read(text)]);
    await read(text);
    await read('{ nothing }');
    expect(asked).toEqual([text]);
    const document = (await documents.get(keyOf(text)))!;
    const [one, other] = [reading.refusalsOf(document)!, reading.refusalsOf(document)!];
    expect(one.map(({ message }) => message)).toEqual(['Cannot query field "none" on type "Query".']);
    expect(one[0]).not.toBe(other[0]);
  });

  test('are refused with a code when too many long ones wait, and taken up when they are sent again', async () => {
    const { documents, reading, read, keyOf } = over({ validate: graph.engine.validate });
    const texts = Array.from({ length: 110 }, (_, n) => long(`{ a${n}: top { name } }`));
    const codes: unknown[] = [];
    await Promise.all(
      texts.map(async (text) => {
        await read(text);
        const document = await documents.get(keyOf(text));
        const [refusal] = (document && reading.refusalsOf(document)) ?? [];
        if (refusal !== undefined) codes.push(refusal.extensions.code);
      }),
    );
    expect(codes).toEqual(Array(9).fill('QUERY_PLAN_BUSY'));
    await new Promise((resolve) => setImmediate(resolve));
    const refused = texts.filter((text) => !documents.has(keyOf(text)));
    expect(refused).toHaveLength(9);
    await Promise.all(refused.map(read));
    expect(texts.every((text) => documents.has(keyOf(text)))).toBe(true);
  });
});
