import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hubCaller } from '../../kernel/caller.ts';
import { writeProjectScope } from '../../ledger/project-scope.ts';
import { stepDone, stepsDone } from '../../ledger/installation-step.ts';
import { Session } from '../../subgraphs/session.ts';
import { ledger } from './support.ts';

let own: Awaited<ReturnType<typeof ledger>>;
beforeAll(async () => {
  own = await ledger();
});
afterAll(() => own.close());

const write = <Result>(work: Parameters<Session['write']>[0]) =>
  new Session(own.store.pool, hubCaller('test'), null).write(work) as Promise<Result>;

const scoped = (projectCode: string, divisionCode: string, version: number) => ({
  projectCode,
  kind: 'HOUSING',
  sector: 'HOUSING',
  divisionCode,
  version,
});

const standing = async (code: string) =>
  (
    await own.owner.query(
      'select division_code, version from provincial.project_scope where project_code = $1',
      [code],
    )
  ).rows;

describe('The projection of projects (architecture §8.3)', () => {
  test('a later version replaces, an earlier one that comes late does not', async () => {
    await write((db) => writeProjectScope(db, 'provincial', [scoped('p-1', '450103', 2)]));
    await write((db) => writeProjectScope(db, 'provincial', [scoped('p-1', '450105', 3)]));
    await write((db) => writeProjectScope(db, 'provincial', [scoped('p-1', '450102', 1)]));
    expect(await standing('p-1')).toEqual([{ division_code: '450105', version: 3 }]);
  });

  test('of a project named twice in a call the higher version counts', async () => {
    const both = [scoped('p-2', '450103', 2), scoped('p-2', '450105', 1)];
    await write((db) => writeProjectScope(db, 'provincial', both));
    expect(await standing('p-2')).toEqual([{ division_code: '450103', version: 2 }]);
  });

  test('no projects are no statement that fails', async () => {
    await expect(write((db) => writeProjectScope(db, 'provincial', []))).resolves.toBeUndefined();
  });
});

describe('Steps of an installation', () => {
  test('a step is done with its data or not at all', async () => {
    const at = new Date('2026-01-05T00:00:00Z');
    await write((db) => stepDone(db, 'work', 'one', 'noted', at));
    const failing = write(async (db) => {
      await stepDone(db, 'work', 'two', '', at);
      throw new Error('killed');
    });
    await expect(failing).rejects.toThrow('killed');
    expect(await write((db) => stepsDone(db, 'work'))).toEqual(new Map([['one', 'noted']]));
  });

  test('a step cannot be done twice', async () => {
    const again = write((db) => stepDone(db, 'work', 'one', '', new Date(0)));
    await expect(again).rejects.toMatchObject({ code: '23505' });
  });
});
