import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  buildClientSchema,
  type GraphQLSchema,
  getIntrospectionQuery,
  type IntrospectionQuery,
} from 'graphql';
import { dataDifference } from '../../support/federation/compare.ts';
import { randomOperation } from '../../support/federation/operations.ts';
import { type Form, inOneProcess, seededDatabase } from '../support/forms.ts';
import type { Answer } from '../support/running-hub.ts';

const OPERATIONS = 200;
const ROLE = 'province-hr';

let database: Awaited<ReturnType<typeof seededDatabase>>;
let hubForm: Form;
let apolloForm: Form;
let schema: GraphQLSchema;

beforeAll(async () => {
  database = await seededDatabase();
  hubForm = await inOneProcess({ ...database.env, HUB_ENGINE: 'hub' });
  apolloForm = await inOneProcess({ ...database.env, HUB_ENGINE: 'apollo' });
  const { data } = await hubForm.hub.ask(ROLE, getIntrospectionQuery());
  schema = buildClientSchema(data as IntrospectionQuery);
}, 240_000);

afterAll(async () => {
  await Promise.all([hubForm?.hub.stop(), apolloForm?.hub.stop()]);
  await database.drop();
});

test('over the hub’s own graph, both engines answer random operations the same', async () => {
  const differences: string[] = [];
  let answered = 0;
  let fields = 0;
  let known = 0;
  for (let seed = 0; seed < OPERATIONS; seed++) {
    // The reference engine stands behind a gate that refuses aliases with the names of fields.
    const question = randomOperation(schema, seed, { tameAliases: true, depth: 4, fields: 14, leaf });
    const answers = [];
    for (const { hub } of [hubForm, apolloForm])
      answers.push(await hub.ask(ROLE, question.query, question.variables));
    const [own, reference] = answers as [Answer, Answer];
    const difference =
      dataDifference(reference.data ?? null, own.data ?? null) ?? codesDifference(reference, own);
    if (
      difference !== undefined &&
      (isKnown(reference, question.query) || isAskedOnce(difference, own, reference, question.query))
    )
      known += 1;
    else if (difference !== undefined)
      differences.push(
        `operation ${seed}: ${difference}\n${question.query}\n${JSON.stringify(question.variables)}`,
      );
    if (own.data) answered += 1;
    fields += JSON.stringify(own.data ?? null).split(':').length;
  }
  expect(differences).toEqual([]);
  expect(known).toBeLessThan(OPERATIONS / 8);
  expect(answered).toBeGreaterThan(OPERATIONS / 3);
  expect(fields).toBeGreaterThan(800);
}, 120_000);

/**
 * The one listed difference: the reference engine hands a required variable that has a default on as it came, that is
 * not at all, and the compiled executors of the departments in process (graphql-jit) refuse it for that.
 */
function isKnown(reference: Answer, query: string): boolean {
  const codes = (reference.errors ?? []).map(({ extensions }) => extensions.code);
  return codes.includes('BAD_VARIABLES') && /! = /.test(query);
}

/**
 * The other listed difference: a field that a client asks for under two names and with the same arguments is asked for once, with
 * what both want of it. Where an error in the one costs the whole field, the other is null too, which the reference answers.
 */
function isAskedOnce(difference: string, own: Answer, reference: Answer, query: string): boolean {
  const codes = ({ errors = [] }: Answer) => new Set(errors.map(({ extensions }) => extensions.code));
  const [lost, response] = /data\.([\w.]*?)(\w+): expected .* came null$/s.exec(difference)?.slice(1) ?? [];
  const field = response && (new RegExp(`\\b${response}: (\\w+)`).exec(query)?.[1] ?? response);
  const names = new Set(
    [...query.matchAll(new RegExp(`(?:(\\w+): )?\\b${field}\\b *[({@]`, 'g'))].map(([, alias]) => alias),
  );
  return (
    lost !== undefined &&
    names.size > 1 &&
    codes(own).size > 0 &&
    [...codes(own)].every((code) => codes(reference).has(code))
  );
}

function leaf(type: string, argument: string): unknown {
  if (argument === 'first' || argument === 'last') return 2;
  if (type === 'Date') return '2026-10-15';
  if (type === 'DateTime') return '2026-10-15T08:00:00+08:00';
  if (type === 'YearMonth') return '2026-10';
  if (type === 'DivisionCode') return '450000';
  return undefined;
}

/** Whether one engine tells of troubles that the other does not; how often and where is each engine's own way. */
function codesDifference(reference: Answer, own: Answer): string | undefined {
  const codes = ({ errors = [] }: Answer) =>
    [...new Set(errors.map(({ extensions }) => extensions.code))].sort().join();
  return codes(reference) === codes(own) ? undefined : `codes ${codes(reference)} against ${codes(own)}`;
}
