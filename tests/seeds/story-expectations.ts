import { expect } from '@jest/globals';

// biome-ignore lint/suspicious/noExplicitAny: answers of twenty-nine different questions
type Told = any;

/** What each story's own question must answer, for the business date 2026-11-21. */
export const expectations: Readonly<Record<number, (told: Told) => void>> = {
  1: ({ project }) => {
    expect(project.labourCost).toMatchObject({ receivedByThe20th: '0.00', firstReceivedOn: '2026-10-26' });
    expect(Number(project.labourCost.received)).toBeGreaterThan(100_000);
    expect(project.warnings).toEqual([{ rule: { code: 'ZJ-01' }, state: 'CLEARED' }]);
  },
  2: ({ project }) =>
    expect(Number(project.labourCost.received)).toBeCloseTo(Number(project.agreedMonthlyLabourCost) * 0.7, 1),
  3: ({ migrantWorker }) => {
    const said = migrantWorker.payrollEntries.find((one: Told) => one.payMonth === '2026-10').days;
    expect(said).toBe(cameOn(migrantWorker) + 4);
  },
  4: ({ migrantWorker }) => {
    expect(migrantWorker.engagements.map((one: Told) => one.project.code).sort()).toEqual([
      '4501022025060001',
      '4501032025060004',
    ]);
  },
  5: ({ project }) => {
    const cards = project.engagements.nodes.map((one: Told) => one.worker.wageCard.cardNumber);
    expect(cards.length - new Set(cards).size).toBe(1);
  },
  6: ({ project }) => {
    expect(project.constructionStatus).toBe('UNDER_CONSTRUCTION');
    expect(project.guaranteeLetters).toMatchObject([{ endsOn: '2026-11-09', isExpired: true }]);
  },
  7: ({ project }) => expect(project.specialWageAccounts[0].accountName).not.toMatch(/农民工工资专用账户$/),
  8: ({ project }) => expect(project.filedAfterDays).toBe(16),
  9: ({ project }) => expect(project).toMatchObject({ filedAfterDays: 15, warnings: [] }),
  10: ({ project }) => {
    const shares = project.payrollSheets.map(
      (one: Told) => Number(one.totalActual) / Number(one.totalPayable),
    );
    expect(shares.sort()).toEqual([0.8, 1, 1]);
  },
  11: ({ migrantWorker }) => {
    const own = migrantWorker.engagements[0].project.specialWageAccounts[0].bank.code;
    const paid = migrantWorker.payrollEntries.map((one: Told) => [
      one.payMonth,
      one.disbursements[0].bank.code,
    ]);
    expect(paid).toEqual([
      ['2026-10', '308'],
      ['2026-09', own],
    ]);
  },
  12: ({ project }) => {
    expect(project).toMatchObject({ constructionStatus: 'COMPLETED', completedOn: '2026-11-01' });
    expect(project.attendance.latestAt > '2026-11-05').toBe(true);
  },
  13: ({ project }) =>
    expect(project.engagements.totalCount - project.contractCoverage.workersWithContract).toBeGreaterThan(5),
  14: ({ migrantWorker: { before, month } }) => {
    expect(instants(before)).toEqual([['2026-10-31T15:59:59.000Z', 'OUT']]);
    expect(instants(month)).toEqual([['2026-10-31T16:00:01.000Z', 'IN']]);
  },
  15: ({ migrantWorker }) => {
    const hours = migrantWorker.attendanceRecords.nodes.map((one: Told) => [
      hourOf(one.occurredAt),
      one.direction,
    ]);
    expect(hours).toEqual(
      expect.arrayContaining([
        [20, 'IN'],
        [5, 'OUT'],
      ]),
    );
    expect(new Set(hours.map(String))).toEqual(new Set(['20,IN', '5,OUT']));
  },
  16: ({ project }) => {
    expect(project.constructionStatus).toBe('SUSPENDED');
    expect(project.attendance.workers).toBeGreaterThan(3);
    expect(project.attendance.latestAt > '2026-11-18').toBe(true);
  },
  17: ({ ensureWorkers }) => {
    expect(ensureWorkers).toHaveLength(2);
    expect(new Set(ensureWorkers.map((one: Told) => `${one.workerId} ${one.isNew}`))).toEqual(
      new Set(['5c28d2b7-6b98-4d46-983e-8af4ee2e9cf2 false']),
    );
  },
  18: ({ doubtfulDataCases }) =>
    expect(doubtfulDataCases.nodes).toMatchObject([
      { verificationResult: 'TRUE', worker: { id: '9ae7fb2c-df07-4b68-9ab6-096d79a76229' } },
    ]),
  19: ({ project }) =>
    expect(project).toEqual({
      completedOn: '2026-10-27',
      specialWageAccounts: [{ status: 'CLOSED', closedOn: '2026-11-11' }],
    }),
  20: ({ migrantWorker }) => {
    const [paid] = migrantWorker.payrollEntries;
    expect(paid.payMonth).toBe('2026-10');
    expect(paid.disbursements).toMatchObject([
      { attempt: 1, result: 'RETURNED', provenance: { version: 2 } },
      { attempt: 2, result: 'SUCCESS', reason: null },
    ]);
  },
  21: ({ project }) => {
    const serials = project.accountFlows.nodes.map((one: Told) => Number(one.serial));
    expect(Math.max(...serials) - Math.min(...serials) + 1 - serials.length).toBe(1);
  },
  22: ({ migrantWorker }) => {
    expect(migrantWorker.engagements).toHaveLength(1);
    expect(migrantWorker.wageCard).toBeNull();
  },
  23: ({ project }) => expect(project.wageOfficers).toMatchObject([{ trainedOn: null }]),
  24: ({ project }) => {
    expect(project.constructionStatus).toBe('UNDER_CONSTRUCTION');
    expect(project.attendance.latestAt < '2026-11-13').toBe(true);
  },
  25: ({ project }) => expect(project.specialWageAccounts).toEqual([]),
  26: ({ project }) =>
    expect(project.generalContractor.discreditedListings).toMatchObject([{ isActive: true }]),
  27: ({ project }) => {
    expect(project.guaranteeDeposits).toMatchObject([{ form: 'CASH' }]);
    expect(project.guaranteeDeposits[0].accountName).toMatch(/农民工工资专用账户$/);
  },
  28: ({ migrantWorker }) => {
    expect(migrantWorker.payrollEntries).toEqual([{ payMonth: '2026-10', days: 20 }]);
    expect(migrantWorker.attendanceRecords.totalCount).toBe(0);
  },
  29: ({ doubtfulDataCases }) =>
    expect(doubtfulDataCases.nodes).toMatchObject([{ project: { code: '4509022025060001' } }]),
};

const cameOn = (worker: Told): number =>
  worker.attendanceRecords.nodes.filter((one: Told) => one.direction === 'IN').length;

const instants = (page: Told) =>
  page.nodes.map((one: Told) => [new Date(one.occurredAt).toISOString(), one.direction]);

const hourOf = (instant: string): number => (new Date(instant).getUTCHours() + 8) % 24;
