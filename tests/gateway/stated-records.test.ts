import { expect, test } from '@jest/globals';
import { buildSchema, GraphQLList, type GraphQLInputType } from 'graphql';
import { statedRecords } from '../../gateway/gate/stated-records.ts';

const schema = buildSchema(`
  scalar Stated
  input Punch { project: Stated at: Stated replacesHeld: ID }
  input Sheet { no: Stated entries: [Punch!] }
  type Query { one(punches: [Punch!]!, sheets: [Sheet!]!): Int }
`);
const listOf = (name: string) => new GraphQLList(schema.getType(name) as GraphQLInputType);

test('records of stated fields are taken as they came, whatever is in the fields', () => {
  const records = [{ project: { deep: [1] }, at: null, replacesHeld: 'x' }, {}, { replacesHeld: null }];
  expect(statedRecords(records, listOf('Punch'))).toBe(records);
});

test.each([
  ['a field that the record does not have', [{ project: 'a' }, { wrong: 1 }]],
  ['an id that is no text', [{ replacesHeld: {} }]],
  ['a record that is no object', [{ project: 'a' }, 'b']],
  ['a record that is a list', [[]]],
  ['a record that is null', [null]],
  ['no list', { project: 'a' }],
])('%s is left to be read and told in full', (_what, value) => {
  expect(statedRecords(value, listOf('Punch'))).toBeUndefined();
});

test('records with fields of other types are left to be read in full', () => {
  expect(statedRecords([{ no: '1', entries: [] }], listOf('Sheet'))).toBeUndefined();
});
