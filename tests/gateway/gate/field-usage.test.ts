import { describe, expect, test } from '@jest/globals';
import { buildSchema, getOperationAST, parse } from 'graphql';
import { fragmentsOf } from '../../../gateway/gate/asked.ts';
import { coordinatesOf, fieldUsage, type UsedField } from '../../../gateway/gate/field-usage.ts';
import { hubCaller } from '../../../kernel/caller.ts';

const schema = buildSchema(`
  type Query { named(code: ID, deep: Boolean): Named all: [Named!]! }
  interface Named { name: String! }
  type Project implements Named { name: String! owner: Owner }
  type Owner { name: String! }
`);
const asked = (text: string) => {
  const document = parse(text);
  return { schema, operation: getOperationAST(document)!, fragments: fragmentsOf(document) };
};
const caller = (organisation: string) => ({ ...hubCaller('x'), kind: 'VENDOR' as const, organisation });

async function counted(usage: ReturnType<typeof fieldUsage>): Promise<UsedField[]> {
  const all: UsedField[] = [];
  await usage.handOn(async (used) => void all.push(...used));
  return all;
}

describe('Fields that an operation uses', () => {
  test('are those of every selection and fragment, each once, with the arguments given', () => {
    const text = `query($c: ID) { __typename one: named(code: $c) { ...N } all { ...N ... on Project { owner { name } } } }
      fragment N on Named { name __typename }`;
    expect([...coordinatesOf(asked(text))].sort()).toEqual([
      'Named.name',
      'Owner.name',
      'Project.owner',
      'Query.all',
      'Query.named',
      'Query.named(code:)',
    ]);
  });

  test('fragments that spread each other many times are looked at once', () => {
    const fragments = Array.from(
      { length: 30 },
      (_, n) => `fragment F${n} on Project { owner { name } ...F${n + 1} ...F${n + 1} }`,
    );
    const text = `{ all { ...F0 } } ${fragments.join(' ')} fragment F30 on Project { name }`;
    expect(coordinatesOf(asked(text))).toContain('Project.name');
  });
});

describe('Counts of fields', () => {
  test('are kept by organisation, and the hub’s own questions are not counted', async () => {
    const usage = fieldUsage();
    const one = asked('{ all { name } }');
    for (let time = 0; time < 3; time += 1) usage.count(one, caller('bank-a'));
    usage.count(asked('{ all { name } }'), caller('bank-a'));
    usage.count(one, caller('bank-b'));
    usage.count(one, hubCaller('jobs'));
    expect(await counted(usage)).toEqual([
      { coordinate: 'Query.all', organisation: 'bank-a', times: 4 },
      { coordinate: 'Query.all', organisation: 'bank-b', times: 1 },
      { coordinate: 'Named.name', organisation: 'bank-a', times: 4 },
      { coordinate: 'Named.name', organisation: 'bank-b', times: 1 },
    ]);
    expect(await counted(usage)).toEqual([]);
  });

  test('a flood of texts that all differ is folded into its fields', async () => {
    const usage = fieldUsage();
    for (let number = 0; number < 3_500; number += 1)
      usage.count(asked(`query Q${number} { all { name } }`), caller('vendor'));
    expect((await counted(usage)).map(({ times }) => times)).toEqual([3_500, 3_500]);
  });

  test('what could not be handed on is handed on the next time', async () => {
    const usage = fieldUsage();
    usage.count(asked('{ all { name } }'), caller('vendor'));
    await expect(usage.handOn(() => Promise.reject(new Error('down')))).rejects.toThrow('down');
    usage.count(asked('{ all { name } }'), caller('vendor'));
    expect((await counted(usage)).map(({ times }) => times)).toEqual([2, 2]);
  });
});
