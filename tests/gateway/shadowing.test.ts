import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Running, runningGateway } from './support/running-gateway.ts';

let hub: Running;
beforeAll(async () => {
  hub = await runningGateway({});
});
afterAll(() => hub.stop());
beforeEach(() => hub.forget());

describe('No client can choose whose record a department answers about', () => {
  test.each([
    ['a key', '{ projects(first: 1) { nodes { code: name account { number } } } }'],
    [
      'a key, in a fragment',
      'query { project(code: "P1") { ...A } } fragment A on Project { code: name balance }',
    ],
    ['a key, on one kind', '{ projects(first: 1) { nodes { ... on HousingProject { code: name } } } }'],
    ['another field, of one kind only', '{ project(code: "P1") { name: code } }'],
  ])('an alias that is the name of %s is refused before anything is fetched', async (_what, query) => {
    const answer = await hub.ask(query, { role: 'province-hr' });
    expect(answer.status).toBe(400);
    expect(answer.errors[0]!.extensions.code).toBe('ALIAS_SHADOWS_FIELD');
    expect(hub.fetched()).toBe(0);
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
