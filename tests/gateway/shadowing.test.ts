import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Running, runningGateway } from './support/running-gateway.ts';

let hub: Running;
beforeAll(async () => {
  hub = await runningGateway();
});
afterAll(() => hub.stop());
beforeEach(() => hub.forget());

const SHADOWING = [
  ['a key', '{ projects(first: 1) { nodes { code: name account { number } } } }'],
  [
    'a key, in a fragment',
    'query { project(code: "P1") { ...A } } fragment A on Project { code: name balance }',
  ],
  ['a key, on one kind', '{ projects(first: 1) { nodes { ... on HousingProject { code: name } } } }'],
  ['another field, of one kind only', '{ project(code: "P1") { name: code } }'],
] as const;

describe('No client can choose whose record a department answers about', () => {
  test.each(SHADOWING)('an alias that is the name of %s changes no key', async (_what, query) => {
    const answer = await hub.ask(query, { role: 'province-hr' });
    expect({ status: answer.status, errors: answer.errors }).toEqual({ status: 200, errors: undefined });
    for (const { body } of hub.banking.calls)
      for (const { code } of JSON.parse(body).variables.representations) expect(code).toMatch(/^P\d$/);
  });

  test.each([
    ['names no field', '{ projects(first: 1) { nodes { number: code label: name } } }'],
    ['says its own name again', '{ projects(first: 1) { nodes { code: code } } }'],
    ['stands at the root', '{ banks: projects(first: 1) { nodes { code } } }'],
  ])('an alias that %s is answered', async (_what, query) => {
    const answer = await hub.ask(query, { role: 'province-hr' });
    expect(answer.errors).toBeUndefined();
    expect(answer.status).toBe(200);
  });
});

describe('The stock engine does not keep aliases apart', () => {
  let stock: Running;
  beforeAll(async () => {
    stock = await runningGateway({ HUB_ENGINE: 'apollo' });
  });
  afterAll(() => stock.stop());

  test.each(SHADOWING)(
    'so in front of it an alias that is the name of %s is refused before anything is fetched',
    async (_what, query) => {
      const answer = await stock.ask(query, { role: 'province-hr' });
      expect(answer.status).toBe(400);
      expect(answer.errors[0]!.extensions.code).toBe('ALIAS_SHADOWS_FIELD');
      expect(stock.fetched()).toBe(0);
    },
  );
});

describe('The standard scalars are checked at the door', () => {
  test('a credit code with a wrong check character is refused, its value not repeated', async () => {
    const query = 'query ($code: SocialCreditCode!) { enterprise(creditCode: $code) { projectCodes } }';
    const answer = await hub.ask(query, { role: 'province-hr', variables: { code: '91450100MA0TEMA03X' } });
    expect(answer.errors[0]!.extensions.code).toBe('BAD_VARIABLES');
    expect(answer.text).toContain('check character');
    expect(answer.text).not.toContain('91450100MA0TEMA03X');
    expect(hub.fetched()).toBe(0);
  });
});
