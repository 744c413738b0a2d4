import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { parseBusinessDate } from '../../kernel/calendar.ts';
import { seedDemo } from '../../seeds/demo.ts';
import { firmOf, projectOf, workerOf } from '../../seeds/scale/cast.ts';
import { seedScale } from '../../seeds/scale/seed-scale.ts';
import { PER_PROJECT, type ScaleSize } from '../../seeds/scale/sizes.ts';
import { subgraphs } from '../../subgraphs/registry.ts';
import { departments } from './support.ts';

const SMALL: ScaleSize = {
  projects: 40,
  workers: 5_400,
  cards: 300,
  onSite: 40 * PER_PROJECT,
  days: 25,
};
const DAY = parseBusinessDate('2026-11-20');

type Departments = Awaited<ReturnType<typeof departments>>;

const seed = ({ stores }: Departments, told: (done: number, total: number) => void = () => {}) =>
  seedScale({ stores, size: SMALL, businessDate: DAY, progress: told });

async function counts(own: Departments): Promise<Record<string, number>> {
  const held: Record<string, number> = {};
  for (const { name, facts } of subgraphs)
    for (const fact of facts) {
      const [row] = await own.ask<{ rows: string; digest: string }>(
        name,
        sql`select count(*) as rows from ${sql.ref(`${fact.schema}.${fact.table}`)}`,
      );
      if (Number(row!.rows) > 0) held[fact.name] = Number(row!.rows);
    }
  return held;
}

async function digest(own: Departments): Promise<unknown> {
  return own.ask(
    'provincial',
    sql`select md5(string_agg(concat_ws(' ', id, encode(content_hash, 'hex'), occurred_at), ',' order by id)) as digest
          from provincial.attendance_record`,
  );
}

const EXPECTED = {
  Enterprise: 40,
  Project: 40,
  ParticipatingUnit: 40,
  Crew: 80,
  MigrantWorker: 5_400,
  Engagement: 800,
  // Every day of everybody on site, and the hour of one of them on another site.
  AttendanceRecord: 40_000 + 2,
  PayrollSheet: 40,
  PayrollEntry: 800,
  LabourContract: 800,
  SpecialWageAccount: 40,
  AccountFlow: 840,
  LabourCostTransfer: 40,
  Disbursement: 800,
  WageCard: 300,
  GuaranteeLetter: 40,
  HousingPermit: 24,
  TransportPermit: 8,
  ContractSection: 16,
  WaterPermit: 4,
  WaterWorks: 4,
  EarlyWarning: 8,
  DoubtfulDataCase: 2,
  ArrearsComplaint: 1,
  StatusChangeApplication: 1,
};

describe('A seed at scale', () => {
  let whole: Departments;
  let broken: Departments;
  beforeAll(async () => {
    [whole, broken] = await Promise.all([departments(), departments()]);
  }, 120_000);
  afterAll(() => Promise.all([whole?.close(), broken?.close()]));

  test('writes every kind of records, tells how many, and is left alone the second time', async () => {
    const { records, wasThere } = await seed(whole);
    expect(await counts(whole)).toEqual(EXPECTED);
    expect({ records, wasThere }).toEqual({
      records: Object.values(EXPECTED).reduce((sum, one) => sum + one, 0),
      wasThere: false,
    });
    expect(await seed(whole)).toEqual({ records: 0, wasThere: true });
  }, 120_000);

  test('tells banking in which projects workers are, so that departments see the cards of theirs', async () => {
    const [told] = await whole.ask<object>(
      'banking',
      sql`select count(*) as records, count(distinct worker_id) as workers from banking.worker_project where not withdrawn`,
    );
    const [placed] = await whole.ask<object>(
      'provincial',
      sql`select count(*) as records, count(distinct worker_id) as workers from provincial.engagement where not withdrawn`,
    );
    expect(told).toEqual(placed);
    expect(told).toEqual({ records: BigInt(EXPECTED.Engagement), workers: BigInt(EXPECTED.Engagement) });
  });

  test('that is broken off goes on where it was, to the same records', async () => {
    const breaking = seed(broken, (done, total) => {
      if (done > total / 2) throw new Error('broken off');
    });
    await expect(breaking).rejects.toThrow('broken off');
    const { records } = await seed(broken);
    expect(records).toBeGreaterThan(0);
    expect(await counts(broken)).toEqual(EXPECTED);
    expect(await digest(broken)).toEqual(await digest(whole));
  }, 120_000);

  test('goes over no seed of another size, and the demo not over it', async () => {
    const { stores } = whole;
    const other = seedScale({
      stores,
      size: { ...SMALL, projects: 41 },
      businessDate: DAY,
      progress: () => {},
    });
    await expect(other).rejects.toThrow('begun with 40 projects, 2026-10');
    const demo = seedDemo({ stores, now: new Date(`${DAY}T09:00:00+08:00`), progress: () => {} });
    await expect(demo).rejects.toThrow('start it with HUB_SEED=none');
  });
});

describe('Who and what a seed at scale is about', () => {
  test('no two workers have one number, and no two projects or enterprises one code', () => {
    const numbers = new Set(Array.from({ length: 30_000 }, (_, place) => workerOf(place * 91).number));
    expect(numbers.size).toBe(30_000);
    const codes = new Set(Array.from({ length: 20_000 }, (_, serial) => projectOf(serial).code));
    expect(codes.size).toBe(20_000);
    expect(new Set(Array.from({ length: 3_000 }, (_, serial) => firmOf(serial).creditCode)).size).toBe(3_000);
  });
});
