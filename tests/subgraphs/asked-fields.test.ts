import { afterAll, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { systemClock } from '../../kernel/clock.ts';
import type { Fact } from '../../ledger/fact.ts';
import { AskedFields } from '../../subgraphs/asked-fields.ts';
import { AccountFlow, GuaranteeLetter } from '../../subgraphs/banking/facts.ts';
import { executable } from '../../subgraphs/executable.ts';
import { Project } from '../../subgraphs/provincial/facts.ts';
import { subgraphs } from '../../subgraphs/registry.ts';
import { Store } from '../../subgraphs/store.ts';
import { testKeyring } from '../support/database.ts';

const opened = Object.fromEntries(
  ['banking', 'provincial'].map((name) => {
    const subgraph = subgraphs.find((one) => one.name === name)!;
    // Nothing is asked of the database.
    const url = 'postgres://nobody@127.0.0.1:1/none';
    const store = new Store(subgraph, { url, keyring: testKeyring, clock: systemClock });
    return [name, { schema: executable(subgraph), store }];
  }),
);
afterAll(async () => {
  for (const { store } of Object.values(opened)) await store.close();
});

function read(subgraph: string, fact: Fact, question: string, also: readonly string[] = []): string[] | null {
  const { schema, store } = opened[subgraph]!;
  const asked = new AskedFields(schema, parse(question));
  return asked.columns(store.table(fact), also)?.map(({ property }) => property) ?? null;
}

describe('What is read of a row that is only shown', () => {
  test.each([
    ['a column of the name of the field', '{ issuerName }', ['id', 'issuerName']],
    ['what a resolver says that it reads', '{ amount isExpired }', ['id', 'amountFen', 'endsOn']],
    ['what leads to another department', '{ project { code } }', ['id', 'projectCode']],
    ['nothing for the name of the type', '{ __typename }', ['id']],
  ])('%s', (_what, fields, columns) => {
    const found = read('banking', GuaranteeLetter, `{ guaranteeLetters { nodes ${fields} } }`);
    expect(found?.toSorted()).toEqual(columns.toSorted());
  });

  test('what stands in fragments, whichever way the type is reached', () => {
    const question = `query ($a: ID!) {
      guaranteeLetter(id: $a) { ...Named }
      _entities(representations: []) { ... on Project { guaranteeLetters { endsOn } } }
    }
    fragment Named on GuaranteeLetter { letterNo }`;
    expect(read('banking', GuaranteeLetter, question)?.toSorted()).toEqual(['endsOn', 'id', 'letterNo']);
  });

  test('what finding and ordering the rows takes beside it', () => {
    const question = '{ accountFlows { nodes { kind } } }';
    expect(read('banking', AccountFlow, question, ['occurredAt'])?.toSorted()).toEqual([
      'id',
      'kind',
      'occurredAt',
    ]);
  });

  test('of an interface also what says which type a row is', () => {
    const found = read(
      'provincial',
      Project,
      '{ projects { nodes { code ... on HousingProject { name } } } }',
    );
    expect(found?.toSorted()).toEqual(['id', 'kind', 'name', 'projectCode']);
  });

  test('the whole row, where a resolver does not say what it reads', () => {
    const question = '{ guaranteeLetters { nodes { letterNo provenance { version } } } }';
    expect(read('banking', GuaranteeLetter, question)).toBeNull();
  });
});

test('The lists of columns that callers make a server keep are bounded: then more is read than is asked for', () => {
  const table = new Store(subgraphs.find(({ name }) => name === 'provincial')!, {
    url: 'postgres://nobody@127.0.0.1:1/none',
    keyring: testKeyring,
    clock: systemClock,
  }).table(Project);
  const [first, ...others] = table.shown.map(({ property }) => property);
  const lists = others.map((one) => table.some([first!, one]));
  const least = table.some([first!]);
  expect(new Set(lists).size).toBeLessThanOrEqual(13);
  expect(others.length).toBeGreaterThan(13);
  for (const [at, list] of lists.entries())
    expect(list.map(({ property }) => property)).toEqual(expect.arrayContaining([first, others[at]]));
  expect(least.length).toBe(2);
  expect(table.some([first!, others[0]!])).toBe(lists[0]);
});
