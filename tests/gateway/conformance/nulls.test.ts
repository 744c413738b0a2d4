import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Federation, federation } from '../../support/federation/federation.ts';

/**
 * The subgraph with the plans does not know entities whose id begins with x: it answers null for them, which means "not
 * visible or not there". Null at the thing itself says enough; where more than the thing is lost, the lost place is told.
 */
describe('Null in a required place', () => {
  let graph: Federation;
  beforeAll(async () => {
    const job = (id: string) => ({ __typename: 'Job', id });
    const known = ({ id }: { id: string }) => (id.startsWith('x') ? null : { id });
    graph = await federation({
      jobs: {
        sdl: `type Query { job(id: ID!): Job must(id: ID!): Job! jobs: [Job!] loose: [Job]! grid: [[Job!]] strict: [[Job!]!]!
            box: Box works: [Work] }
          interface Work { id: ID! }
          type Job implements Work @key(fields: "id") { id: ID! next: Job after: Job! }
          type Walk implements Work @key(fields: "id") { id: ID! }
          type Box { label: String! job: Job! inner: Box }`,
        resolvers: {
          Query: {
            job: (_: unknown, { id }: { id: string }) => job(id),
            must: (_: unknown, { id }: { id: string }) => job(id),
            jobs: () => ['a', 'x', 'b'].map(job),
            loose: () => ['a', 'x', 'b'].map(job),
            grid: () => [['a'].map(job), ['b', 'x'].map(job), null],
            strict: () => [['a'].map(job), ['b', 'x'].map(job)],
            box: () => ({ label: 'outer', job: job('a'), inner: { label: 'inner', job: job('x') } }),
            works: () => [job('a'), { __typename: 'Walk', id: 'x' }, job('x')],
          },
          Job: { next: ({ id }: { id: string }) => job(`${id}n`), after: () => job('x') },
        },
      },
      plans: {
        sdl: `type Job @key(fields: "id") { id: ID! due: String! note: String steps: [Step!]! }
          type Walk @key(fields: "id") { id: ID! due: String! }
          type Step { no: Int! }`,
        resolvers: {
          Job: {
            __resolveReference: known,
            due: ({ id }: { id: string }) => `due of ${id}`,
            steps: () => [{ no: 1 }],
          },
          Walk: { __resolveReference: known, due: () => 'soon' },
        },
      },
    });
  });
  afterAll(() => graph.stop());
  const paths = (errors: readonly { path?: readonly (string | number)[] }[] | undefined) =>
    (errors ?? []).map(({ path }) => path?.join('.'));

  test('empties the nearest nullable parent; where that is the thing itself, nothing more is said', async () => {
    const { data, errors } = await graph.ask(
      '{ one: job(id: "x") { id when: due } other: job(id: "a") { when: due } }',
    );
    expect(data).toEqual({ one: null, other: { when: 'due of a' } });
    expect(paths(errors)).toEqual([]);
  });

  test('a nullable field of the same entity is null without an error', async () => {
    const { data, errors } = await graph.ask('{ job(id: "x") { id note } }');
    expect(data).toEqual({ job: { id: 'x', note: null } });
    expect(errors).toBeUndefined();
  });

  test('goes up to the whole answer where nothing on the way is nullable', async () => {
    const { data, errors } = await graph.ask('{ must(id: "x") { due } job(id: "a") { due } }');
    expect(data).toBeNull();
    expect(errors).toHaveLength(1);
  });

  test('empties one item of a list that may have holes', async () => {
    const { data, errors } = await graph.ask('{ loose { due } }');
    expect(data).toEqual({ loose: [{ due: 'due of a' }, null, { due: 'due of b' }] });
    expect(paths(errors)).toEqual([]);
  });

  test('empties a list that may have none, and says so at its place', async () => {
    const { data, errors } = await graph.ask('{ jobs { due } }');
    expect(data).toEqual({ jobs: null });
    expect(paths(errors)).toEqual(['jobs']);
  });

  test('empties the inner list of a list of lists', async () => {
    const { data, errors } = await graph.ask('{ grid { due } }');
    expect(data).toEqual({ grid: [[{ due: 'due of a' }], null, null] });
    expect(paths(errors)).toEqual(['grid.1']);
  });

  test('empties everything where all lists are required', async () => {
    const { data, errors } = await graph.ask('{ strict { due } job(id: "a") { id } }');
    expect(data).toBeNull();
    expect(paths(errors)).toEqual(['strict']);
  });

  test('stops at the nearest of nested nullable parents', async () => {
    const { data, errors } = await graph.ask('{ box { label job { due } inner { label job { due } } } }');
    expect(data).toEqual({ box: { label: 'outer', job: { due: 'due of a' }, inner: null } });
    expect(paths(errors)).toEqual(['box.inner']);
  });

  test('a required object of a nullable one takes it along', async () => {
    const { data, errors } = await graph.ask('{ job(id: "a") { id next { id after { due } } } }');
    expect(data).toEqual({ job: { id: 'a', next: null } });
    expect(paths(errors)).toEqual(['job.next']);
  });

  test('a required list that did not come counts as null', async () => {
    const { data, errors } = await graph.ask('{ job(id: "x") { steps { no } } }');
    expect(data).toEqual({ job: null });
    expect(paths(errors)).toEqual([]);
  });

  test('holds inside fragments on each type of an interface', async () => {
    const { data, errors } = await graph.ask('{ works { id ... on Job { due } ... on Walk { walk: due } } }');
    expect(data).toEqual({ works: [{ id: 'a', due: 'due of a' }, null, null] });
    expect(paths(errors)).toEqual([]);
  });

  test('what was skipped is not missed', async () => {
    const query =
      'query ($no: Boolean!) { job(id: "x") { id due @include(if: $no) ... @skip(if: true) { when: due } } }';
    const { data, errors } = await graph.ask(query, { no: false });
    expect({ data, errors }).toEqual({ data: { job: { id: 'x' } } });
  });
});
