import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Caller, hubCaller } from '../../../kernel/caller.ts';
import { Engagement, RealNameRegistration } from '../../../subgraphs/provincial/facts.ts';
import { provincial } from '../../../subgraphs/provincial/index.ts';
import { type Department, official, openDepartment } from '../support/department.ts';

const [JANUARY, FEBRUARY] = ['2026-01-10T09:00:00+08:00', '2026-02-10T09:00:00+08:00'];
const workerId = randomUUID();
const ids = new Map<string, string>();
const who = { crewNo: '1', workerId, workType: null, workRole: null, isCrewLeader: false };

let department: Department;
beforeAll(async () => {
  department = await openDepartment(provincial);
  await department.scope([
    ['A', 'HOUSING', '450103'],
    ['B', 'HOUSING', '450203'],
  ]);
  const write = async (name: string, ...stated: Parameters<Department['write']>) => {
    const [verdict] = await department.write(...stated);
    ids.set(name, verdict!.id);
  };
  const entry = { ...who, projectCode: 'A', enteredOn: '2026-01-05', exitedOn: null };
  const taken = { ...entry, projectCode: 'B' };
  await write('entry', Engagement, JANUARY, [entry]);
  await write('taken back', Engagement, JANUARY, [taken]);
  await write('registration', RealNameRegistration, JANUARY, [{ ...who, projectCode: 'B' }]);
  await department.write(Engagement, FEBRUARY, [{ ...entry, exitedOn: '2026-02-01' }]);
  await department.write(Engagement, FEBRUARY, [taken], { withdrawn: true });
}, 60_000);
afterAll(() => department?.close());

const asked = async (caller: Caller, recordIds: readonly string[], asOf?: string) => {
  const { data, errors } = await department.ask(
    caller,
    'query ($ids: [ID!]!) { workerProjects(recordIds: $ids) { recordId version workerId projectCode isWithdrawn } }',
    { variables: { ids: recordIds }, ...(asOf && { asOf }) },
  );
  const found = (data as { workerProjects: { recordId: string }[] | null }).workerProjects;
  return { found: found && new Map(found.map(({ recordId, ...one }) => [recordId, one])), errors };
};
const told = (projectCode: string, version: number, isWithdrawn = false) => ({
  version,
  workerId,
  projectCode,
  isWithdrawn,
});
const of = (name: string) => ids.get(name)!;

describe('In which projects a worker is or was', () => {
  test('is told by the versions that stand, of an ended period and of what was taken back as well', async () => {
    const { found } = await asked(hubCaller('tests'), [...ids.values(), randomUUID(), 'nobody']);
    expect(found).toEqual(
      new Map([
        [of('entry'), told('A', 2)],
        [of('taken back'), told('B', 2, true)],
        [of('registration'), told('B', 1)],
      ]),
    );
  });

  test('is told of an earlier instant by the versions of then', async () => {
    const { found } = await asked(hubCaller('tests'), [...ids.values()], '2026-01-20T00:00:00+08:00');
    expect(found!.get(of('entry'))).toEqual(told('A', 1));
    expect(found!.get(of('taken back'))).toEqual(told('B', 1));
  });

  test('is told to nobody who does not see the records', async () => {
    const { found } = await asked(official('450103', 'HOUSING'), [...ids.values()]);
    expect(found).toEqual(new Map([[of('entry'), told('A', 2)]]));
  });

  test('is told of a thousand records at once at most', async () => {
    const { found, errors } = await asked(hubCaller('tests'), Array.from({ length: 1_001 }, randomUUID));
    expect(found).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'TOO_MANY_RECORDS' } }]);
  });
});
