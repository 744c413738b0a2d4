import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { golden } from '../../adapters/national-real-name/golden.ts';
import {
  corp,
  fileParents,
  payLineOf,
  PROJECT,
  team,
  workerOf,
} from '../../adapters/national-real-name/support/file-parents.ts';
import { type Client, type Door, openDoor } from '../../adapters/national-real-name/support/open-door.ts';
import { NOW } from './support/parents.ts';
import { CANARY } from './support/planted.ts';

let door: Door;
let client: Client;
beforeAll(async () => {
  door = await openDoor(NOW);
  client = await door.register(golden.fields.appid, golden.secret);
  await fileParents(client);
}, 120_000);
afterAll(() => door?.close());

const person = { idCardType: '01', idCardNumber: golden.numberEncrypted };
const project = {
  contractorCorpCode: corp.corpCode,
  contractorCorpName: corp.corpName,
  name: '示例二期',
  category: '01',
  areaCode: '450103',
  invest: 12000,
  startDate: '2025-12-01',
  completeDate: '2027-12-01',
  prjStatus: '003',
};
const contract = {
  ...corp,
  ...person,
  contractPeriodType: 1,
  startDate: '2026-01-01',
  endDate: '2026-12-31',
};
const payOf = (one: Client) => ({
  ...payLineOf(one, golden.number, { days: 20 }),
  bankCode: '105',
  bankNumber: 'x',
});

type Made = Readonly<Record<string, unknown>>;
/** A call in order of every method that writes, and the list within it. */
const CALLS: readonly (readonly [
  method: string,
  outer: Made,
  list?: string,
  row?: (client: Client) => Made,
])[] = [
  ['Corp.Upload', { ...corp, areaCode: '450103', corpType: '1', establishDate: '2020-01-01' }],
  ['Project.Add', project],
  ['ProjectSubContractor.Add', { projectCode: PROJECT, ...corp, corpType: '009', entryTime: '2026-01-01' }],
  ['Team.Add', { projectCode: PROJECT, ...corp, teamName: '钢筋班组', entryTime: '2026-01-01' }],
  ['ProjectWorker.Add', team, 'workerList', (one) => workerOf(one, golden.number)],
  ['WorkerEntryExit.Add', team, 'workerList', () => ({ ...person, date: '2026-01-04', type: 1 })],
  ['WorkerContract.Add', { projectCode: PROJECT }, 'contractList', () => contract],
  [
    'WorkerAttendance.Add',
    { projectCode: PROJECT, teamSysNo: 1500000001 },
    'dataList',
    () => ({
      ...person,
      date: '2026-01-05 07:00:00',
      direction: '01',
      channel: '1',
      attendType: '001',
      image: '',
    }),
  ],
  ['Payroll.Add', { ...team, payMonth: '2025-12' }, 'detailList', payOf],
  [
    'ProjectTraining.Add',
    {
      projectCode: PROJECT,
      trainingDate: '2026-01-04',
      trainingDuration: 2,
      trainingName: '入场教育',
      trainingTypeCode: '003001',
      trainer: '覃示例',
      trainingOrg: '示例培训中心',
      trainingAddress: '会议室',
      description: '入场',
    },
    'workers',
    () => person,
  ],
  ['Project.PartUpdate', { ...project, projectCode: PROJECT }],
  [
    'ProjectSubContractor.Update',
    { projectCode: PROJECT, ...corp, corpType: '009', entryTime: '2026-01-01' },
  ],
  ['Team.Update', { ...team, teamLeaderName: '韦示例', teamLeaderPhone: '13700000000', remark: '备注' }],
  ['ProjectWorker.Update', { ...team, ...person, cellPhone: '13700000000', nation: '壮', workType: '010' }],
];

const paged = { pageIndex: 0, pageSize: 10 };
const ofProject = { projectCode: PROJECT, ...paged };
const ofUnit = { ...ofProject, corpCode: corp.corpCode };
/** A question of every kind, with all that may be asked by. */
const QUESTIONS: readonly (readonly [method: string, data: Made])[] = [
  ['Corp.Query', { corpCode: corp.corpCode, ...paged }],
  ['Project.Query', { ...ofUnit, contractorCorpCode: corp.corpCode }],
  ['ProjectSubContractor.Query', ofUnit],
  ['Team.Query', { ...ofUnit, teamSysNo: 1500000001 }],
  ['ProjectWorker.Query', { ...ofUnit, teamSysNo: 1500000001, ...person }],
  ['WorkerEntryExit.Query', { ...ofUnit, teamSysNo: 1500000001, ...person }],
  ['WorkerContract.Query', { ...ofUnit, ...person }],
  ['WorkerAttendance.Query', { ...ofUnit, date: '2026-01-05', teamSysNo: 1500000001, ...person }],
  ['Payroll.Query', { ...ofUnit, teamSysNo: 1500000001, payMonth: '2025-12', ...person }],
  ['ProjectTraining.Query', { ...ofProject, trainingDate: '2026-01-04' }],
  ['AsyncHandleResult.Query', { requestSerialCode: 'team-add-2026010507-1-0001' }],
];

