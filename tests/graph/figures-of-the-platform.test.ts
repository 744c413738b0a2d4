import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Form, inOneProcess, NOW, seededDatabase } from './support/forms.ts';

let database: Awaited<ReturnType<typeof seededDatabase>>;
let form: Form;
beforeAll(async () => {
  database = await seededDatabase();
  form = await inOneProcess(database.env);
}, 240_000);
afterAll(async () => {
  await form?.hub.stop();
  await database?.drop();
});

const FIGURES = `projectsOnFile { today month total } projectsUnderConstruction enterprisesTakingPart
  workersRegistered { today month total } workersOnSite
  attendance { recordsToday recordsMonth workersToday workersMonth } payroll { sheets payable actual }
  labourCostReceived { today month total } wagesPaid { today month total } activeSpecialAccounts`;

const QUESTION = `query ($division: DivisionCode) {
  platformFigures(division: $division, on: "2026-11-20") { division divisionName ${FIGURES}
    byDivision { division ${FIGURES} } }
  projects(filter: { division: $division }) { totalCount }
}`;

interface Figures {
  readonly division: string;
  readonly projectsOnFile: { readonly total: number };
  readonly wagesPaid: { readonly total: string } | null;
  readonly activeSpecialAccounts: number | null;
  readonly byDivision: readonly Figures[];
}

describe('The figures of the platform, over the demo', () => {
  test('come from the hub and the banks in one answer, and add up where nobody counts twice', async () => {
    const { data, errors } = await form.hub.ask('province-hr', QUESTION, { division: '450000' });
    expect(errors).toBeUndefined();
    const found = data.platformFigures as Figures;
    expect(found.projectsOnFile.total).toBe(data.projects.totalCount);
    expect(sum(found, (one) => one.projectsOnFile.total)).toBe(found.projectsOnFile.total);
    expect(sum(found, (one) => one.activeSpecialAccounts!)).toBe(found.activeSpecialAccounts);
    expect(sum(found, (one) => fen(one.wagesPaid!.total))).toBe(fen(found.wagesPaid!.total));
    expect(fen(found.wagesPaid!.total)).toBeGreaterThan(0);
  });

  test('are kept as submissions come, and are what counting says of the same instant', async () => {
    for (const [role, division] of [
      ['province-hr', '450000'],
      ['county-hr', '450103'],
    ]) {
      const asked = (extensions?: object) => form.hub.ask(role!, QUESTION, { division }, extensions);
      const [kept, counted] = [await asked(), await asked({ hub: { asOf: NOW } })];
      expect(counted.errors).toBeUndefined();
      expect(kept.data.platformFigures).toEqual(counted.data.platformFigures);
    }
  });

  test('of a county are what its own officer sees, who sees no more of the province than that', async () => {
    const asked = async (role: string, division: string) =>
      (
        await form.hub.ask(
          role,
          `{ platformFigures(division: "${division}", on: "2026-11-20") { ${FIGURES} } }`,
        )
      ).data.platformFigures;
    const county = await asked('county-hr', '450103');
    expect(county.projectsOnFile.total).toBeGreaterThan(0);
    expect(await asked('province-hr', '450103')).toEqual(county);
    expect(await asked('county-hr', '450000')).toEqual(county);
  });

  test('are counted for an auditor without money, of which the auditor may ask nothing', async () => {
    const asked = (fields: string) => form.hub.ask('auditor', `{ platformFigures { ${fields} } }`);
    expect(await asked('projectsOnFile { total } attendance { workersMonth }')).toMatchObject({
      data: { platformFigures: { projectsOnFile: { total: 60 } } },
    });
    for (const field of ['payroll { sheets }', 'wagesPaid { total }', 'activeSpecialAccounts'])
      expect(await asked(field)).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  });
});

