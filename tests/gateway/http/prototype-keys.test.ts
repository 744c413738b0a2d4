import { request as httpRequest } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { post } from '../support/running-gateway.ts';
import { type ForeignGraph, foreignGraph } from './support/foreign-graph.ts';
import { type RunningAlone, standAlone } from './support/stand-alone.ts';

let foreign: ForeignGraph;
let gateway: RunningAlone;
beforeAll(async () => {
  foreign = await foreignGraph();
  gateway = await standAlone(foreign.supergraphSdl, {
    passHeaders: ['__proto__', 'constructor', 'valueof', 'x-tenant'],
  });
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await foreign.stop();
});
afterEach(() => {
  delete foreign.odd.people;
  // Whatever came, no object has got anything.
  for (const probe of [{}, [], () => undefined] as { polluted?: unknown }[])
    expect(probe.polluted).toBeUndefined();
  expect(Object.keys(Object.prototype)).toEqual([]);
});

const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];
const ask = (body: string | object) => post(gateway.url, body);

describe('Check 78: names that every object has are data, or are refused', () => {
  test.each(NAMES)('%s as an alias', async (name) => {
    const { status, text, errors } = await ask({ query: `{ people { ${name}: name } ${name}: __typename }` });
    if (status === 200) {
      const data = JSON.parse(text).data as Record<string, unknown>;
      expect(Object.keys(data)).toEqual(['people', name]);
      expect((data.people as object[]).map((one) => Object.entries(one))).toEqual([
        [[name, 'Ada']],
        [[name, 'Bo']],
      ]);
    } else expect([status, errors[0]!.extensions.code]).toEqual([400, 'ALIAS_RESERVED']);
  });

  test.each(NAMES)('%s as the name of an operation, a fragment and a variable', async (name) => {
    const query = `query ${name}($${name}: ID!) { person(id: $${name}) { ...${name} } } fragment ${name} on Person { name }`;
    for (const operationName of [undefined, name]) {
      const body = JSON.stringify({ query, operationName }).replace(/\}$/, `,"variables":{"${name}":"p1"}}`);
      const { status, data, errors } = await ask(body);
      if (status === 200) expect(data).toEqual({ person: { name: 'Ada' } });
      else expect([status, errors[0]!.extensions.code]).toEqual([400, 'BODY_MALFORMED']);
    }
    const missing = await ask({ query, variables: {} });
    expect([missing.status, missing.errors[0]!.extensions.code]).toEqual([400, 'BAD_VARIABLES']);
  });

  test.each(NAMES)(
    '%s as a key of a scalar that takes anything, by variable and in the text',
    async (name) => {
      const value = `{"${name}":{"polluted":1}}`;
      const byVariable = await ask(
        `{"query":"query ($v: Anything) { echo(value: $v) }","variables":{"v":${value}}}`,
      );
      if (byVariable.status === 200) expect(byVariable.text).toContain(`{"data":{"echo":${value}}}`);
      else
        expect([byVariable.status, byVariable.errors[0]!.extensions.code]).toEqual([400, 'BODY_MALFORMED']);
      const inText = await ask({ query: `{ echo(value: { ${name}: { polluted: 1 } }) }` });
      expect(inText.text).toContain(`{"data":{"echo":{"${name}":{"polluted":1}}}}`);
    },
  );

  test.each(NAMES)('%s as a key of the request and of its extensions', async (name) => {
    const query = '"query":"{ people { name } }"';
    for (const body of [
      `{${query},"${name}":{"polluted":1}}`,
      `{${query},"extensions":{"${name}":{"polluted":1}}}`,
      `{${query},"extensions":{"hub":{"${name}":{"polluted":1}}}}`,
      `{"${name}":{"query":"{ people { name } }"}}`,
    ]) {
      const { status, errors } = await ask(body);
      expect([200, 400]).toContain(status);
      expect(errors?.map(({ extensions }) => extensions.code) ?? []).not.toContain('INTERNAL');
    }
  });

  test.each(NAMES)('%s as a header, sent or not, of those that go on', async (name) => {
    foreign.calls.people!.length = 0;
    expect((await ask({ query: '{ people { name } }' })).errors).toBeUndefined();
    const status = await new Promise((resolve, reject) => {
      const headers = [
        'content-type',
        'application/json',
        'host',
        'x',
        'x-tenant',
        'north',
        name,
        'polluted',
      ];
      const call = httpRequest(gateway.url, { method: 'POST', headers }, (response) => {
        response.resume().on('end', () => resolve(response.statusCode));
      });
      call.on('error', reject).end('{"query":"{ people { id } }"}');
    });
    expect(status).toBe(200);
    const [without, sent] = foreign.calls.people!.map(({ headers }) => headers);
    expect(Object.keys(without!)).not.toContain('x-tenant');
    expect(Object.hasOwn(without!, name.toLowerCase())).toBe(false);
    expect(sent).toMatchObject({ 'x-tenant': 'north' });
  });

  test.each(NAMES)('%s as a key of what a subgraph answers, in data, entities and errors', async (name) => {
    const bad = `"${name}":{"polluted":1}`;
    const person = `{"__typename":"Person",${bad},"id":"p1","name":"Ada"}`;
    foreign.odd.people = (_request, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(
          `{${bad},"data":{${bad},"people":[${person}],"_entities":[${person},${person}]},"errors":[{"message":"m",${bad},"path":["${name}","${name}"],"extensions":{${bad},"code":"${name}"}}],"extensions":{${bad}}}`,
        ) !== undefined;
    const { text } = await ask({ query: '{ people { name } }' });
    expect(JSON.parse(text).data).toEqual({ people: [{ name: 'Ada' }] });
    expect(text).not.toContain('polluted');
    const both = await ask({ query: '{ books { title author { name } } }' });
    expect(both.data.books![0]).toEqual({ title: 'First', author: { name: 'Ada' } });
    expect(both.text).not.toContain('polluted');
  });

  test.each(NAMES)('%s as a key of the settings is no setting', async (name) => {
    const settings = JSON.parse(`{"${name}":{"polluted":1}}`);
    await expect(standAlone(foreign.supergraphSdl, settings)).rejects.toThrow(/no such setting/);
  });
});
