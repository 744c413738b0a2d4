import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readOperationText } from '../../../gateway/operations/operation-text.ts';
import { httpTransport } from '../../../gateway/transports/http.ts';
import { supergraph } from '../support/departments.ts';
import { runningGateway } from '../support/running-gateway.ts';
import { publishing, stated } from './support.ts';

const header = '# operation: a-b\n# version: 1\n# owner: o\n# description: d\n';

describe('The file of a published operation', () => {
  test('has a header and a text; the ids are of the text alone', () => {
    const unix = readOperationText('f', `${header}\nquery A { seen }\n`);
    const windows = readOperationText('f', `\uFEFF${header}\nquery A { seen }\n\n`.replaceAll('\n', '\r\n'));
    expect(unix).toEqual(windows);
    expect(unix).toMatchObject({
      name: 'a-b',
      version: 1,
      text: 'query A { seen }',
      // printf 'query A { seen }' | sha256sum
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      sm3: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const elsewhere = readOperationText('f', `${header.replace('o\n', 'others\n')}\nquery A { seen }`);
    expect((elsewhere as { sm3: string }).sm3).toBe((unix as { sm3: string }).sm3);
  });

  test('every problem of a header is told at once', () => {
    const wrong = '# operation: A B\n# version: 0\n# owner:\n# maxCost: -1\n# colour: red\n# version: 2\n';
    const problems = readOperationText('f', wrong) as string[];
    for (const field of [
      'operation',
      'version',
      'owner',
      'description',
      'maxCost',
      'colour',
      'stated twice',
      'no GraphQL',
    ])
      expect(problems.join('\n')).toContain(field);
  });
});

describe('A start with operations', () => {
  test('tells every problem of every operation, and serves none of them', async () => {
    const operations = [
      stated('unknown-field', 'query A { nothing }'),
      stated('no-graphql', 'qwerty'),
      stated('nameless', '{ seen }'),
      stated('two', 'query A { seen } query B { seen }'),
      stated('introspects', 'query A { __schema { types { name } } }'),
      stated('pages', 'query A { projects(first: 5000) { totalCount } }'),
      stated('deep', `query A { worker(id: "w1") ${'{ mates '.repeat(20)} { id } ${'}'.repeat(20)} }`),
      stated('twice', 'query A { seen }'),
      stated('twice', 'query B { seen }'),
    ];
    const failed = await runningGateway({}, { operations }).then(
      () => '',
      (error: Error) => error.message,
    );
    for (const { name } of operations) expect(failed).toContain(`${name}@1.graphql: `);
  });

  test('the same text under two names is one operation under both', async () => {
    const hub = await publishing([stated('a', 'query A { seen }'), stated('b', 'query A { seen }')]);
    expect((await hub.op('a')).status).toBe(200);
    expect((await hub.op('b')).status).toBe(200);
    await hub.stop();
  });

  test('plans are warm when the first caller comes', async () => {
    const hub = await publishing([
      stated('a', 'query A { projects(first: 1) { nodes { account { number } } } }'),
    ]);
    expect(hub.log.join('')).toMatch(/"operations":1,.*plans are warm/);
    await hub.stop();
  });
});

describe('Another supergraph', () => {
  test('takes the operations over, unless one of them would be valid no longer: then the old one serves on', async () => {
    const hub = await publishing([stated('a', 'query A { seen }')]);
    const way = (name: string, url: string) => httpTransport({ name, url, timeoutMs: 20_000 });
    const transports = {
      provincial: way('provincial', hub.provincial.url),
      banking: way('banking', hub.banking.url),
    };
    const close = () => Promise.all(Object.values(transports).map((each) => each.close()));
    const without = supergraph().replace(/\bseen: String/, 'looked: String');
    await expect(
      hub.gateway.takeOver({ supergraphSdl: without, transports, close: async () => undefined }),
    ).rejects.toThrow('a@1.graphql: Cannot query field');
    expect((await hub.op('a')).status).toBe(200);
    await hub.gateway.takeOver({ supergraphSdl: supergraph(), transports, close });
    expect((await hub.op('a')).data).toEqual({ seen: expect.any(String) });
    await hub.stop();
  });
});

test('every question of examples/questions is published with the same text', () => {
  const textOf = (file: string) =>
    readFileSync(file, 'utf8')
      .replace(/^(#.*\n)+/, '')
      .trim();
  const questions = globSync('examples/questions/*.graphql').sort();
  expect(questions.length).toBe(15);
  for (const question of questions) {
    const name = question.replace(/^.*\/\d+-/, '');
    expect([name, textOf(`examples/operations/${name}`)]).toEqual([name, textOf(question)]);
  }
});
