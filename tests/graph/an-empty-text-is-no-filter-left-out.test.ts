import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  buildASTSchema,
  getNamedType,
  getNullableType,
  type GraphQLInputType,
  isInputObjectType,
  isListType,
  isObjectType,
  parse,
} from 'graphql';
import { committedSupergraph } from '../../hub/wiring/supergraph.ts';
import { departments } from '../../hub/wiring/departments.ts';
import { promiseOf } from '../../schema/promise.ts';
import { type Form, inOneProcess, seededDatabase } from './support/forms.ts';

let database: Awaited<ReturnType<typeof seededDatabase>>;
let form: Form;
beforeAll(async () => {
  database = await seededDatabase();
  form = await inOneProcess({ ...database.env, HUB_CLIENT_COST: '0' });
}, 240_000);
afterAll(async () => {
  await form?.hub.stop();
  await database?.drop();
});

const NOBODYS = 'nobody-s';
/** Who sees most of the lists, and who sees the others. */
const ASKERS = ['province-hr', 'auditor', 'bank', 'vendor'];
const REFUSED = 'refused';

/** One text of one list's filter. */
interface Asked {
  /** Types under which the list stands, from the root. */
  readonly under: readonly string[];
  readonly list: string;
  readonly path: readonly string[];
  readonly isList: boolean;
}

const schema = buildASTSchema(parse(promiseOf(committedSupergraph())), { assumeValidSDL: true });

/** Every text that any list of the graph is asked by. */
function everyText(): Asked[] {
  const roots: (readonly [string, readonly string[]])[] = [
    ['Query', []],
    ...departments.map(({ name }) => ['SubmissionLedger', ['ledgers', camel(name)]] as const),
  ];
  return roots.flatMap(([type, under]) => {
    const parent = schema.getType(type);
    if (!isObjectType(parent)) return [];
    return Object.values(parent.getFields())
      .filter(({ type: of }) => getNamedType(of).name.endsWith('Connection'))
      .flatMap(({ name, args }) =>
        args.flatMap((arg) =>
          textsOf(arg.type, [arg.name]).map(({ path, isList }) => ({ under, list: name, path, isList })),
        ),
      );
  });
}

function textsOf(type: GraphQLInputType, path: readonly string[]): Pick<Asked, 'path' | 'isList'>[] {
  const named = getNamedType(type);
  if (isInputObjectType(named))
    return Object.values(named.getFields()).flatMap((field) => textsOf(field.type, [...path, field.name]));
  return named.name === 'String' || named.name === 'ID'
    ? [{ path, isList: isListType(getNullableType(type)) }]
    : [];
}

const camel = (name: string): string =>
  name.replace(/-(\w)/g, (_all, letter: string) => letter.toUpperCase());

async function countOf(role: string, { under, list, path, isList }: Asked, text: string): Promise<unknown> {
  const value = isList ? `["${text}"]` : `"${text}"`;
  const [argument, ...inner] = path;
  const said = inner.reduceRight((below, name) => `{ ${name}: ${below} }`, value);
  const question = `${list}(${argument}: ${said}) { totalCount }`;
  const { data, errors } = await form.hub.ask(
    role,
    `{ ${under.reduceRight((below, name) => `${name} { ${below} }`, question)} }`,
  );
  if (errors) return `${REFUSED} ${errors[0]!.extensions.code}`;
  return [...under, list, 'totalCount'].reduce<unknown>(
    (at, name) => (at as Record<string, unknown>)[name],
    data,
  );
}

describe('An empty text is a value like any other, and no filter left out', () => {
  const asked = everyText();

  test('in every list of the graph', async () => {
    expect(asked.length).toBeGreaterThan(60);
    const wrong: string[] = [];
    for (const one of asked)
      for (const role of ASKERS) {
        const [empty, unknown] = [await countOf(role, one, ''), await countOf(role, one, NOBODYS)];
        if (typeof empty === 'number' && empty > (typeof unknown === 'number' ? unknown : 0))
          wrong.push(`${role}: ${[...one.under, one.list, ...one.path].join('.')} ${empty} > ${unknown}`);
      }
    expect(wrong).toEqual([]);
  }, 240_000);
});
