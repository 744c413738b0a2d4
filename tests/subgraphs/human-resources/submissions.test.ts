import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { hubCaller } from '../../../kernel/caller.ts';
import type { Graph } from '../../../kernel/graph.ts';
import { residentNumber } from '../../../seeds/synthetic-numbers.ts';
import { rememberWorkers } from '../../../ledger/submission/references/known-worker.ts';
import { LabourContract } from '../../../subgraphs/human-resources/facts.ts';
import { humanResources } from '../../../subgraphs/human-resources/index.ts';
import { MigrantWorker, Project } from '../../../subgraphs/provincial/facts.ts';
import { provincial } from '../../../subgraphs/provincial/index.ts';
import { type Department, official, openDepartment } from '../support/department.ts';
import { graphOver, type Receipt, type Sending, send, told, vendor } from '../support/submitting.ts';

const EMPLOYER = '91450100MA5K00001E';
const person = (serial: number) => ({
  documentType: '01',
  documentNumber: residentNumber('450103', `19${String(60 + serial)}-05-06`),
});
const contract = (more: object = {}) => ({
  projectCode: 'A',
  ...person(1),
  contractNo: '桂劳合〔2026〕1号',
  employerCode: EMPLOYER,
  periodKind: '0',
  startsOn: '2026-01-05',
  endsOn: '2026-12-31',
  unit: '81',
  unitPrice: '12.50',
  signedOn: '2026-01-04',
  ...more,
});

