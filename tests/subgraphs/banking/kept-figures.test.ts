import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, test } from '@jest/globals';
import { Disbursement, LabourCostTransfer } from '../../../subgraphs/banking/facts.ts';
import { banking } from '../../../subgraphs/banking/index.ts';
import { type Department, openDepartment } from '../support/department.ts';
import {
  askers,
  caughtUp,
  chance,
  expectKeptToBeCounted,
  oneStep,
  state,
  type Stating,
} from '../support/kept-and-counted.ts';
import { tellProject } from './support/withdrawn-projects.ts';

const FIGURES = 'labourCostReceived { today month total } wagesPaid { today month total }';
const PROJECTS = ['A', 'B', 'C'];
const BANKS = ['102', '103'];
const WORKERS = Array.from({ length: 3 }, () => randomUUID());
const ENTRIES = Array.from({ length: 30 }, () => randomUUID());
const DAYS = ['2026-01-31', '2026-02-14', '2026-02-28'];
const CALLERS = askers(WORKERS[0]!, ['B'], '103');

let hub: Department;
beforeAll(async () => {
  hub = await openDepartment(banking);
  await hub.scope([
    ['A', 'HOUSING', '450103'],
    ['B', 'TRANSPORT', '450203'],
    ['C', 'HOUSING', '450107'],
  ]);
}, 120_000);
afterAll(() => hub?.close());

const below = chance(20_260_221);
const one = <Item>(items: readonly Item[]): Item => items[below(items.length)]!;
const day = (): string => new Date(Date.UTC(2026, 0, 25 + below(36))).toISOString().slice(0, 10);

// A correction may move an amount to another day, project or bank, or send it back.
const payment = (): Stating => ({
  content: {
    payrollEntryId: one(ENTRIES),
    attempt: 1 + below(2),
    projectCode: one(PROJECTS),
    workerId: one(WORKERS),
    bankCode: one(BANKS),
    amountFen: BigInt(below(1_000_000)),
    result: one(['SUCCESS', 'SUCCESS', 'FAILED', 'RETURNED']),
    paidOn: day(),
    payMonth: '2026-01',
  },
  withdrawn: below(5) === 0,
});
const transfer = (): Stating => ({
  content: {
    bankCode: one(BANKS),
    accountIndex: Buffer.alloc(32, below(3)),
    flowSerial: String(below(12)),
    projectCode: one(PROJECTS),
    amountFen: BigInt(below(100_000_000)),
    transferredOn: day(),
    forMonth: '2026-01',
  },
  withdrawn: below(5) === 0,
});

let version = 0;
const submission = (): Promise<unknown> => {
  if (below(6) === 0) return tellProject(hub, one(PROJECTS), ++version, below(2) === 0);
  const at = ++version - (below(5) === 0 ? below(20) : 0);
  const [fact, make] = one([[Disbursement, payment] as const, [LabourCostTransfer, transfer] as const]);
  return state(hub, fact, one(['bank', 'platform']), at, Array.from({ length: 1 + below(12) }, make));
};

describe('Sums of money that are kept', () => {
  test('are what counting says after every step of random submissions, for departments, banks and workers', async () => {
    for (let step = 0; step < 30; step++) {
      const work: Promise<unknown>[] = Array.from({ length: 1 + below(4) }, submission);
      if (below(2) === 0) work.push(oneStep(hub));
      await Promise.all(work);
      await expectKeptToBeCounted(hub, FIGURES, step % 5 === 4 ? CALLERS : [CALLERS[0]!, CALLERS[5]!], DAYS);
    }
    await caughtUp(hub);
    await expectKeptToBeCounted(hub, FIGURES, CALLERS, DAYS);
  }, 180_000);
});
