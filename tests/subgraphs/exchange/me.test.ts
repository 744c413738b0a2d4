import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CALLER_KINDS, hubCaller } from '../../../kernel/caller.ts';
import { exchange } from '../../../subgraphs/exchange/index.ts';
import { type Department, official, openDepartment } from '../support/department.ts';

const ME = '{ me { organisation person kind roles scopes sectors divisions assurance } }';

describe('The question "who am I"', () => {
  let department: Department;
  beforeAll(async () => {
    department = await openDepartment(exchange);
  });
  afterAll(() => department.close());

  test('is answered with the caller of this request and nothing more', async () => {
    const caller = { ...official('450103', 'HOUSING'), person: 'officer-7', roles: ['county-housing'] };
    expect(await department.ask(caller, ME)).toEqual({ data: { me: caller } });
    expect(await department.ask(official('450000', 'WATER'), '{ me { person divisions sectors } }')).toEqual({
      data: { me: { person: null, divisions: ['450000'], sectors: ['WATER'] } },
    });
  });

  test.each(CALLER_KINDS)('knows callers of the kind %s', async (kind) => {
    expect(await department.ask({ ...hubCaller('x'), kind }, '{ me { kind divisions } }')).toEqual({
      data: { me: { kind, divisions: ['000000'] } },
    });
  });
});