describe('Labour contracts that are submitted', () => {
  let registry: Department;
  let department: Department;
  /** What was asked of the registry, by the name of the operation. */
  const asked: string[] = [];
  const county = vendor('vendor-a', '450103', ['contract:submit'], 'HOUSING');

  beforeAll(async () => {
    registry = await openDepartment(provincial);
    department = await openDepartment(humanResources, counted(graphOver(registry)));
    await department.scope([
      ['A', 'HOUSING', '450103'],
      ['ELSEWHERE', 'HOUSING', '450203'],
      ['ROAD', 'TRANSPORT', '450103'],
    ]);
  });
  afterAll(async () => {
    await department?.close();
    await registry?.close();
  });

  const submit = (records: readonly object[], sending: Sending = {}, caller = county): Promise<Receipt> =>
    send(department, caller, 'submitLabourContracts', 'LabourContractRecordInput', records, sending);

  test.each([
    ['a contract in order', {}, 'ACCEPTED'],
    ['a contract until the work is done, without an end', { periodKind: 1, endsOn: null }, 'ACCEPTED'],
    ['no project', { projectCode: null }, 'REJECTED VALUE_MISSING projectCode'],
    [
      'a project code of other characters',
      { projectCode: '甲' },
      'REJECTED PROJECT_CODE_MALFORMED projectCode',
    ],
    ['a project nobody has filed', { projectCode: 'NOBODYS' }, 'HELD PROJECT_UNKNOWN projectCode'],
    ['a project of another division', { projectCode: 'ELSEWHERE' }, 'HELD PROJECT_UNKNOWN projectCode'],
    ['a project of another sector', { projectCode: 'ROAD' }, 'HELD PROJECT_UNKNOWN projectCode'],
    ['nobody', { documentNumber: null }, 'REJECTED IDENTITY_MISSING'],
    [
      'a resident number that fails its check',
      { documentNumber: '450103196105060000' },
      'HELD RESIDENT_NUMBER_INVALID documentNumber',
    ],
    ['a kind of document that no table has', { documentType: 'ID' }, 'REJECTED CODE_UNKNOWN documentType'],
    ['no employer', { employerCode: '' }, 'REJECTED VALUE_MISSING employerCode'],
    [
      'an employer whose code fails its check',
      { employerCode: '91450100MA5K00001A' },
      'HELD CREDIT_CODE_INVALID employerCode',
    ],
    ['a period that no table has', { periodKind: '2' }, 'REJECTED CODE_UNKNOWN periodKind'],
    ['a fixed term without an end', { endsOn: null }, 'REJECTED VALUE_MISSING endsOn'],
    ['an end before the beginning', { endsOn: '2026-01-04' }, 'REJECTED PERIOD_REVERSED endsOn'],
    ['a day that does not exist', { startsOn: '2026-02-30' }, 'REJECTED DATE_MALFORMED startsOn'],
    ['a unit of another form', { unit: ['83'] }, 'REJECTED VALUE_MALFORMED unit'],
    ['a price below zero', { unitPrice: '-1' }, 'REJECTED AMOUNT_NEGATIVE unitPrice'],
    ['a price of three decimals', { unitPrice: 1.005 }, 'REJECTED AMOUNT_MALFORMED unitPrice'],
    ['a signature of tomorrow', { signedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE signedOn'],
    [
      'a number of fifty-one characters',
      { contractNo: '合'.repeat(51) },
      'REJECTED VALUE_TOO_LONG contractNo',
    ],
    ['a wage form that is none', { wageForm: '月薪' }, 'REJECTED CODE_UNKNOWN wageForm'],
    ['an agreed wage below zero', { agreedWage: '-1' }, 'REJECTED AMOUNT_NEGATIVE agreedWage'],
    ['a pay day that no month has', { payDay: 32 }, 'REJECTED NUMBER_OUT_OF_RANGE payDay'],
    [
      'a month of payment in words',
      { isPaidInNextMonth: '次月' },
      'REJECTED VALUE_MALFORMED isPaidInNextMonth',
    ],
    ['a file that is no digest', { fileDigests: ['合同.pdf'] }, 'REJECTED DIGEST_MALFORMED fileDigests.0'],
    [
      'a named file without a digest',
      { attachments: [{ name: '合同.pdf' }] },
      'REJECTED VALUE_MISSING attachments.0.digest',
    ],
    [
      'an electronic number of two words',
      { electronicContractNo: 'E 1' },
      'REJECTED VALUE_MALFORMED electronicContractNo',
    ],
    ['an invisible character', { contractNo: '1\u202e2' }, 'REJECTED CHARACTER_FORBIDDEN contractNo'],
  ])('get the verdict of their kind: %s', async (name, more, verdict) => {
    expect(told(await submit([contract({ contractNo: name, ...more })]))).toEqual([verdict]);
  });

  test('state where they are kept and what wage is agreed, and when wages of a month are due', async () => {
    const FILES = ['a'.repeat(64), 'b'.repeat(64)];
    const terms = {
      fileDigests: FILES,
      electronicContractNo: 'EHT-2026-1',
      wageForm: 'DAILY',
      agreedWage: '280',
      payDay: 15,
      isPaidInNextMonth: true,
    };
    const asked = `query ($id: ID!) { labourContract(id: $id) { fileDigests electronicContractNo isUploaded wageForm agreedWage
      payDay isPaidInNextMonth january: payDueOn(month: "2026-01") february: payDueOn(month: "2026-02") } }`;
    const shown = async (id: unknown) => {
      const reader = { ...official('450103', 'HOUSING'), scopes: ['contract:read'] };
      const { data, errors } = await department.ask(reader, asked, { variables: { id } });
      expect(errors).toBeUndefined();
      return data!.labourContract;
    };
    const plain = contract({ ...person(3), contractNo: 'terms' });
    const [verdict] = (await submit([plain])).verdicts;
    const nothing = Object.fromEntries(Object.keys(terms).map((name) => [name, null]));
    const before = { ...nothing, isUploaded: false, january: null, february: null };
    expect(await shown(verdict!.recordId)).toEqual(before);
    const later = { sentAt: '2026-03-01T07:30:00+08:00' };
    expect(told(await submit([{ ...plain, ...terms }], later))).toEqual(['CORRECTED']);
    // 15 February 2026 begins the Spring Festival: the day before is worked.
    const due = { january: '2026-02-14', february: '2026-03-13' };
    expect(await shown(verdict!.recordId)).toEqual({
      ...terms,
      agreedWage: '280.00',
      isUploaded: true,
      ...due,
    });
    const { data } = await department.ask(
      { ...official('450103', 'HOUSING'), scopes: ['contract:read'] },
      '{ _entities(representations: [{ __typename: "Project", code: "A" }]) { ... on Project { contractCoverage { workersWithUploadedContract } } } }',
    );
    expect(data!._entities).toEqual([{ contractCoverage: { workersWithUploadedContract: 1 } }]);
  });

  test('keep the names of their files beside the digests, however these were stated', async () => {
    const [bare, named] = ['a'.repeat(64), 'b'.repeat(64)];
    const files = { fileDigests: [bare], attachments: [{ name: '合同.pdf', digest: named }] };
    const stated = contract({ ...person(5), contractNo: 'named files', ...files });
    const [verdict] = (await submit([stated])).verdicts;
    const both = { fileDigests: [bare, named], attachments: [{ name: '合同.pdf', digest: named }] };
    expect(told(await submit([{ ...stated, ...both }]))).toEqual(['DUPLICATE ALREADY_RECORDED']);
    const asked = 'query ($id: ID!) { labourContract(id: $id) { fileDigests attachments { name digest } } }';
    const shown = async () => {
      const reader = { ...official('450103', 'HOUSING'), scopes: ['contract:read'] };
      return (await department.ask(reader, asked, { variables: { id: verdict!.recordId } })).data!
        .labourContract;
    };
    expect(await shown()).toEqual({
      fileDigests: [bare, named],
      attachments: [
        { name: null, digest: bare },
        { name: '合同.pdf', digest: named },
      ],
    });
    const later = { sentAt: '2026-03-01T07:30:00+08:00' };
    const nameless = { ...stated, fileDigests: [bare, named], attachments: null };
    expect(told(await submit([nameless], later))).toEqual(['CORRECTED']);
    expect(await shown()).toMatchObject({ attachments: [{ name: null }, { name: null }] });
  });

  test('that were stated before wages and files were asked for are the same when they are stated again', async () => {
    const stated = contract({ ...person(4), contractNo: 'of before' });
    const [verdict] = (await submit([stated])).verdicts;
    const client = new Client({ connectionString: department.ownerUrl });
    await client.connect();
    const { rows } = await client.query('select * from human_resources.labour_contract where id = $1', [
      verdict!.recordId,
    ]);
    await client.query('delete from human_resources.labour_contract where id = $1', [verdict!.recordId]);
    await client.end();
    const [row] = rows;
    // As a hub of before wrote it: nothing of what came later is in the content.
    await department.write(LabourContract, '2026-01-10T09:00:00+08:00', [
      {
        projectCode: row.project_code,
        workerId: row.worker_id,
        contractNo: row.contract_no,
        employerCode: EMPLOYER,
        periodKind: '0',
        startsOn: '2026-01-05',
        endsOn: '2026-12-31',
        unit: '81',
        unitPriceFen: 1250n,
        signedOn: '2026-01-04',
      },
    ]);
    expect(told(await submit([stated], { source: 'human-resources' }))).toEqual([
      'DUPLICATE ALREADY_RECORDED',
    ]);
  });

  test('are read back through the graph as they were stated', async () => {
    const [verdict] = (await submit([contract({ ...person(2), contractNo: 'read back' })])).verdicts;
    const { data, errors } = await department.ask(
      { ...official('450103', 'HOUSING'), scopes: ['contract:read'] },
      `query ($id: ID!) { labourContract(id: $id) {
        contractNo startsOn endsOn unitPrice signedOn periodKind { name } unit { name } employer { creditCode }
        project { __typename code } provenance { version sourceSystem assurance withdrawn } } }`,
      { variables: { id: verdict!.recordId } },
    );
    expect(errors).toBeUndefined();
    expect(data!.labourContract).toEqual({
      contractNo: 'read back',
      startsOn: '2026-01-05',
      endsOn: '2026-12-31',
      unitPrice: '12.50',
      signedOn: '2026-01-04',
      periodKind: { name: '固定期限合同' },
      unit: { name: '平方米' },
      employer: { creditCode: EMPLOYER },
      project: { __typename: 'Project', code: 'A' },
      provenance: { version: 1, sourceSystem: 'vendor-a', assurance: 'UNSIGNED', withdrawn: false },
    });
  });

  test('are one fact by project, worker and number: a resend repeats it, other content corrects it', async () => {
    const one = contract({ ...person(3), contractNo: 'the same' });
    expect(told(await submit([one]))).toEqual(['ACCEPTED']);
    expect(told(await submit([one]))).toEqual(['DUPLICATE ALREADY_RECORDED']);
    const dearer = { ...one, unitPrice: '13' };
    expect(told(await submit([dearer], { sentAt: '2026-03-01T07:01:00+08:00' }))).toEqual(['CORRECTED']);
    expect(told(await submit([one]))).toEqual(['DUPLICATE NEWER_VERSION_STANDS']);
    expect(told(await submit([{ ...one, sourceVersion: 1 }]))).toEqual(['DUPLICATE NEWER_VERSION_STANDS']);
  });

  test('without a number are known by their first day', async () => {
    const one = contract({ ...person(4), contractNo: null });
    const verdicts = told(
      await submit([one, { ...one, endsOn: '2027-01-31' }, { ...one, startsOn: '2026-02-01' }]),
    );
    expect(verdicts).toEqual(['ACCEPTED', 'CORRECTED', 'ACCEPTED']);
  });

  test('of another source leave the fact with the first', async () => {
    const one = contract({ ...person(5), contractNo: 'disputed' });
    await submit([one]);
    const other = vendor('vendor-b', '450103', ['contract:submit'], 'HOUSING');
    expect(told(await submit([{ ...one, unitPrice: '1' }], { source: 'vendor-b' }, other))).toEqual([
      'DUPLICATE SAME_FACT_OTHER_SOURCE',
    ]);
  });

  test('under a key that was used get the stored answer, and are refused with other content', async () => {
    const one = contract({ ...person(6), contractNo: 'keyed' });
    const first = await submit([one], { key: 'contracts-1' });
    expect(await submit([one], { key: 'contracts-1' })).toEqual({ ...first, replayed: true });
    const { data, errors } = await department.ask(county, ONE_CONTRACT, {
      variables: { key: 'contracts-1', record: { ...one, unitPrice: '14' } },
    });
    expect(data).toBeNull();
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  test('ask the identity registry once for a call, and not again for whom they remember', async () => {
    asked.length = 0;
    const old = { documentType: '01', documentNumber: person(7).documentNumber };
    const records = [7, 8, 9].map((serial) => contract({ ...person(serial), contractNo: 'remembered' }));
    expect(told(await submit([...records, contract({ ...old, contractNo: 'another' })]))).toEqual(
      Array(4).fill('ACCEPTED'),
    );
    expect(asked).toEqual(['EnsureWorkers']);
    expect(told(await submit(records.map((one) => ({ ...one, unit: null }))))).toEqual(
      Array(3).fill('DUPLICATE SAME_VERSION_OTHER_CONTENT'),
    );
    expect(asked).toEqual(['EnsureWorkers']);
  });

  test('name a worker by either form of a resident number, or by the id', async () => {
    const [born] = [person(10).documentNumber];
    const short = `${born.slice(0, 6)}${born.slice(8, 17)}`;
    const { data } = await registry.ask(hubCaller('tests'), ENSURE, {
      variables: { of: [{ documentType: '01', documentNumber: born }] },
    });
    const [{ workerId }] = data!.ensureWorkers as [{ workerId: string }];
    const one = contract({ contractNo: 'three names', documentType: null, documentNumber: null });
    expect(
      told(
        await submit([
          { ...one, documentType: '01', documentNumber: short },
          { ...one, documentNumber: born },
          { ...one, workerId: workerId.toUpperCase() },
        ]),
      ),
    ).toEqual(['ACCEPTED', 'DUPLICATE ALREADY_RECORDED', 'DUPLICATE ALREADY_RECORDED']);
  });

  test('of an id that is nobody’s wait; of a worker on record they are taken, and the graph is asked once for a call', async () => {
    const onRecord = randomUUID();
    await registry.write(MigrantWorker, '2026-02-01T09:00:00+08:00', [
      { workerId: onRecord, name: '韦示例' },
    ]);
    asked.length = 0;
    const byId = (workerId: string, contractNo = 'by id') =>
      contract({ documentType: null, documentNumber: null, workerId, contractNo });
    const records = [byId(randomUUID()), byId(onRecord), byId(randomUUID())];
    expect(told(await submit(records))).toEqual([
      'HELD WORKER_UNKNOWN workerId',
      'ACCEPTED',
      'HELD WORKER_UNKNOWN workerId',
    ]);
    expect(asked).toEqual(['WorkersOnRecord']);
    // By now a fact of the department's own names the worker.
    expect(told(await submit([byId(onRecord, 'another')]))).toEqual(['ACCEPTED']);
    expect(asked).toEqual(['WorkersOnRecord']);
  });

  test('for a project that is new here ask the graph once, and keep what it says of the project', async () => {
    const filed = (projectCode: string, divisionCode: string) => ({
      projectCode,
      kind: 'HOUSING',
      sector: 'HOUSING',
      name: '示范项目',
      divisionCode,
      constructionStatus: '003',
      isUnderKeySupervision: false,
    });
    await registry.write(Project, '2026-02-01T09:00:00+08:00', [
      filed('NEW-1', '450103'),
      filed('NEW-2', '450103'),
      filed('NEW-ELSEWHERE', '450203'),
    ]);
    asked.length = 0;
    const records = ['NEW-1', 'NEW-2', 'NEW-ELSEWHERE', 'NOBODYS', 'A'].map((projectCode) =>
      contract({ projectCode, contractNo: 'new project' }),
    );
    expect(told(await submit(records))).toEqual([
      'ACCEPTED',
      'ACCEPTED',
      'HELD PROJECT_UNKNOWN projectCode',
      'HELD PROJECT_UNKNOWN projectCode',
      'ACCEPTED',
    ]);
    expect(asked).toEqual(['ProjectsOnRecord']);
    expect(told(await submit(records.slice(0, 3)))).toEqual([
      'DUPLICATE ALREADY_RECORDED',
      'DUPLICATE ALREADY_RECORDED',
      'HELD PROJECT_UNKNOWN projectCode',
    ]);
    expect(asked).toEqual(['ProjectsOnRecord']);
  });

  test('are not taken while the registry does not answer, and their key is not used up', async () => {
    const alone = await openDepartment(humanResources, unreachable);
    try {
      await alone.scope([['A', 'HOUSING', '450103']]);
      const variables = { key: 'later', record: contract({ ...person(11) }) };
      const { errors } = await alone.ask(county, ONE_CONTRACT, { variables });
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
      const workerId = '00000000-0000-4000-8000-000000000000';
      const byId = { ...variables, record: { ...variables.record, workerId } };
      const unasked = await alone.ask(county, ONE_CONTRACT, { variables: byId });
      expect(unasked.errors?.[0]?.extensions).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
      await rememberedIn(alone, workerId);
      const known = byId;
      const { data } = await alone.ask(county, ONE_CONTRACT, { variables: known });
      expect(data!.submitLabourContracts).toEqual({ accepted: 1 });
    } finally {
      await alone.close();
    }
  });

  test('that must wait are in no list', async () => {
    const { data } = await department.ask(
      { ...official('450000', 'HOUSING', 'TRANSPORT'), scopes: ['contract:read'] },
      `{ _entities(representations: [{ __typename: "Project", code: "ELSEWHERE" }, { __typename: "Project", code: "ROAD" }]) {
        ... on Project { contractCoverage { contracts } } } }`,
    );
    expect(data!._entities).toEqual([
      { contractCoverage: { contracts: 0 } },
      { contractCoverage: { contracts: 0 } },
    ]);
  });

  function counted(graph: Graph): Graph {
    return {
      execute(document, variables, caller) {
        asked.push(/(?:query|mutation) (\w+)/.exec(document)?.[1] ?? '');
        return graph.execute(document, variables, caller);
      },
    };
  }
});

/** The department has heard of the worker, by a document. */
const rememberedIn = ({ store: { ledger } }: Department, workerId: string) =>
  ledger.write(hubCaller('tests'), (db) =>
    rememberWorkers(db, ledger, [{ type: '01', number: person(12).documentNumber, workerId }]),
  );

const ONE_CONTRACT = `mutation ($key: String!, $record: LabourContractRecordInput!) {
  submitLabourContracts(
    envelope: { idempotencyKey: $key, sourceSystem: "vendor-a", sentAt: "2026-03-01T07:00:00+08:00" }
    records: [$record]
  ) { accepted }
}`;

const ENSURE = 'mutation ($of: [IdentityInput!]!) { ensureWorkers(identities: $of) { workerId } }';

const unreachable: Graph = {
  execute: async () => ({
    data: null,
    errors: [{ message: 'no answer', extensions: { code: 'UPSTREAM_TIMEOUT' } }],
  }),
};
