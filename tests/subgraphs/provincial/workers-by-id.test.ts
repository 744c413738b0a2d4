import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hubCaller } from '../../../kernel/caller.ts';
import { MigrantWorker } from '../../../subgraphs/provincial/facts.ts';
import { provincial } from '../../../subgraphs/provincial/index.ts';
import { type Department, official, openDepartment } from '../support/department.ts';

const LIST = 'query ($ids: [ID!]) { migrantWorkers(filter: { ids: $ids }) { nodes { id } } }';
const [one, two] = [randomUUID(), randomUUID()].sort();

let registry: Department;
beforeAll(async () => {
  registry = await openDepartment(provincial);
  await registry.write(MigrantWorker, '2026-02-01T09:00:00+08:00', [
    { workerId: one, name: '韦甲' },
    { workerId: two, name: '韦乙' },
  ]);
});
afterAll(() => registry?.close());

const listed = async (ids: readonly string[] | null, caller = hubCaller('tests')) => {
  const { data, errors } = await registry.ask(caller, LIST, { variables: { ids } });
  if (errors) return errors.map(({ extensions }) => extensions?.code);
  return (data!.migrantWorkers as { nodes: { id: string }[] }).nodes.map(({ id }) => id);
};

describe('The list of workers by their ids', () => {
  test('has those who are on record; an id of another form is nobody’s, and no ids are nobody', async () => {
    expect(await listed([two!, randomUUID(), one!.toUpperCase(), 'W-1'])).toEqual([one, two]);
    expect(await listed([])).toEqual([]);
    expect(await listed(null)).toEqual([one, two]);
  });

  test('has only whom the caller may see', async () => {
    const elsewhere = { ...official('450203', 'HOUSING'), scopes: ['worker:read'] };
    expect(await listed([one!, two!], elsewhere)).toEqual([]);
  });

  test('is asked for at most 200 at once', async () => {
    expect(await listed(Array.from({ length: 200 }, () => randomUUID()))).toEqual([]);
    expect(await listed(Array.from({ length: 201 }, () => randomUUID()))).toEqual(['TOO_MANY_RECORDS']);
  });
});