describe('A question about a day or a division that there is not', () => {
  const codesOf = async (query: string) =>
    ((await form.hub.ask('province-hr', query)).errors ?? []).map(({ extensions }) => extensions.code);

  test('is refused of a day that had not come at the instant asked about', async () => {
    const asked = async (on: string) => {
      const query = `{ platformFigures(on: "${on}") { projectsOnFile { total } } }`;
      const { errors = [] } = await form.hub.ask('province-hr', query, undefined, {
        hub: { asOf: '2026-11-01T12:00:00+08:00' },
      });
      return errors.map(({ extensions }) => extensions.code);
    };
    expect(await asked('2026-11-02')).toEqual(['DAY_IN_FUTURE']);
    expect(await asked('2026-11-20')).toEqual(['DAY_IN_FUTURE']);
    expect(await asked('2026-11-01')).toEqual([]);
  });

  test('is refused of the figures, in place of zeros', async () => {
    expect(await codesOf('{ platformFigures(on: "2026-11-21") { workersOnSite } }')).toEqual([
      'DAY_IN_FUTURE',
    ]);
    expect(await codesOf('{ platformFigures(division: "999999") { workersOnSite } }')).toEqual([
      'DIVISION_UNKNOWN',
    ]);
    for (const known of ['on: "2026-11-20"', 'division: "450103001"', 'division: "000000"'])
      expect(await codesOf(`{ platformFigures(${known}) { workersOnSite } }`)).toEqual([]);
  });

  test.each([
    'projects',
    'earlyWarnings',
    'statusChangeApplications',
    'arrearsComplaints',
    'keySupervisionMarks',
    'doubtfulDataCases',
    'organisations',
    'siteManagers',
    'enterpriseQualifications',
    'specialWageAccounts',
    'disbursements',
    'labourCostTransfers',
    'trainings',
    'housingPermits',
    'waterSections',
  ])('is refused of the list %s, in place of an empty one', async (list) => {
    const asked = (division: string) =>
      codesOf(`{ ${list}(filter: { division: "${division}" }) { totalCount } }`);
    expect(await asked('999999')).toEqual(['DIVISION_UNKNOWN']);
    expect(await asked('450103')).toEqual([]);
  });

  test('is refused of the ranking by division', async () => {
    expect(await codesOf('{ labourCostByDivision(division: "999999") { division } }')).toEqual([
      'DIVISION_UNKNOWN',
    ]);
  });
});

describe('The three-way match, over the demo', () => {
  test('finds the stories in which identity, attendance and payment do not fit, and fits everybody else', async () => {
    const { data } = await form.hub.ask('province-hr', '{ projects(first: 100) { nodes { code } } }');
    const found = new Set<string>();
    for (const { code } of data.projects.nodes) {
      const { data: month, errors } = await form.hub.ask('province-hr', MONTH, { code });
      expect(errors).toBeUndefined();
      for (const { threeWayMatch } of month.projectMonth.workers.nodes) found.add(`${threeWayMatch} ${code}`);
    }
    expect([...found].filter((one) => !one.startsWith('MATCH ')).sort()).toEqual([
      'ABSENT_PAID 4508212025060001',
      'DAYS_EXCEED 4501072025060001',
      'NO_CONTRACT 4503052025060001',
      'PAID_OTHER_ACCOUNT 4502042025060001',
      // Whose account had been closed when the last wages were paid, and the one that has none (stories 19 and 25).
      'PAID_OTHER_ACCOUNT 4504052025060001',
      'PAID_OTHER_ACCOUNT 4507022025060001',
    ]);
    expect([...found].filter((one) => one.startsWith('MATCH ')).length).toBeGreaterThan(50);
  });
});

const MONTH = `query ($code: ID!) {
  projectMonth(code: $code, month: "2026-10") { workers(first: 200) { nodes { threeWayMatch } } }
}`;

const sum = ({ byDivision }: Figures, of: (one: Figures) => number): number =>
  byDivision.reduce((total, one) => total + of(one), 0);

const fen = (yuan: string): number => Number(yuan.replace('.', ''));
