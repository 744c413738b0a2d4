import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { type Caller, hubCaller } from '../../../../kernel/caller.ts';
import {
  CONTRACTOR,
  elsewhere,
  enterpriseCaller,
  type Hub,
  LABOUR,
  openHub,
  openSite,
  OWNER,
  platform,
  project,
  STRANGER,
} from './support.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await openHub();
  await openSite(hub, 'A');
});
afterAll(() => hub?.close());

const LATER = '2026-03-01T07:30:00+08:00';
const wrongCheck = (code: string) => `${code.slice(0, 17)}${code.endsWith('A') ? 'B' : 'A'}`;

describe('Enterprises', () => {
  const enterprise = (more: object = {}) => ({
    creditCode: STRANGER,
    name: '示例劳务有限公司',
    divisionCode: '450100',
    ...more,
  });

  test.each([
    ['no code', { creditCode: null }, 'REJECTED VALUE_MISSING creditCode'],
    ['a code of 17 characters', { creditCode: STRANGER.slice(1) }, 'REJECTED VALUE_MALFORMED creditCode'],
    [
      'a code that fails its check',
      { creditCode: wrongCheck(STRANGER) },
      'HELD CREDIT_CODE_INVALID creditCode',
    ],
    ['no name', { name: ' ' }, 'REJECTED VALUE_MISSING name'],
    ['a name of 201 characters', { name: '长'.repeat(201) }, 'REJECTED VALUE_TOO_LONG name'],
    ['a name with a bidirectional mark', { name: '示例\u202e公司' }, 'REJECTED CHARACTER_FORBIDDEN name'],
    ['a division of no province', { divisionCode: '990100' }, 'REJECTED DIVISION_UNKNOWN divisionCode'],
    [
      'a registration type of no table',
      { registrationType: 'ABC' },
      'REJECTED CODE_UNKNOWN registrationType',
    ],
    ['an establishment tomorrow', { establishedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE establishedOn'],
    ['a day that does not exist', { establishedOn: '2025-02-29' }, 'REJECTED DATE_MALFORMED establishedOn'],
  ])('with %s has its verdict', async (_what, more, verdict) => {
    expect(await hub.submit('submitEnterprises', [enterprise(more)])).toEqual([verdict]);
  });

  test('are accepted, repeated, corrected, and read back', async () => {
    const full = enterprise({
      creditCode: ` ${STRANGER.toLowerCase()} `,
      abbreviation: '示例劳务',
      registrationType: '150',
      legalRepresentative: '阿卜杜拉•示例',
      establishedOn: '2015-06-01',
    });
    expect(await hub.submit('submitEnterprises', [full])).toEqual(['ACCEPTED']);
    expect(await hub.submit('submitEnterprises', [full])).toEqual(['DUPLICATE ALREADY_RECORDED']);
    const renamed = { ...full, name: '示例劳务集团有限公司' };
    expect(await hub.submit('submitEnterprises', [renamed])).toEqual([
      'DUPLICATE SAME_VERSION_OTHER_CONTENT',
    ]);
    expect(await hub.submit('submitEnterprises', [renamed], { sentAt: LATER })).toEqual(['CORRECTED']);
    expect(await hub.submit('submitEnterprises', [full], { caller: elsewhere, sentAt: LATER })).toEqual([
      'DUPLICATE CLAIM_KEPT',
    ]);
    expect(
      await hub.ask(
        `query ($code: SocialCreditCode!) { enterprise(creditCode: $code) {
          name abbreviation divisionCode registrationType { code } establishedOn provenance { version } } }`,
        { code: STRANGER },
      ),
    ).toEqual({
      name: '示例劳务集团有限公司',
      abbreviation: '示例劳务',
      divisionCode: '450100',
      registrationType: { code: '150' },
      establishedOn: '2015-06-01',
      provenance: { version: 2 },
    });
  });

  test('state their own record only, where the caller is one', async () => {
    const caller = enterpriseCaller(LABOUR);
    expect(
      await hub.submit('submitEnterprises', [enterprise(), enterprise({ creditCode: LABOUR })], { caller }),
    ).toEqual(['REJECTED ENTERPRISE_OF_ANOTHER creditCode', 'DUPLICATE CLAIM_KEPT']);
  });

  test('with a code that fails its check are held for anybody, the enterprise itself included', async () => {
    const caller = enterpriseCaller(CONTRACTOR);
    const mistyped = wrongCheck(CONTRACTOR);
    const held = async (operation: Parameters<Hub['submit']>[0], record: object) =>
      (await hub.submit(operation, [record], { caller, source: 'mistyped' }))[0];
    expect(await held('submitEnterprises', enterprise({ creditCode: mistyped }))).toBe(
      'HELD CREDIT_CODE_INVALID creditCode',
    );
    const filing = project({ projectCode: 'M-1', ownerCode: null, generalContractorCode: mistyped });
    expect(await held('fileProjects', filing)).toBe('HELD CREDIT_CODE_INVALID generalContractorCode');
    // One of another's sound code is another's, whatever else is wrong with it.
    expect(await held('fileProjects', { ...filing, generalContractorCode: LABOUR })).toBe(
      'REJECTED ENTERPRISE_OF_ANOTHER generalContractorCode',
    );
  });
});

describe('Filing projects', () => {
  test.each([
    ['no code', { projectCode: null }, 'REJECTED VALUE_MISSING projectCode'],
    ['a blank in its code', { projectCode: 'X 1' }, 'REJECTED PROJECT_CODE_MALFORMED projectCode'],
    ['a sector that is none', { sector: 'SPACE' }, 'REJECTED CODE_UNKNOWN sector'],
    ['no name', { name: '' }, 'REJECTED VALUE_MISSING name'],
    ['a negative price', { contractPrice: '-1.00' }, 'REJECTED AMOUNT_NEGATIVE contractPrice'],
    ['a price of three decimals', { contractPrice: '1.001' }, 'REJECTED AMOUNT_MALFORMED contractPrice'],
    ['a category of no table', { category: '77' }, 'REJECTED CODE_UNKNOWN category'],
    ['a status of no table', { constructionStatus: '009' }, 'REJECTED CODE_UNKNOWN constructionStatus'],
    ['no status', { constructionStatus: undefined }, 'REJECTED VALUE_MISSING constructionStatus'],
    ['a start tomorrow', { startedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE startedOn'],
    [
      'a contract of tomorrow',
      { contractSignedOn: '2026-03-02' },
      'REJECTED DATE_IN_FUTURE contractSignedOn',
    ],
    ['a filing tomorrow', { filedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE filedOn'],
    [
      'a completion while it is under construction',
      { completedOn: '2026-02-28' },
      'REJECTED STATUS_AGAINST_DAYS constructionStatus',
    ],
    [
      'a completion while it is suspended',
      { completedOn: '2026-02-28', constructionStatus: 'SUSPENDED' },
      'REJECTED STATUS_AGAINST_DAYS constructionStatus',
    ],
    [
      'a completion of completed works',
      { projectCode: 'X-3', completedOn: '2026-02-28', constructionStatus: '004' },
      'ACCEPTED',
    ],
    ['a completion before the start', { completedOn: '2026-02-19' }, 'REJECTED PERIOD_REVERSED completedOn'],
    [
      'a contract that ends before it begins',
      { contractStartsOn: '2026-02-01', contractEndsOn: '2026-01-31' },
      'REJECTED PERIOD_REVERSED contractEndsOn',
    ],
    [
      'an owner whose code fails its check',
      { ownerCode: wrongCheck(OWNER) },
      'HELD CREDIT_CODE_INVALID ownerCode',
    ],
    ['another district', { divisionCode: '450203' }, 'REJECTED OUTSIDE_REACH divisionCode'],
    ['another sector', { sector: 'WATER' }, 'REJECTED OUTSIDE_REACH divisionCode'],
    ['an end of the contract in years', { contractEndsOn: '2029-01-01' }, 'ACCEPTED'],
    [
      'enterprises that nobody has stated',
      { projectCode: 'X-2', ownerCode: STRANGER, generalContractorCode: null },
      'ACCEPTED',
    ],
  ])('with %s has its verdict', async (_what, more, verdict) => {
    expect(await hub.submit('fileProjects', [project({ projectCode: 'X-1', ...more })])).toEqual([verdict]);
  });

  test('takes the status by its code or by its word, and the kind from the sector', async () => {
    const energy: Caller = {
      ...enterpriseCaller(CONTRACTOR),
      sectors: ['HOUSING', 'ENERGY'],
      divisions: ['450000', '530000'],
    };
    const filings = [
      project({ projectCode: 'K-1', constructionStatus: 'COMPLETED' }),
      project({ projectCode: 'K-2', sector: 'ENERGY', divisionCode: '530102' }),
    ];
    expect(await hub.submit('fileProjects', filings, { caller: energy })).toEqual(['ACCEPTED', 'ACCEPTED']);
    expect(
      await hub.ask(`{ projects(filter: { codes: ["K-1", "K-2", "NONE"] }, orderBy: CODE) {
        nodes { __typename code kind sector constructionStatus } } }`),
    ).toEqual({
      nodes: [
        {
          __typename: 'HousingProject',
          code: 'K-1',
          kind: 'HOUSING',
          sector: 'HOUSING',
          constructionStatus: 'COMPLETED',
        },
        {
          __typename: 'OtherProject',
          code: 'K-2',
          kind: 'OTHER',
          sector: 'ENERGY',
          constructionStatus: 'UNDER_CONSTRUCTION',
        },
      ],
    });
  });

  test('keeps the first day of filing where a correction says none, and is read back whole', async () => {
    const filing = project({
      projectCode: 'F-1',
      filedOn: '2026-02-25',
      abbreviation: '示例安置房',
      address: '示例路1号',
      category: '01',
      contractPrice: '120000000.50',
      agreedMonthlyLabourCost: 2000000,
      contractSignedOn: '2026-01-20',
      contractStartsOn: '2026-02-01',
      contractEndsOn: '2027-02-01',
      thirdPartyCode: 'T-88',
    });
    expect(await hub.submit('fileProjects', [filing])).toEqual(['ACCEPTED']);
    const again = { ...filing, filedOn: undefined };
    expect(await hub.submit('fileProjects', [again])).toEqual(['DUPLICATE ALREADY_RECORDED']);
    expect(
      await hub.submit('fileProjects', [{ ...again, constructionStatus: '005' }], { sentAt: LATER }),
    ).toEqual(['CORRECTED +STATUS_NOT_APPROVED']);
    expect(
      await hub.ask(`{ project(code: "F-1") {
        name abbreviation address divisionCode category { code } contractPrice agreedMonthlyLabourCost contractSignedOn
        contractStartsOn contractEndsOn startedOn completedOn constructionStatus filedOn filedAfterDays thirdPartyCode
        isUnderKeySupervision owner { creditCode } generalContractor { creditCode } provenance { version } } }`),
    ).toEqual({
      name: '青秀区示例路安置房工程',
      abbreviation: '示例安置房',
      address: '示例路1号',
      divisionCode: '450103',
      category: { code: '01' },
      contractPrice: '120000000.50',
      agreedMonthlyLabourCost: '2000000.00',
      contractSignedOn: '2026-01-20',
      contractStartsOn: '2026-02-01',
      contractEndsOn: '2027-02-01',
      startedOn: '2026-02-20',
      completedOn: null,
      constructionStatus: 'SUSPENDED',
      filedOn: '2026-02-25',
      filedAfterDays: 5,
      thirdPartyCode: 'T-88',
      isUnderKeySupervision: false,
      owner: { creditCode: OWNER },
      generalContractor: { creditCode: CONTRACTOR },
      provenance: { version: 2 },
    });
  });

  test('brings the project into the scope of its district at once, and not of another', async () => {
    expect(await hub.submit('fileProjects', [project({ projectCode: 'S-1' })])).toEqual(['ACCEPTED']);
    const seen = async (division: string) => {
      const official = {
        ...elsewhere,
        kind: 'DEPARTMENT',
        divisions: [division],
        scopes: ['project:read'],
      } as const;
      const { data } = await hub.department.ask(official, '{ project(code: "S-1") { code } }');
      return data!.project;
    };
    expect(await seen('450103')).toEqual({ code: 'S-1' });
    expect(await seen('450203')).toBeNull();
  });

  test('is an enterprise’s for the projects that name it', async () => {
    const filing = [project({ projectCode: 'E-1' })];
    expect(await hub.submit('fileProjects', filing, { caller: enterpriseCaller(LABOUR) })).toEqual([
      'REJECTED ENTERPRISE_OF_ANOTHER generalContractorCode',
    ]);
    const contractor = enterpriseCaller(CONTRACTOR);
    expect(await hub.submit('fileProjects', filing, { caller: contractor })).toEqual(['ACCEPTED']);
    const unit = [{ projectCode: 'E-1', enterpriseCode: LABOUR, role: 'SUBCONTRACTOR' }];
    expect(await hub.submit('submitParticipatingUnits', unit, { caller: contractor })).toEqual(['ACCEPTED']);
    expect(
      await hub.submit('submitParticipatingUnits', unit, { caller: enterpriseCaller(STRANGER) }),
    ).toEqual(['HELD PROJECT_UNKNOWN projectCode']);
    expect(
      await hub.ask(
        'query ($code: SocialCreditCode!) { enterprise(creditCode: $code) { projectCodes projects { nodes { code } } } }',
        { code: CONTRACTOR },
      ),
    ).toMatchObject({ projectCodes: expect.arrayContaining(['A', 'E-1']) });
  });

  test.each([
    ['a province that it does not build in', { divisionCode: '110101' }, 'divisionCode'],
    ['a neighbouring province', { divisionCode: '530102' }, 'divisionCode'],
    ['another district', { divisionCode: '450203' }, 'divisionCode'],
    ['a sector that is not its own', { sector: 'WATER' }, 'sector'],
  ])('is an enterprise’s within its own reach, first of all: not in %s', async (what, more, path) => {
    const caller = enterpriseCaller(CONTRACTOR);
    const filing = project({ projectCode: `E-FAR-${what.length}` });
    expect(await hub.submit('fileProjects', [{ ...filing, ...more }], { caller })).toEqual([
      `REJECTED OUTSIDE_REACH ${path}`,
    ]);
    // Nothing of the code is used up.
    expect(await hub.submit('fileProjects', [filing], { caller })).toEqual(['ACCEPTED']);
  });

  test('is an enterprise’s again where it is on record, beyond its own divisions too', async () => {
    const theirs = project({ projectCode: 'E-THERE', divisionCode: '450203' });
    expect(await hub.submit('fileProjects', [theirs], { caller: elsewhere })).toEqual(['ACCEPTED']);
    const caller = enterpriseCaller(CONTRACTOR);
    expect(await hub.submit('fileProjects', [theirs], { caller })).toEqual(['DUPLICATE CLAIM_KEPT']);
  });

  test('never takes over a project of another district under its code', async () => {
    const theirs = project({ projectCode: 'O-1', divisionCode: '450203' });
    expect(await hub.submit('fileProjects', [theirs], { caller: elsewhere })).toEqual(['ACCEPTED']);
    const ours = [project({ projectCode: 'O-1' })];
    expect(await hub.submit('fileProjects', ours, { source: 'vendor-c' })).toEqual([
      'REJECTED OUTSIDE_REACH projectCode',
    ]);
  });

  test('is held to the projects that a caller’s registration names', async () => {
    const caller = { ...platform, projects: ['N-1'] };
    const filings = [project({ projectCode: 'N-1' }), project({ projectCode: 'N-2' })];
    expect(await hub.submit('fileProjects', filings, { caller })).toEqual([
      'ACCEPTED',
      'REJECTED OUTSIDE_REACH projectCode',
    ]);
  });

  test('leaves nothing of a rehearsal', async () => {
    const filing = [project({ projectCode: 'D-1' })];
    expect(await hub.submit('fileProjects', filing, { dryRun: true })).toEqual(['ACCEPTED']);
    expect(await hub.ask('{ project(code: "D-1") { code } }')).toBeNull();
    expect(await hub.submit('fileProjects', filing)).toEqual(['ACCEPTED']);
  });
});

describe('Guangxi 管理细则 Art. 10 ¶2: who supervises a project, and whether, is not for the supervised to change', () => {
  const contractor = enterpriseCaller(CONTRACTOR);
  const shown = async (code: string) =>
    hub.ask(
      `{ project(code: "${code}") { sector divisionCode constructionStatus completedOn address isStatusUnapproved } }`,
    );
  const standing = {
    sector: 'HOUSING',
    divisionCode: '450103',
    constructionStatus: 'UNDER_CONSTRUCTION',
    completedOn: null,
    address: null,
    isStatusUnapproved: false,
  };
  const again = (filing: object, caller = contractor) =>
    hub.submit('fileProjects', [filing], { caller, sentAt: LATER });

  test.each([
    ['sector', { sector: 'WATER' }, 'sector'],
    ['county', { divisionCode: '450105' }, 'divisionCode'],
    ['county, by the code of the city above', { divisionCode: '450100' }, 'divisionCode'],
    ['sector and county together', { sector: 'ENERGY', divisionCode: '530102' }, 'sector'],
  ])('an enterprise moves no project to another %s by filing it again', async (what, more, path) => {
    const filing = project({ projectCode: `MV-${path}-${what.length}` });
    expect(await hub.submit('fileProjects', [filing], { caller: contractor })).toEqual(['ACCEPTED']);
    expect(await again({ ...filing, ...more })).toEqual([`REJECTED PROJECT_MOVED_BY_ENTERPRISE ${path}`]);
    expect(await shown(filing.projectCode)).toEqual(standing);
    // The township is still the county's.
    expect(await again({ ...filing, divisionCode: '450103001' })).toEqual(['CORRECTED']);
  });

  test('nor beside another source’s word', async () => {
    const filing = project({ projectCode: 'MV-X' });
    expect(await hub.submit('fileProjects', [filing])).toEqual(['ACCEPTED']);
    expect(await again({ ...filing, sector: 'WATER' })).toEqual([
      'REJECTED PROJECT_MOVED_BY_ENTERPRISE sector',
    ]);
  });

  test('anybody else who reaches both moves it, and is told', async () => {
    const filing = project({ projectCode: 'MV-P' });
    const both = { ...platform, sectors: ['HOUSING', 'WATER'] as const, divisions: ['450100'] };
    expect(await hub.submit('fileProjects', [filing], { caller: both })).toEqual(['ACCEPTED']);
    expect(await again({ ...filing, sector: 'WATER' }, both)).toEqual(['CORRECTED +PROJECT_MOVED']);
    const fourth = { caller: both, sentAt: '2026-03-01T07:40:00+08:00' };
    const elsewhere = { ...filing, sector: 'WATER', divisionCode: '450105' };
    expect(await hub.submit('fileProjects', [elsewhere], fourth)).toEqual(['CORRECTED +PROJECT_MOVED']);
  });

  test('a status that an enterprise files stays as it is on record, with its day; the rest is taken', async () => {
    const filing = project({ projectCode: 'ST-1' });
    expect(await hub.submit('fileProjects', [filing], { caller: contractor })).toEqual(['ACCEPTED']);
    const done = { ...filing, constructionStatus: '004', completedOn: '2026-02-28', address: '示例路1号' };
    expect(await again(done)).toEqual(['CORRECTED +STATUS_NOT_APPROVED']);
    expect(await shown('ST-1')).toEqual({ ...standing, address: '示例路1号' });
  });

  test('a status that a platform files is shown, and that nobody approved it', async () => {
    const filing = project({ projectCode: 'ST-2' });
    expect(await hub.submit('fileProjects', [filing])).toEqual(['ACCEPTED']);
    const done = { ...filing, constructionStatus: '004', completedOn: '2026-02-28' };
    expect(await again(done, platform)).toEqual(['CORRECTED +STATUS_NOT_APPROVED']);
    const completed = { ...standing, constructionStatus: 'COMPLETED', completedOn: '2026-02-28' };
    expect(await shown('ST-2')).toEqual({ ...completed, isStatusUnapproved: true });
  });
});

describe('Guangxi 管理细则 Art. 10 ¶1: the day of an enterprise’s filing is the one on which the hub received it', () => {
  const contractor = enterpriseCaller(CONTRACTOR);
  const TODAY = '2026-03-01';
  const started = { startedOn: '2025-12-08' };
  const shown = (code: string) => hub.ask(`{ project(code: "${code}") { filedOn filedAfterDays } }`);
  const onRecord = (filedOn: string, filedAfterDays: number) => ({ filedOn, filedAfterDays });

  test.each([
    ['an earlier day', { filedOn: '2025-12-17' }, 'ACCEPTED +FILED_ON_RECEIPT'],
    ['no day', {}, 'ACCEPTED'],
    ['that very day', { filedOn: TODAY }, 'ACCEPTED'],
  ])('whoever states %s', async (what, more, verdict) => {
    const filing = project({ projectCode: `DAY-${what.length}`, ...started, ...more });
    expect(await hub.submit('fileProjects', [filing], { caller: contractor })).toEqual([verdict]);
    expect(await shown(filing.projectCode)).toEqual(onRecord(TODAY, 83));
    const figures = (on: string) =>
      hub.ask(`{ platformFigures(on: "${on}") { projectsOnFile { today } } }`) as Promise<{
        projectsOnFile: { today: number };
      }>;
    expect((await figures('2025-12-17')).projectsOnFile.today).toBe(0);
  });

  test('and stays the first when it is filed again, whatever that states', async () => {
    const filing = project({ projectCode: 'DAY-AGAIN', ...started });
    expect(await hub.submit('fileProjects', [filing])).toEqual(['ACCEPTED']);
    await hub.department.store.ledger.write(hubCaller('tests'), (db) =>
      db.rows(
        sql`update provincial.project set filed_on = '2026-01-05', source_system = ${CONTRACTOR} where project_code = 'DAY-AGAIN'`,
      ),
    );
    const again = { ...filing, address: '示例路2号', filedOn: '2025-12-17' };
    expect(await hub.submit('fileProjects', [again], { caller: contractor, sentAt: LATER })).toEqual([
      'CORRECTED +FILED_ON_RECEIPT',
    ]);
    expect(await shown('DAY-AGAIN')).toEqual(onRecord('2026-01-05', 28));
    const last = { caller: contractor, sentAt: '2026-03-01T07:40:00+08:00' };
    const plain = { ...again, address: '示例路3号', filedOn: '2026-01-05' };
    expect(await hub.submit('fileProjects', [plain], last)).toEqual(['CORRECTED']);
  });

  test.each(['VENDOR', 'DEPARTMENT', 'NATIONAL'] as const)('what a %s states is kept', async (kind) => {
    const filing = project({ projectCode: `DAY-${kind}`, ...started, filedOn: '2025-12-17' });
    const caller: Caller = { ...platform, kind, organisation: `day-${kind}` };
    expect(await hub.submit('fileProjects', [filing], { caller })).toEqual(['ACCEPTED']);
    expect(await shown(filing.projectCode)).toEqual(onRecord('2025-12-17', 9));
    // The enterprise beside it has nothing of the day to dispute.
    const beside = { ...filing, filedOn: '2025-12-10' };
    expect(await hub.submit('fileProjects', [beside], { caller: contractor })).toEqual([
      'DUPLICATE CLAIM_KEPT +FILED_ON_RECEIPT',
    ]);
    expect(await hub.ask(`{ project(code: "${filing.projectCode}") { conflicts { differsIn } } }`)).toEqual({
      conflicts: [],
    });
  });

  test('nor does it move the start that another source states', async () => {
    const filing = project({ projectCode: 'DAY-START', ...started });
    expect(await hub.submit('fileProjects', [{ ...filing, filedOn: '2025-12-17' }])).toEqual(['ACCEPTED']);
    const beside = { ...filing, startedOn: '2025-12-16' };
    expect(await hub.submit('fileProjects', [beside], { caller: contractor })).toEqual([
      'DUPLICATE CLAIM_KEPT',
    ]);
    expect(await shown('DAY-START')).toEqual(onRecord('2025-12-17', 9));
    expect(
      await hub.ask('{ project(code: "DAY-START") { startedOn conflicts { startedOn differsIn } } }'),
    ).toEqual({
      ...started,
      conflicts: [{ startedOn: '2025-12-16', differsIn: ['startedOn'] }],
    });
  });

  test.each([
    ['HELD', '2026-02-03', 57],
    ['EXPIRED', TODAY, 83],
  ])('a filing that was %s for a mistake and is put right is of %s', async (state, filedOn, days) => {
    const filing = project({ projectCode: `DAY-${state}`, ...started });
    const mistyped = { ...filing, ownerCode: wrongCheck(OWNER) };
    const sending = { caller: contractor, source: `day-${state}` };
    const held = ['HELD CREDIT_CODE_INVALID ownerCode'];
    const change = (set: ReturnType<typeof sql>, where: string) =>
      hub.department.store.ledger.write(hubCaller('tests'), (db) =>
        db.rows(
          sql`update provincial.held_record set ${set} where source_system = ${sending.source} and state = ${where}`,
        ),
      );
    expect(await hub.submit('fileProjects', [mistyped], sending)).toEqual(held);
    await change(sql`held_at = '2026-02-03T09:00:00+08:00'`, 'HELD');
    // Mistyped once more: the first of them counts.
    expect(await hub.submit('fileProjects', [mistyped], { ...sending, sentAt: LATER })).toEqual(held);
    if (state === 'EXPIRED')
      await change(sql`state = 'EXPIRED', settled_at = '2026-03-01T07:59:00+08:00'`, 'HELD');
    const right = { ...sending, sentAt: '2026-03-01T07:40:00+08:00' };
    expect(await hub.submit('fileProjects', [filing], right)).toEqual(['ACCEPTED']);
    expect(await shown(filing.projectCode)).toEqual(onRecord(filedOn, days));
  });
});

test.each([
  ['as long as a name may be', '桂'.repeat(200)],
  ['in characters that take four bytes each', '𠮷'.repeat(200)],
])('Projects are paged by a name %s', async (_what, name) => {
  const projectCode = `LONG-${name.length}`;
  expect(await hub.submit('fileProjects', [project({ projectCode, name })])).toEqual(['ACCEPTED']);
  const page = (terms: string) =>
    hub.ask(`{ projects(orderBy: NAME, ${terms}) { edges { cursor node { code } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`) as Promise<NamePage>;
  const whole = (await page('first: 100')).edges.map(({ node }) => node.code);
  expect(whole).toContain(projectCode);
  const forwards: string[] = [];
  for (let terms = 'first: 1', more = true; more; ) {
    const { edges, pageInfo } = await page(terms);
    forwards.push(...edges.map(({ node }) => node.code));
    terms = `first: 1, after: "${pageInfo.endCursor}"`;
    more = pageInfo.hasNextPage;
  }
  expect(forwards).toEqual(whole);
});

interface NamePage {
  readonly edges: readonly { readonly node: { readonly code: string } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}
