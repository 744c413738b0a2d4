import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { housing } from '../../subgraphs/housing/index.ts';
import { transport } from '../../subgraphs/transport/index.ts';
import { water } from '../../subgraphs/water/index.ts';
import { CONTRACTOR, sharedDatasets } from './support/sector-records.ts';
import { expectLife, expectWaiting, LATER, openSector, type SectorRoom } from './support/sector-room.ts';

type Kind = keyof ReturnType<typeof sharedDatasets>;

/** What is wrong with one record of a dataset, and its verdict; the same in each department. */
const VERDICTS: readonly (readonly [Kind, string, object, string])[] = [
  ['permit', 'no number', { permitNo: ' ' }, 'REJECTED VALUE_MISSING permitNo'],
  ['permit', 'a number with blanks', { permitNo: '桂施 12' }, 'REJECTED PERMIT_NUMBER_MALFORMED permitNo'],
  ['permit', 'a number without a digit', { permitNo: '无' }, 'REJECTED PERMIT_NUMBER_MALFORMED permitNo'],
  ['permit', 'a JSON number', { permitNo: 450103202601 }, 'REJECTED PERMIT_NUMBER_MALFORMED permitNo'],
  [
    'permit',
    'a number of 51 characters',
    { permitNo: '1'.repeat(51) },
    'REJECTED PERMIT_NUMBER_MALFORMED permitNo',
  ],
  ['permit', 'full-width digits', { permitNo: '２０２６-7' }, 'ACCEPTED +WIDTH_NORMALISED'],
  ['permit', 'a document number', { permitNo: '桂交审〔2026〕12号' }, 'ACCEPTED'],
  ['permit', 'an issue of tomorrow', { issuedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE issuedOn'],
  ['permit', 'dates reversed', { endsOn: '2026-01-14' }, 'REJECTED PERIOD_REVERSED endsOn'],
  ['permit', 'a kind of works no table has', { worksKind: '77' }, 'REJECTED CODE_UNKNOWN worksKind'],
  ['permit', 'a negative price', { cost: '-1' }, 'REJECTED AMOUNT_NEGATIVE cost'],
  [
    'permit',
    'a contractor whose code fails its check',
    { contractorCode: `${CONTRACTOR.slice(0, 17)}${CONTRACTOR.at(-1) === '0' ? 1 : 0}` },
    'HELD CREDIT_CODE_INVALID contractorCode',
  ],
  [
    'permit',
    'a project of another sector',
    { projectCode: 'ANOTHER' },
    'REJECTED SECTOR_OF_ANOTHER projectCode',
  ],
  ['permit', 'a project out of reach', { projectCode: 'FAR' }, 'HELD PROJECT_UNKNOWN projectCode'],

  ['review', 'no number', { reviewNo: null }, 'REJECTED VALUE_MISSING reviewNo'],
  ['review', 'an aspect there is not', { aspect: 'WEATHER' }, 'REJECTED CODE_UNKNOWN aspect'],
  ['review', 'pending with a day', { reviewedOn: '2026-02-11' }, 'REJECTED PENDING_WITH_DECISION reviewedOn'],
  ['review', 'pending since nobody knows when', { occurredAt: null }, 'REJECTED VALUE_MISSING occurredAt'],
  [
    'review',
    'asked for tomorrow',
    { occurredAt: '2026-03-02T08:00:00+08:00' },
    'REJECTED TIME_IN_FUTURE occurredAt',
  ],
  ['review', 'decided on no day', { result: 'PASSED' }, 'REJECTED VALUE_MISSING reviewedOn'],
  [
    'review',
    'decided tomorrow',
    { result: 'PASSED', reviewedOn: '2026-03-02' },
    'REJECTED DATE_IN_FUTURE reviewedOn',
  ],
  [
    'review',
    'sent back without a reason',
    { result: 'RETURNED', reviewedOn: '2026-02-11' },
    'REJECTED RETURN_UNEXPLAINED opinion',
  ],
  [
    'review',
    'decided without an instant',
    { result: 'PASSED', reviewedOn: '2026-02-11', occurredAt: null },
    'ACCEPTED',
  ],
  [
    'review',
    'a project of another sector',
    { projectCode: 'ANOTHER' },
    'REJECTED SECTOR_OF_ANOTHER projectCode',
  ],

  ['inspection', 'no number', { inspectionNo: '' }, 'REJECTED VALUE_MISSING inspectionNo'],
  [
    'inspection',
    'an inspection of tomorrow',
    { inspectedOn: '2026-03-02', rectifyBy: null },
    'REJECTED DATE_IN_FUTURE inspectedOn',
  ],
  ['inspection', 'a term before it', { rectifyBy: '2026-02-09' }, 'REJECTED PERIOD_REVERSED rectifyBy'],
  [
    'inspection',
    'put right before it',
    { rectifiedOn: '2026-02-09' },
    'REJECTED PERIOD_REVERSED rectifiedOn',
  ],
  [
    'inspection',
    'put right tomorrow',
    { rectifyBy: null, rectifiedOn: '2026-03-02' },
    'REJECTED DATE_IN_FUTURE rectifiedOn',
  ],
  ['inspection', 'put right after its term', { rectifiedOn: '2026-02-21' }, 'ACCEPTED +RECTIFIED_LATE'],
  [
    'inspection',
    'in order, with findings',
    { result: 'IN_ORDER', rectifyBy: null },
    'ACCEPTED +FINDINGS_IN_ORDER',
  ],
  ['inspection', 'in order, with none', { result: 'IN_ORDER', rectifyBy: null, findings: null }, 'ACCEPTED'],
  ['inspection', 'a demand without findings', { findings: null }, 'REJECTED FINDINGS_MISSING findings'],
  [
    'inspection',
    'in order, with a term',
    { result: 'IN_ORDER' },
    'REJECTED RECTIFICATION_UNFOUNDED rectifyBy',
  ],
  [
    'inspection',
    'in order, and put right',
    { result: 'IN_ORDER', rectifyBy: null, rectifiedOn: '2026-02-20' },
    'REJECTED RECTIFICATION_UNFOUNDED rectifiedOn',
  ],
  [
    'inspection',
    'a project of another sector',
    { projectCode: 'ANOTHER' },
    'REJECTED SECTOR_OF_ANOTHER projectCode',
  ],

  ['deduction', 'no points', { points: null }, 'REJECTED VALUE_MISSING points'],
  ['deduction', 'nought points', { points: 0 }, 'REJECTED NUMBER_OUT_OF_RANGE points'],
  ['deduction', 'a hundred and one points', { points: 101 }, 'REJECTED NUMBER_OUT_OF_RANGE points'],
  ['deduction', 'half a point', { points: 0.5 }, 'REJECTED VALUE_MALFORMED points'],
  [
    'deduction',
    'nobody who loses them',
    { enterpriseCode: null },
    'REJECTED DEDUCTION_FROM_NOBODY enterpriseCode',
  ],
  ['deduction', 'a post alone', { enterpriseCode: null, post: 'SAFETY_OFFICER' }, 'ACCEPTED'],
  ['deduction', 'a post there is not', { post: 'COOK' }, 'REJECTED CODE_UNKNOWN post'],
  ['deduction', 'a decision of tomorrow', { decidedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE decidedOn'],
  ['deduction', 'no ground', { basis: '' }, 'REJECTED VALUE_MISSING basis'],
  [
    'deduction',
    'a decision before its inspection',
    { inspectionNo: 'JC-1', decidedOn: '2026-02-09' },
    'REJECTED DEDUCTION_BEFORE_INSPECTION decidedOn',
  ],
  [
    'deduction',
    'an inspection nobody has stated',
    { inspectionNo: 'JC-9' },
    'HELD INSPECTION_UNKNOWN inspectionNo',
  ],
  [
    'deduction',
    'a project of another sector',
    { projectCode: 'ANOTHER' },
    'REJECTED SECTOR_OF_ANOTHER projectCode',
  ],
];

describe.each([
  ['housing', 'Housing', 'HOUSING', 'WATER', housing, '01', '07'],
  ['transport', 'Transport', 'TRANSPORT', 'HOUSING', transport, '05', '01'],
  ['water', 'Water', 'WATER', 'TRANSPORT', water, '07', '05'],
] as const)(
  'What is submitted to the %s sub-platform',
  (field, type, sector, another, subgraph, worksKind, others) => {
    const datasets = sharedDatasets(type, field, worksKind);
    let room: SectorRoom;

    beforeAll(async () => {
      room = await openSector(subgraph, sector, another);
      expect(await room.submit(datasets.inspection, [datasets.inspection.record('JC-1')])).toEqual([
        'ACCEPTED',
      ]);
    });
    afterAll(() => room?.close());

    test.each(Object.entries(datasets))(
      '%s: is read back, corrected, left with its source, withdrawn',
      (_kind, sent) => expectLife(room, sent),
    );

    test.each(Object.entries(datasets))(
      '%s: waits for its project, and is a fact when that is filed',
      (_kind, sent) => expectWaiting(room, sent),
    );

    test.each(VERDICTS)('%s: %s', async (kind, name, more, verdict) => {
      const at = VERDICTS.findIndex((one) => one[0] === kind && one[1] === name);
      const sent = datasets[kind];
      expect(await room.submit(sent, [sent.record(`case-${at}`, more)])).toEqual([verdict]);
    });

    test('permits of works that another sub-platform keeps are rejected', async () => {
      const { permit } = datasets;
      expect(await room.submit(permit, [permit.record('others', { worksKind: others })])).toEqual([
        'REJECTED WORKS_KIND_OF_ANOTHER worksKind',
      ]);
    });

    test.each(['review', 'inspection', 'deduction'] as const)(
      'what is stated as %s is the department’s to state, whoever else has the scope',
      async (name) => {
        const sent = datasets[name];
        const theirs = sent.record('theirs', name === 'deduction' ? { inspectionNo: null } : {});
        for (const kind of ['VENDOR', 'ENTERPRISE', 'BANK', 'NATIONAL'] as const) {
          const caller = { ...room.officer, kind, organisation: 'others', projects: ['A'] };
          expect(await room.submit(sent, [theirs], { caller })).toEqual(['REJECTED DEPARTMENT_ONLY']);
        }
        const elsewhere = { ...room.officer, sectors: ['ENERGY' as const] };
        expect(await room.submit(sent, [theirs], { caller: elsewhere })).toEqual([
          'HELD PROJECT_UNKNOWN projectCode',
        ]);
      },
    );

    test('a deduction that came before its inspection is a fact when that comes, and is found below it', async () => {
      const { inspection, deduction } = datasets;
      const early = deduction.record('early', { inspectionNo: 'JC 2', projectCode: 'B' });
      expect(await room.submit(deduction, [early])).toEqual(['HELD INSPECTION_UNKNOWN inspectionNo']);
      expect(await room.submit(inspection, [inspection.record('JC 2', { projectCode: 'B' })])).toEqual([
        'ACCEPTED',
      ]);
      const id = room.recordId();
      await room.release();
      expect(await room.read(inspection.query, { id })).toMatchObject({
        creditDeductions: [{ deductionNo: 'early' }],
      });
      // One number is one fact, however it is typed.
      expect(await room.submit(inspection, [inspection.record('ＪＣ 2', { projectCode: 'B' })])).toEqual([
        'DUPLICATE ALREADY_RECORDED +WIDTH_NORMALISED',
      ]);
    });

    test('one permit on two projects is told, over two calls and within one, whoever states it', async () => {
      const { permit } = datasets;
      const of = (no: string, projectCode: string) => permit.record(no, { projectCode });
      const told = '+PERMIT_ON_TWO_PROJECTS';
      expect(await room.submit(permit, [of('two', 'A')])).toEqual(['ACCEPTED']);
      expect(await room.submit(permit, [of('two', 'B')], { caller: room.other })).toEqual([
        `DUPLICATE SAME_FACT_OTHER_SOURCE ${told}`,
      ]);
      expect(await room.submit(permit, [of('two', 'B')], { sentAt: LATER })).toEqual([`CORRECTED ${told}`]);
      expect(await room.submit(permit, [of('in-one', 'A'), of('in-one', 'B')])).toEqual([
        'ACCEPTED',
        `CORRECTED ${told}`,
      ]);
      expect(await room.submit(permit, [of('of-one', 'A'), of('of-one', 'A')])).toEqual([
        'ACCEPTED',
        'DUPLICATE ALREADY_RECORDED',
      ]);
    });

    test('an inspection that deductions name is taken back or moved behind them, and its sender is told', async () => {
      const { inspection, deduction } = datasets;
      await room.submit(inspection, [inspection.record('named')]);
      const id = room.recordId();
      await room.submit(deduction, [deduction.record('naming', { inspectionNo: 'named' })]);
      const naming = room.recordId();
      const moved = (inspectedOn: string, sentAt: string) =>
        room.submit(inspection, [inspection.record('named', { inspectedOn, rectifyBy: null })], { sentAt });
      expect(await moved('2026-02-25', '2026-03-01T07:10:00+08:00')).toEqual(['CORRECTED']);
      expect(await moved('2026-02-26', '2026-03-01T07:20:00+08:00')).toEqual([
        'CORRECTED +LATER_THAN_WHAT_FOLLOWS',
      ]);
      expect(await room.withdraw('INSPECTION', id)).toEqual(['CORRECTED WITHDRAWN +STILL_NAMED']);
      const again = deduction.record('naming', { inspectionNo: 'named' });
      expect(await room.submit(deduction, [again])).toEqual(['DUPLICATE ALREADY_RECORDED']);
      expect(
        await room.read(
          `query ($id: ID!) { ${field}CreditDeduction(id: $id) { inspectionNo inspection { inspectionNo } } }`,
          {
            id: naming,
          },
        ),
      ).toEqual({ inspectionNo: 'named', inspection: null });
    });

    test('the latest review is the one decided last, whenever it was asked for', async () => {
      const { review } = datasets;
      const of = { projectCode: 'REVIEWED' };
      await room.file('REVIEWED');
      await room.submit(review, [
        review.record('A', { ...of, result: 'PASSED', reviewedOn: '2026-02-01', occurredAt: null }),
        review.record('B', {
          ...of,
          result: 'RETURNED',
          reviewedOn: '2026-02-20',
          opinion: '缺少合同',
          occurredAt: '2026-01-15T09:00:00+08:00',
        }),
        review.record('C', { ...of, occurredAt: '2026-02-10T23:30:00+08:00' }),
      ]);
      const found = await room.read(
        `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ${type}Project {
          latestReview { reviewNo } reviews { reviewNo } } } }`,
        { of: [{ __typename: `${type}Project`, code: 'REVIEWED' }] },
      );
      const inOrder = ['B', 'C', 'A'].map((reviewNo) => ({ reviewNo }));
      expect(found).toEqual([{ latestReview: inOrder[0], reviews: inOrder }]);
      expect(
        await room.read(`{ ${field}Reviews(filter: { projectCode: "REVIEWED" }) { nodes { reviewNo } } }`),
      ).toEqual({ nodes: inOrder });
    });

    test('inspections and deductions are listed by project, day, result and enterprise', async () => {
      const { inspection, deduction } = datasets;
      const of = { projectCode: 'LISTED' };
      await room.file('LISTED');
      const order = { result: 'IN_ORDER', findings: null, rectifyBy: null };
      await room.submit(inspection, [
        inspection.record('1', { ...of, inspectedOn: '2026-01-05', ...order }),
        inspection.record('2', { ...of, inspectedOn: '2026-01-20', rectifiedOn: '2026-02-01' }),
        inspection.record('3', { ...of, inspectedOn: '2026-02-05', result: 'STOP_WORK' }),
      ]);
      await room.submit(deduction, [
        deduction.record('1', { ...of, decidedOn: '2026-02-06', inspectionNo: '3' }),
        deduction.record('2', {
          ...of,
          decidedOn: '2026-02-08',
          enterpriseCode: null,
          post: 'PROJECT_MANAGER',
        }),
      ]);
      const list = async (name: string, key: string, filter: object) => {
        const found = (await room.read(
          `query ($filter: ${type}${name}Filter) { ${field}${name}s(filter: $filter) { nodes { no: ${key} } totalCount } }`,
          { filter: { ...of, ...filter } },
        )) as { nodes: { no: string }[]; totalCount: number };
        expect(found.totalCount).toBe(found.nodes.length);
        return found.nodes.map(({ no }) => no);
      };
      const inspections = (filter: object) => list('Inspection', 'inspectionNo', filter);
      const deductions = (filter: object) => list('CreditDeduction', 'deductionNo', filter);
      expect(await inspections({})).toEqual(['3', '2', '1']);
      expect(await inspections({ results: ['STOP_WORK', 'IN_ORDER'] })).toEqual(['3', '1']);
      expect(await inspections({ inspectedFrom: '2026-01-20', inspectedTo: '2026-02-04' })).toEqual(['2']);
      expect(await inspections({ isRectified: false })).toEqual(['3']);
      expect(await inspections({ isRectified: true, division: '450100' })).toEqual(['2']);
      expect(await inspections({ division: '450200' })).toEqual([]);
      expect(await deductions({})).toEqual(['2', '1']);
      expect(await deductions({ enterpriseCode: CONTRACTOR })).toEqual(['1']);
      expect(await deductions({ decidedFrom: '2026-02-07', decidedTo: '2026-02-08' })).toEqual(['2']);
      expect(await deductions({ division: '450200' })).toEqual([]);
    });

    test('a project and an enterprise show what was found and taken', async () => {
      const { deduction } = datasets;
      const of = { projectCode: 'SHOWN' };
      await room.file('SHOWN');
      const enterpriseCode = sharedEnterprise;
      await room.submit(deduction, [deduction.record('KF-1', { ...of, enterpriseCode })]);
      const found = await room.read(
        `query ($of: [_Any!]!) { _entities(representations: $of) {
        ... on ${type}Project { creditDeductions { deductionNo inspection { inspectionNo } } inspections { inspectionNo } }
        ... on Enterprise { ${field}CreditDeductions(first: 5) { nodes { project { code } } totalCount } } } }`,
        {
          of: [
            { __typename: `${type}Project`, code: 'SHOWN' },
            { __typename: 'Enterprise', creditCode: enterpriseCode },
          ],
        },
      );
      expect(found).toEqual([
        { creditDeductions: [{ deductionNo: 'KF-1', inspection: null }], inspections: [] },
        { [`${field}CreditDeductions`]: { nodes: [{ project: { code: 'SHOWN' } }], totalCount: 1 } },
      ]);
    });

    test('what waits and what became facts stands in the ledger of the department', async () => {
      const { permit } = datasets;
      const waits = permit.record('ledger', { projectCode: 'NOBODYS' });
      await room.submit(permit, [waits, permit.record('ledger-2')]);
      const { data, errors } = await room.department.ask(
        room.officer,
        `{ ledgers { ${field} {
        heldRecords(filter: { projectCode: "NOBODYS" }) { nodes { dataset code waitsFor } }
        mySubmissions(first: 200, filter: { dataset: "CONSTRUCTION_PERMIT" }) { nodes { operation accepted held } } } } }`,
      );
      expect(errors).toBeUndefined();
      expect(data).toEqual({
        ledgers: {
          [field]: {
            heldRecords: {
              nodes: [{ dataset: 'CONSTRUCTION_PERMIT', code: 'PROJECT_UNKNOWN', waitsFor: 'project' }],
            },
            mySubmissions: {
              nodes: expect.arrayContaining([{ operation: permit.operation, accepted: 1, held: 1 }]),
            },
          },
        },
      });
    });

    test('a record is taken back as one of its own dataset only', async () => {
      const { permit } = datasets;
      expect(await room.submit(permit, [permit.record('whole')])).toEqual(['ACCEPTED']);
      const id = room.recordId();
      expect(await room.withdraw('INSPECTION', id)).toEqual(['REJECTED RECORD_UNKNOWN recordId']);
      expect(await room.withdraw('CONSTRUCTION_PERMIT', id)).toEqual(['CORRECTED WITHDRAWN']);
    });
  },
);

/** An enterprise that no other test takes points from. */
const sharedEnterprise = '91450100MA5K00001E';
