import { expect, test } from '@jest/globals';
import { Kind, parse } from 'graphql';
import { committedSupergraph } from '../../hub/wiring/supergraph.ts';

const types = parse(committedSupergraph()).definitions.flatMap((one) =>
  one.kind === Kind.OBJECT_TYPE_DEFINITION
    ? [[one.name.value, new Set((one.fields ?? []).map(({ name }) => name.value))] as const]
    : [],
);

/** Lines that are read with the record they belong to, and have no history of their own in the graph yet. */
const WITHIN_ANOTHER = new Set(['TrainingParticipant']);

test('Every record that says where it comes from shows its versions', () => {
  const without = types.flatMap(([name, fields]) =>
    fields.has('provenance') && !fields.has('versions') && !WITHIN_ANOTHER.has(name) ? [name] : [],
  );
  expect(without).toEqual([]);
  expect(types.filter(([, fields]) => fields.has('versions')).length).toBeGreaterThan(50);
});
