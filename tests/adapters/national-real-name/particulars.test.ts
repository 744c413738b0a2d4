import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hubCaller } from '../../../kernel/caller.ts';
import { golden } from './golden.ts';
import { CONTRACTOR, corp, DONE, fileParents, PROJECT } from './support/file-parents.ts';
import { type Client, type Door, openDoor } from './support/open-door.ts';

const CLEAR = () => ({
  ...hubCaller('walk'),
  purpose: { basis: 'test', caseNo: '1', expiresAt: new Date(Date.now() + 60_000).toISOString() },
});
const SUBCONTRACTOR = '91450100MA5KTEX11J';
const PERSON = '450103199001010016';

describe('What the interface states beside the rest finds its home, and comes back', () => {
  let door: Door;
  let client: Client;
  beforeAll(async () => {
    door = await openDoor('2026-01-05T07:31:30+08:00');
    client = await door.register(golden.fields.appid, golden.secret);
    await fileParents(client);
  }, 120_000);
  afterAll(async () => door?.close());

  const asked = async (text: string, caller = CLEAR()) => {
    const { data, errors } = await door.graph.execute(text, {}, caller);
    expect(errors).toBeUndefined();
    // biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its question
    return data as any;
  };

  describe('An enterprise (§6.1)', () => {
    const stated = {
      licenseNum: '4501000001',
      address: '示例大道9号',
      zipCode: '530000',
      legalMan: '陆示例',
      legalManDuty: '董事长',
      legalManProTitle: '高级工程师',
      legalManIDCardType: '01',
      regCapital: '1000.5000',
      factRegCapital: 800,
      capitalCurrencyType: 'CNY',
      registerDate: '2010-05-06',
      officePhone: '0771-1234567',
      faxNumber: '0771-1234568',
      linkMan: '韦示例',
      linkPhone: '13800000000',
      email: 'office@example.com',
      webSite: 'https://www.example.com/about',
    };
    test('is stated and asked for, people masked', async () => {
      const legalManIDCardNumber = client.aes(PERSON);
      const sent = { ...corp, areaCode: '450103', ...stated, legalManIDCardNumber };
      expect(await client.settled('Corp.Upload', sent)).toMatchObject(DONE);
      const { data } = await client.call('Corp.Query', { corpCode: CONTRACTOR });
      expect(data.rows[0]).toMatchObject({
        ...stated,
        regCapital: '1000.5',
        factRegCapital: '800',
        legalMan: '陆*',
        linkMan: '韦*',
        linkPhone: '138****0000',
        officePhone: '077*****4567',
        faxNumber: '****',
        email: '****',
        legalManIDCardNumber: '4501**********0016',
      });
      const found = await asked(
        `{ enterprise(creditCode: "${CONTRACTOR}") { registration { contactName contactPhone legalRepresentativeDocumentNumber } } }`,
      );
      expect(found.enterprise.registration).toEqual({
        contactName: '韦示例',
        contactPhone: '13800000000',
        legalRepresentativeDocumentNumber: PERSON,
      });
    });

    test.each([
      ['webSite', 'example', 'webSite'],
      ['webSite', 'http://例', 'webSite'],
      ['zipCode', '53000', 'zipCode'],
      ['regCapital', '1000.55555', 'regCapital'],
      ['capitalCurrencyType', 'XXX', 'capitalCurrencyType'],
      ['registerDate', '2027-01-01', 'registerDate'],
    ])('%s %s is refused', async (name, value, place) => {
      const sent = { ...corp, areaCode: '450103', ...stated, [name]: value };
      expect(await client.settled('Corp.Upload', sent)).toMatchObject({
        status: 10,
        result: expect.stringContaining(`[${place}] `),
      });
    });
  });

  describe('A project (§6.2)', () => {
    const stated = {
      description: '两栋住宅及地下室',
      invest: '12000.123456',
      buildingArea: '5000.5',
      buildingLength: '120.25',
      linkMan: '韦示例',
      linkPhone: '0771-1234567',
      lng: 108.3665,
      lat: 22.817,
      approvalNum: '桂发改投资〔2025〕12号',
      approvalLevelNum: '002',
      prjSize: '02',
      propertyNum: '001',
      functionNum: '100',
      nationNum: 'CHN',
    };
    const answered = {
      ...stated,
      invest: '12000.123456',
      linkMan: '韦*',
      linkPhone: '077*****4567',
      buildPlanNum: '地字第4501号',
      prjPlanNum: '建字第4501号',
      builderLicenses: [{ prjName: '示例住宅1号楼', builderLicenseNum: '450103202512010101' }],
      buildCorpCode: '91450100MA5KTEX11J',
    };
    test('is stated by an update, which keeps the rest, and is kept by another', async () => {
      const said = await client.call('Project.PartUpdate', {
        projectCode: PROJECT,
        ...stated,
        description: '两栋住宅\n及地下室'.replace('\n', ''),
        buildPlanNum: client.aes('地字第4501号'),
        prjPlanNum: client.aes('建字第4501号'),
        builderLicenses: [{ prjName: '示例住宅1号楼', builderLicenseNum: client.aes('450103202512010101') }],
        // Not on record as an enterprise.
        buildCorpCode: '91450100MA5KTEX11J',
      });
      expect(said).toMatchObject({ code: 0 });
      const row = async () => (await client.call('Project.Query', { projectCode: PROJECT })).data.rows[0];
      expect(await row()).toMatchObject({ ...answered, name: '示例住宅一期', startDate: '2025-12-01' });
      const again = { projectCode: PROJECT, address: '示例大道2号' };
      expect(await client.call('Project.PartUpdate', again)).toMatchObject({ code: 0 });
      expect(await row()).toMatchObject({ ...answered, address: '示例大道2号' });
      const { project } = await asked(
        `{ project(code: "${PROJECT}") { contractPrice particulars { contactName totalInvestment statedPermits { permitNo } } } }`,
      );
      // What was laid under the second update was no mask.
      expect(project).toEqual({
        contractPrice: null,
        particulars: {
          contactName: '韦示例',
          totalInvestment: '120001234.56',
          statedPermits: [{ permitNo: '450103202512010101' }],
        },
      });
    });

    test('the name of an owner without a code comes back, and goes when a code is stated', async () => {
      const code = '4501002026010007';
      const filed = {
        projectCode: code,
        contractorCorpCode: CONTRACTOR,
        contractorCorpName: corp.corpName,
        name: '示例道路',
        category: '02',
        areaCode: '450103',
        prjStatus: '003',
        buildCorpName: '示例街道办事处',
      };
      expect(await client.call('Project.Add', filed)).toMatchObject({ code: 0 });
      const row = async () => (await client.call('Project.Query', { projectCode: code })).data.rows[0];
      expect(await row()).toMatchObject({ buildCorpName: '示例街道办事处', buildCorpCode: null });
      const update = { projectCode: code, buildCorpCode: '91450100MA5KTEX11J', buildCorpName: '示例分包' };
      expect(await client.call('Project.PartUpdate', update)).toMatchObject({ code: 0 });
      const { project } = await asked(`{ project(code: "${code}") { ownerCode particulars { ownerName } } }`);
      expect(project).toEqual({ ownerCode: '91450100MA5KTEX11J', particulars: null });
    });

    test('a description of several lines is one line; a permit that is not encrypted is told by its place', async () => {
      const description = '一期\r\n  二期';
      expect(await client.call('Project.PartUpdate', { projectCode: PROJECT, description })).toMatchObject({
        code: 0,
      });
      const { project } = await asked(`{ project(code: "${PROJECT}") { particulars { description } } }`);
      expect(project.particulars.description).toBe('一期 二期');
      expect(
        await client.call('Project.PartUpdate', {
          projectCode: PROJECT,
          builderLicenses: [{ builderLicenseNum: '450103202512010101' }],
        }),
      ).toMatchObject({
        code: 1001,
        message: expect.stringMatching(/^\[builderLicenses\]\[0\]\[builderLicenseNum\]/),
      });
    });
  });

  describe('A unit (§6.3)', () => {
    const unit = { projectCode: PROJECT, corpCode: SUBCONTRACTOR, corpName: '示例分包' };
    const rowOf = async () =>
      (await client.call('ProjectSubContractor.Query', { projectCode: PROJECT, corpCode: SUBCONTRACTOR }))
        .data.rows;
    beforeAll(async () => {
      const filed = { corpCode: SUBCONTRACTOR, corpName: '示例分包', areaCode: '450103' };
      expect(await client.settled('Corp.Upload', filed)).toMatchObject(DONE);
    });

    test('keeps its type, its banks and its project manager', async () => {
      const sent = {
        ...unit,
        corpType: '001',
        bankInfos: [
          {
            bankCode: '105',
            bankName: '示例支行',
            bankNumber: client.aes('45001604751050709999'),
            bankLinkNumber: '105611000018',
          },
        ],
        pmName: '陈示例',
        pmIDCardType: '01',
        pmIDCardNumber: client.aes(PERSON),
        pmPhone: '13800000000',
      };
      expect(await client.settled('ProjectSubContractor.Add', sent)).toMatchObject(DONE);
      const stands = {
        corpType: '001',
        bankInfos: [
          {
            bankCode: '105',
            bankName: '示例支行',
            bankNumber: '****************9999',
            bankLinkNumber: '105611000018',
          },
        ],
        pmName: '陈*',
        pmPhone: '138****0000',
      };
      expect(await rowOf()).toMatchObject([stands]);
      // Again, and an update of something else: one period of one manager, and nothing is lost.
      expect(await client.settled('ProjectSubContractor.Add', sent)).toMatchObject({
        status: 10,
        result: expect.stringContaining('参建单位已存在'),
      });
      const update = { ...unit, corpType: '001', entryTime: '2026-01-02 00:00:00', pmName: '陈示例' };
      expect(
        await client.call('ProjectSubContractor.Update', {
          ...update,
          pmIDCardNumber: client.aes(PERSON),
          pmPhone: '13800000000',
        }),
      ).toMatchObject({ code: 0 });
      expect(await rowOf()).toMatchObject([{ ...stands, entryTime: '2026-01-02 00:00:00' }]);
      const { project } = await asked(
        `{ project(code: "${PROJECT}") { siteManagers { nodes { name phone unitCode post { code } enteredOn } }
          participatingUnits { role payingBanks { accountNumber } } } }`,
      );
      expect(project.siteManagers.nodes).toEqual([
        {
          name: '陈示例',
          phone: '13800000000',
          unitCode: SUBCONTRACTOR,
          post: { code: '03' },
          enteredOn: '2026-01-05',
        },
      ]);
      expect(project.participatingUnits).toContainEqual({
        role: 'SUBCONTRACTOR',
        payingBanks: [{ accountNumber: '45001604751050709999' }],
      });
    });

    test('under another type of its role it is there already; an update changes the type', async () => {
      expect(await client.settled('ProjectSubContractor.Add', { ...unit, corpType: '006' })).toMatchObject({
        status: 10,
        result: expect.stringContaining('参建单位已存在'),
      });
      expect(await rowOf()).toMatchObject([{ corpType: '001' }]);
      expect(await client.call('ProjectSubContractor.Update', { ...unit, corpType: '006' })).toMatchObject({
        code: 0,
      });
      expect(await rowOf()).toMatchObject([{ corpType: '006' }]);
    });

    test('in another role it is another unit', async () => {
      expect(await client.settled('ProjectSubContractor.Add', { ...unit, corpType: '007' })).toMatchObject(
        DONE,
      );
      expect((await rowOf()).map((one: { corpType: string }) => one.corpType).sort()).toEqual(['006', '007']);
    });
  });

  test('a team keeps its leader, who answers for it, its remark and the digests of its proofs (§6.4)', async () => {
    const data = Buffer.from('%PDF-1.4 example').toString('base64');
    const team = {
      projectCode: PROJECT,
      ...corp,
      teamName: '瓦工一班',
      entryTime: '2026-01-02',
      entryAttachments: [{ name: '进场单.pdf', data }],
      teamLeaderName: '农示例',
      teamLeaderPhone: '13800000000',
      teamLeaderIDCardType: '01',
      teamLeaderIDNumber: client.aes(PERSON),
      responsiblePersonName: '陆示例',
      responsiblePersonPhone: '13900000000',
      remark: '夜班',
    };
    const added = await client.settled('Team.Add', team);
    expect(added).toMatchObject({ status: 20 });
    const { teamSysNo } = added.result as { teamSysNo: number };
    const renamed = { projectCode: PROJECT, ...corp, teamSysNo, teamName: '瓦工二班' };
    expect(await client.call('Team.Update', renamed)).toMatchObject({ code: 0 });
    const { data: found } = await client.call('Team.Query', { projectCode: PROJECT, teamSysNo });
    const leaving = { ...renamed, exitTime: '2026-01-04', exitAttachments: [{ name: '退场单.pdf', data }] };
    expect(await client.call('Team.Update', leaving)).toMatchObject({ code: 0 });
    expect(found.rows).toMatchObject([
      {
        teamName: '瓦工二班',
        teamLeaderName: '农*',
        teamLeaderPhone: '138****0000',
        teamLeaderIDNumber: '4501**********0016',
        responsiblePersonName: '陆*',
        remark: '夜班',
      },
    ]);
    const { project } = await asked(
      `{ project(code: "${PROJECT}") { crews { name particulars { leaderDocumentNumber entryAttachments exitAttachments entryFiles { name } exitFiles { name } } } } }`,
    );
    expect(project.crews).toContainEqual({
      name: '瓦工二班',
      particulars: {
        leaderDocumentNumber: PERSON,
        entryAttachments: [expect.stringMatching(/^[0-9a-f]{64}$/)],
        exitAttachments: [expect.stringMatching(/^[0-9a-f]{64}$/)],
        entryFiles: [{ name: '进场单.pdf' }],
        exitFiles: [{ name: '退场单.pdf' }],
      },
    });
  });
});
