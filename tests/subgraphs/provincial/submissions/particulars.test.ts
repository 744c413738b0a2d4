import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { hubCaller, SCOPES } from '../../../../kernel/caller.ts';
import { canonicalJson } from '../../../../kernel/canonical-json.ts';
import { enterpriseCode } from '../../../../seeds/synthetic-numbers.ts';
import { digestOf } from './project-inputs.ts';
import { card, CONTRACTOR, type Hub, LABOUR, openHub, openSite, project, STRANGER } from './support.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await openHub();
  await openSite(hub, 'A');
});
afterAll(() => hub?.close());

const LATER = '2026-03-01T07:30:00+08:00';
/** What stands in a table, as the database has it. */
const stored = (table: string, where: ReturnType<typeof sql>) =>
  hub.department.store.ledger.write({ ...hubCaller('tests'), scopes: SCOPES }, async (db) => {
    const rows = await db.rows<{ text: string; hash: Buffer }>(
      sql`select to_jsonb(t)::text as text, t.content_hash as hash from provincial.${sql.raw(table)} t where ${where}`,
    );
    expect(rows).toHaveLength(1);
    return rows[0]!;
  });

describe('What filings state beside the rest (补充信息)', () => {
  const enterprise = (more: object = {}) => ({
    creditCode: STRANGER,
    name: '示例劳务有限公司',
    divisionCode: '450100',
    ...more,
  });
  const REGISTRATION = `{ enterprise(creditCode: "${STRANGER}") { registration {
    registeredCapital capitalCurrency { code name } taxNo contactPhone legalRepresentativeDocumentNumber
  } provenance { version } } }`;

  test('an enterprise: none, stated, corrected, taken back; a repetition changes nothing', async () => {
    const submit = (more: object, sentAt = LATER) =>
      hub.submit('submitEnterprises', [enterprise(more)], { sentAt });
    expect(await submit({}, '2026-03-01T07:00:00+08:00')).toEqual(['ACCEPTED']);
    expect(await hub.ask(REGISTRATION)).toEqual({ registration: null, provenance: { version: 1 } });
    expect(await submit({ taxNo: '', registeredCapital: null })).toEqual(['DUPLICATE ALREADY_RECORDED']);
    const stated = {
      registeredCapital: '1000.50',
      capitalCurrency: 'CNY',
      taxNo: '4501TAX0001',
      contactPhone: '13800000000',
      legalRepresentativeDocumentNumber: card('1980-01-01'),
    };
    expect(await submit(stated, '2026-03-01T07:40:00+08:00')).toEqual(['CORRECTED']);
    expect(await submit({ ...stated, registeredCapital: 1000.5 }, '2026-03-01T07:41:00+08:00')).toEqual([
      'DUPLICATE ALREADY_RECORDED',
    ]);
    expect(await hub.ask(REGISTRATION)).toMatchObject({
      registration: {
        registeredCapital: '1000.5',
        capitalCurrency: { code: 'CNY', name: '人民币' },
        taxNo: '4501TAX0001',
      },
      provenance: { version: 2 },
    });
    expect(await submit({}, '2026-03-01T07:42:00+08:00')).toEqual(['CORRECTED']);
    expect(await hub.ask(REGISTRATION)).toMatchObject({ registration: null });
  });

  test('people and accounts are in no column in clear', async () => {
    const sent = enterprise({
      contactName: '韦示例',
      contactPhone: '13811112222',
      email: 'secret@example.com',
    });
    expect(await hub.submit('submitEnterprises', [sent], { sentAt: '2026-03-01T07:50:00+08:00' })).toEqual([
      'CORRECTED',
    ]);
    const { text } = await stored('enterprise', sql`t.credit_code = ${STRANGER}`);
    for (const secret of ['韦示例', '13811112222', 'secret@example.com']) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(Buffer.from(secret).toString('hex'));
    }
  });

  test.each([
    ['submitEnterprises', enterprise({ website: 'example' }), 'REJECTED VALUE_MALFORMED website'],
    ['submitEnterprises', enterprise({ email: 'x' }), 'REJECTED VALUE_MALFORMED email'],
    ['submitEnterprises', enterprise({ postcode: '5300' }), 'REJECTED VALUE_MALFORMED postcode'],
    ['submitEnterprises', enterprise({ registeredOn: '2026-03-02' }), 'REJECTED DATE_IN_FUTURE registeredOn'],
    [
      'submitEnterprises',
      enterprise({ legalRepresentativeDocumentNumber: '110105194912310021' }),
      'HELD RESIDENT_NUMBER_INVALID legalRepresentativeDocumentNumber',
    ],
    [
      'fileProjects',
      project({ projectCode: 'P', settledOn: '2026-03-02' }),
      'REJECTED DATE_IN_FUTURE settledOn',
    ],
    [
      'fileProjects',
      project({ projectCode: 'P', longitude: '108.3' }),
      'REJECTED POSITION_INCOMPLETE latitude',
    ],
    [
      'fileProjects',
      project({ projectCode: 'P', projectFunction: '998' }),
      'REJECTED CODE_UNKNOWN projectFunction',
    ],
    [
      'fileProjects',
      project({ projectCode: 'P', buildingArea: '1.005' }),
      'REJECTED VALUE_MALFORMED buildingArea',
    ],
    [
      'fileProjects',
      project({ projectCode: 'P', labourCostPeriodDays: 0 }),
      'REJECTED NUMBER_OUT_OF_RANGE labourCostPeriodDays',
    ],
    ['fileProjects', project({ projectCode: 'P', country: '中国' }), 'REJECTED VALUE_MALFORMED country'],
    ['fileProjects', project({ projectCode: 'P', country: 'C1' }), 'REJECTED VALUE_MALFORMED country'],
    [
      'fileProjects',
      project({ projectCode: 'P', statedPermits: [{}] }),
      'REJECTED VALUE_MISSING statedPermits.0.permitNo',
    ],
    [
      'fileProjects',
      project({ projectCode: 'P', divisionCode: '459999' }),
      'REJECTED DIVISION_UNKNOWN divisionCode',
    ],
  ] as const)('%s with %j is refused', async (operation, record, verdict) => {
    expect(await hub.submit(operation, [record])).toEqual([verdict]);
  });

  test('a project: settlement, period of labour cost, clause and position', async () => {
    const stated = {
      settledOn: '2026-02-01',
      labourCostPeriodDays: 30,
      hasPlatformClause: true,
      longitude: '108.3665',
      latitude: '22.817',
      projectSize: '02',
      statedPermits: [
        { permitNo: '450103202512010101', worksName: '1号楼' },
        { permitNo: '450103202512010102' },
      ],
      totalInvestment: '120001234.5',
      country: 'chn',
      ownerName: '示例街道办事处',
    };
    expect(await hub.submit('fileProjects', [project({ projectCode: 'B', ...stated })])).toEqual([
      'ACCEPTED',
    ]);
    expect(await hub.submit('fileProjects', [project({ projectCode: 'B', ...stated })])).toEqual([
      'DUPLICATE ALREADY_RECORDED',
    ]);
    expect(
      await hub.ask(`{ project(code: "B") { ownerCode generalContractorCode particulars {
        settledOn labourCostPeriodDays hasPlatformClause longitude latitude projectSize { name } projectFunction { name }
        statedPermits { permitNo worksName } totalInvestment country ownerName } } }`),
    ).toEqual({
      ownerCode: expect.any(String),
      generalContractorCode: CONTRACTOR,
      particulars: {
        ...stated,
        longitude: 108.3665,
        latitude: 22.817,
        projectSize: { name: '中型' },
        projectFunction: null,
        statedPermits: [
          { permitNo: '450103202512010101', worksName: '1号楼' },
          { permitNo: '450103202512010102', worksName: null },
        ],
        totalInvestment: '120001234.50',
        country: 'CHN',
      },
    });
  });

  test('a unit: a type of its role, and the banks it pays from', async () => {
    const unit = (more: object) => ({
      projectCode: 'A',
      enterpriseCode: LABOUR,
      role: 'SUBCONTRACTOR',
      ...more,
    });
    const submit = (more: object) => hub.submit('submitParticipatingUnits', [unit(more)], { sentAt: LATER });
    expect(await submit({ unitType: '009' })).toEqual(['REJECTED CODE_UNKNOWN unitType']);
    expect(await submit({ payingBanks: [{ bankLinkNo: '1056' }] })).toEqual([
      'REJECTED VALUE_MALFORMED payingBanks.0.bankLinkNo',
    ]);
    const banks = [{ bankCode: '105', accountNumber: '45001604751050701234', bankLinkNo: '105611000018' }];
    expect(await submit({ unitType: '006', payingBanks: banks })).toEqual(['CORRECTED']);
    expect(await submit({ unitType: '006', payingBanks: banks })).toEqual(['DUPLICATE ALREADY_RECORDED']);
    const { participatingUnits } = (await hub.ask(
      '{ project(code: "A") { participatingUnits { role unitType { code name } payingBanks { bank { code } bankLinkNo } } } }',
    )) as { participatingUnits: object[] };
    expect(participatingUnits).toContainEqual({
      role: 'SUBCONTRACTOR',
      unitType: { code: '006', name: '劳务分包' },
      payingBanks: [{ bank: { code: '105' }, bankLinkNo: '105611000018' }],
    });
  });

  test('a crew: what it does, for what wage, under whom', async () => {
    const crew = (more: object) => ({
      projectCode: 'A',
      unitCode: CONTRACTOR,
      crewNo: '77',
      name: '瓦工班',
      ...more,
    });
    const submit = (more: object) => hub.submit('submitCrews', [crew(more)], { sentAt: LATER });
    expect(await submit({ wageKind: 'WEEKLY' })).toEqual(['REJECTED CODE_UNKNOWN wageKind']);
    expect(await submit({ entryAttachments: ['x'] })).toEqual([
      'REJECTED DIGEST_MALFORMED entryAttachments.0',
    ]);
    expect(await submit({ leaderDocumentNumber: '110105194912310021' })).toEqual([
      'HELD RESIDENT_NUMBER_INVALID leaderDocumentNumber',
    ]);
    const stated = {
      wageKind: 'DAILY',
      wage: '320',
      workType: '050',
      remark: '夜班',
      entryAttachments: [digestOf('a')],
      leaderName: '农示例',
      leaderDocumentNumber: card('1980-01-02'),
    };
    expect(await submit(stated)).toEqual(['ACCEPTED']);
    const { crews } = (await hub.ask(
      '{ project(code: "A") { crews { crewNo particulars { wageKind wage workType { code } remark entryAttachments leaderDocumentType { code } } } } }',
    )) as { crews: object[] };
    expect(crews).toContainEqual({
      crewNo: '77',
      particulars: {
        wageKind: 'DAILY',
        wage: '320.00',
        workType: { code: '050' },
        remark: '夜班',
        entryAttachments: [digestOf('a')],
        leaderDocumentType: null,
      },
    });
    // The same file, with no name yet, is nothing new; a name is.
    const { entryAttachments: _bare, ...rest } = stated;
    const again = (minute: number, files: object[]) =>
      hub.submit('submitCrews', [crew({ ...rest, entryFiles: files })], {
        sentAt: `2026-03-01T07:${minute}:00+08:00`,
      });
    expect(await again(50, [{ digest: digestOf('a') }])).toEqual(['DUPLICATE ALREADY_RECORDED']);
    const files = [{ name: '进场单.pdf', digest: digestOf('a') }, { digest: digestOf('b') }];
    expect(await again(55, files)).toEqual(['CORRECTED']);
    expect(await again(55, files)).toEqual(['DUPLICATE ALREADY_RECORDED']);
    const named = (await hub.ask(
      '{ project(code: "A") { crews { crewNo particulars { entryAttachments entryFiles { name digest } exitFiles { name } } } } }',
    )) as { crews: object[] };
    expect(named.crews).toContainEqual({
      crewNo: '77',
      particulars: {
        entryAttachments: [digestOf('a'), digestOf('b')],
        entryFiles: [
          { name: '进场单.pdf', digest: digestOf('a') },
          { name: null, digest: digestOf('b') },
        ],
        exitFiles: null,
      },
    });
  });

  test.each([
    [
      'enterprise',
      'submitEnterprises',
      { creditCode: enterpriseCode('450100', 41), name: '示例四十一公司', divisionCode: '450100' },
      sql`t.name = '示例四十一公司'`,
    ],
    [
      'participating_unit',
      'submitParticipatingUnits',
      { projectCode: 'A', enterpriseCode: CONTRACTOR, role: 'GENERAL_CONTRACTOR', enteredOn: '2026-02-20' },
      sql`t.project_code = 'A' and t.role = 'GENERAL_CONTRACTOR'`,
    ],
    [
      'crew',
      'submitCrews',
      { projectCode: 'A', unitCode: CONTRACTOR, crewNo: '78', name: '钢筋班' },
      sql`t.crew_no = '78'`,
    ],
  ] as const)(
    'of an %s without any the content hash is that of before',
    async (table, operation, record, where) => {
      expect(await hub.submit(operation, [record])).toEqual(['ACCEPTED']);
      // The digest that stood before the themes had a home: of what is stated, by name.
      const before = hub.department.store.sealer.index(canonicalJson(record), table);
      expect((await stored(table, where)).hash.equals(before)).toBe(true);
    },
  );
});
