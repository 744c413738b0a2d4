import { expect, test } from '@jest/globals';
import { committedSupergraph } from '../../hub/wiring/supergraph.ts';
import { accessTable } from '../../schema/access.ts';
import { subgraphs } from '../../subgraphs/registry.ts';

const access = accessTable(committedSupergraph());
const datasets = subgraphs.flatMap(({ name, datasets = [] }) =>
  datasets.map((one) => [`${name} ${one.name}`, one] as const),
);

test.each(datasets)('%s is submitted and taken back with the same scopes', (_name, { operation, scopes }) => {
  expect(access.field('Mutation', operation)?.scopes).toEqual([scopes.map((scope) => [scope])]);
});

test.each([
  ['provincial', 'Provincial'],
  ['banking', 'Banking'],
  ['human-resources', 'HumanResources'],
  ['housing', 'Housing'],
  ['transport', 'Transport'],
  ['water', 'Water'],
])(
  'withdrawals of %s are open to whoever may submit one of its datasets, and to nobody else',
  (name, inName) => {
    const own = subgraphs.find((one) => one.name === name)!.datasets!.flatMap(({ scopes }) => scopes);
    for (const what of ['Records', 'Submission']) {
      const [anyOf, ...more] = access.field('Mutation', `withdraw${inName}${what}`)!.scopes;
      expect(more).toEqual([]);
      expect(new Set(anyOf!.map(([scope]) => scope))).toEqual(new Set(own));
    }
  },
);