const EDGES: readonly unknown[] = [
  ...[
    0,
    -0,
    -1,
    0.1,
    1e21,
    1e308,
    2 ** 53 - 1,
    1_767_571_890,
    true,
    false,
    null,
    [],
    {},
    [null],
    [[]],
    { a: CANARY },
  ],
  ...[
    '',
    ' ',
    '\u0000',
    '\ud800',
    '\u202e',
    '１２３',
    '𠮷',
    '0000-00-00',
    '2026-02-29',
    '9999-12-31',
    '2026-13',
    'NaN',
  ],
  ...[
    "'; drop table provincial.crew; --",
    '=1+1',
    'x'.repeat(5_000),
    '__proto__',
    golden.numberEncrypted,
    CANARY,
  ],
];
const anyValue = fc.oneof(
  fc.constantFrom(...EDGES),
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary' }),
);
const changes = (of: Made): fc.Arbitrary<Made> =>
  fc
    .array(fc.tuple(fc.constantFrom(...Object.keys(of)), anyValue), { minLength: 1, maxLength: 2 })
    .map((changed) => Object.fromEntries(changed));

/** What a call came to: its answer, and the result of what it set to work. */
async function told(method: string, data: Made): Promise<string> {
  const said = await client.call(method, data);
  expect([0, -1, 1001]).toContain(said.code);
  const serial = said.code === 0 ? said.data.requestSerialCode : undefined;
  const settled = serial === undefined ? undefined : await client.resultOf(serial);
  if (settled) expect([10, 20]).toContain(settled.status);
  return JSON.stringify([said.message, settled?.status === 10 ? settled.result : null]);
}

function expectNoFault(words: string): void {
  expect(words).not.toMatch(/Internal Error|内部错误/);
  expect(words).not.toContain(CANARY);
}

test.each(CALLS.map((one) => [one[0], one] as const))(
  '%s: each odd value in each field is answered, and never as a fault of the hub',
  async (_method, [method, outer, list, row]) => {
    const good = row?.(client) ?? {};
    const within = list === undefined ? {} : { [list]: [good] };
    const calls = EDGES.flatMap((value) => [
      ...Object.keys(outer).map((field) => ({ ...outer, ...within, [field]: value })),
      ...Object.keys(good).map((field) => ({ ...outer, [list!]: [{ ...good, [field]: value }] })),
      ...(list === undefined ? [] : [value, [value]].map((rows) => ({ ...outer, [list]: rows }))),
    ]);
    for (let at = 0; at < calls.length; at += AT_ONCE)
      for (const words of await Promise.all(calls.slice(at, at + AT_ONCE).map((data) => told(method, data))))
        expectNoFault(words);
  },
  120_000,
);

test.each(QUESTIONS)(
  '%s: each odd value in each field is answered, and never as a fault of the hub',
  async (method, data) => {
    // Persons are looked for thirty times a minute: only where they are what is odd.
    const unnamed = Object.fromEntries(Object.entries(data).filter(([field]) => !(field in person)));
    const calls = Object.keys(data).flatMap((field) =>
      EDGES.map((value) => ({ ...(field in person ? data : unnamed), [field]: value })),
    );
    for (let at = 0; at < calls.length; at += AT_ONCE)
      await Promise.all(
        calls.slice(at, at + AT_ONCE).map(async (asked) => {
          const { code, message } = await client.call(method, asked);
          expect('idCardNumber' in asked ? [0, -1, -5, 1001] : [0, -1, 1001]).toContain(code);
          expectNoFault(message);
        }),
      );
  },
  120_000,
);

const AT_ONCE = 24;
const RUNS = 30;

test.each(CALLS.map((one) => [one[0], one] as const))(
  `%s: any value in any field is answered, and never as a fault of the hub (${RUNS} runs)`,
  async (_method, [method, outer, list, row]) => {
    const good = row?.(client) ?? {};
    const stated = list === undefined ? changes(outer) : fc.oneof(changes(outer), fc.constant({}));
    const rows =
      list === undefined ? fc.constant([]) : fc.array(changes(good), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(stated, rows, async (more, wrong) => {
        const data = {
          ...outer,
          ...more,
          ...(list !== undefined && { [list]: wrong.map((one) => ({ ...good, ...one })) }),
        };
        expectNoFault(await told(method, data));
      }),
      { numRuns: RUNS },
    );
  },
  120_000,
);
