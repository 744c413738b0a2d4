import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { water } from '../../../subgraphs/water/index.ts';
import { CONTRACTOR } from '../support/sector-records.ts';
import { expectLife, expectWaiting, openSector, type SectorRoom, type Sent } from '../support/sector-room.ts';

const PROVENANCE = 'provenance { version sourceSystem }';

const section = {
  dataset: 'WATER_SECTION',
  operation: 'submitWaterSections',
  input: 'WaterSectionRecordInput',
  record: (sectionNo: string, more: object = {}) => ({
    projectCode: 'A',
    sectionNo,
    name: '大坝枢纽标',
    contractorCode: CONTRACTOR,
    startsOn: '2026-01-05',
    endsOn: '2027-01-04',
    cost: '8000000.00',
    ...more,
  }),
  changed: { name: '大坝枢纽一标' },
  shown: { name: '大坝枢纽一标', contractor: { creditCode: CONTRACTOR }, cost: '8000000.00' },
  query: `query ($id: ID!) { waterSection(id: $id) {
    name startsOn endsOn cost contractor { creditCode } works { worksNo } ${PROVENANCE} } }`,
} satisfies Sent;

const works = {
  dataset: 'WATER_WORKS',
  operation: 'submitWaterWorks',
  input: 'WaterWorksRecordInput',
  record: (worksNo: string, more: object = {}) => ({
    projectCode: 'A',
    worksNo,
    kind: 'RESERVOIR',
    name: '示例水库大坝',
    section: '主体工程',
    designLevel: 'Ⅳ等',
    cost: '6000000.00',
    ...more,
  }),
  changed: { kind: 'DYKE', designLevel: '20年一遇' },
  shown: { kind: 'DYKE', designLevel: '20年一遇', section: '主体工程', sectionOnRecord: null },
  query: `query ($id: ID!) { waterWork(id: $id) {
    kind name section sectionNo designLevel cost sectionOnRecord { name } ${PROVENANCE} } }`,
} satisfies Sent;

describe('Sections and works of water projects that are submitted', () => {
  let room: SectorRoom;
  beforeAll(async () => {
    room = await openSector(water, 'WATER', 'TRANSPORT');
  });
  afterAll(() => room?.close());

  test.each([
    ['sections', section],
    ['works', works],
  ])('%s are read back, corrected, left with their source, withdrawn', (_name, sent) =>
    expectLife(room, sent),
  );

  test.each([
    ['sections', section],
    ['works', works],
  ])('%s wait for their project, and are facts when that is filed', (_name, sent) =>
    expectWaiting(room, sent),
  );

  test.each([
    ['no number', { sectionNo: null }, 'REJECTED VALUE_MISSING sectionNo'],
    ['no name', { name: ' ' }, 'REJECTED VALUE_MISSING name'],
    ['dates reversed', { endsOn: '2026-01-04' }, 'REJECTED PERIOD_REVERSED endsOn'],
    ['one day', { endsOn: '2026-01-05' }, 'ACCEPTED'],
    ['a day that does not exist', { startsOn: '2026-02-29' }, 'REJECTED DATE_MALFORMED startsOn'],
    ['a price below zero', { cost: '-0.01' }, 'REJECTED AMOUNT_NEGATIVE cost'],
    ['a contractor of no form', { contractorCode: '某公司' }, 'REJECTED VALUE_MALFORMED contractorCode'],
    ['a project of another sector', { projectCode: 'ANOTHER' }, 'REJECTED SECTOR_OF_ANOTHER projectCode'],
    ['a project out of reach', { projectCode: 'FAR' }, 'HELD PROJECT_UNKNOWN projectCode'],
  ])('sections get the verdict of their kind: %s', async (name, more, verdict) => {
    expect(await room.submit(section, [section.record(name, more)])).toEqual([verdict]);
  });

  test.each([
    ['no number', { worksNo: '' }, 'REJECTED VALUE_MISSING worksNo'],
    ['no kind', { kind: null }, 'REJECTED VALUE_MISSING kind'],
    ['a kind there is not', { kind: 'BRIDGE' }, 'REJECTED CODE_UNKNOWN kind'],
    [
      'a grade of fifty-one characters',
      { designLevel: '级'.repeat(51) },
      'REJECTED VALUE_TOO_LONG designLevel',
    ],
    ['a section nobody has stated', { sectionNo: 'BD-9' }, 'HELD SECTION_UNKNOWN sectionNo'],
    ['a project of another sector', { projectCode: 'ANOTHER' }, 'REJECTED SECTOR_OF_ANOTHER projectCode'],
    ['a project out of reach', { projectCode: 'FAR' }, 'HELD PROJECT_UNKNOWN projectCode'],
  ])('works get the verdict of their kind: %s', async (name, more, verdict) => {
    expect(await room.submit(works, [works.record(name, more)])).toEqual([verdict]);
  });

  test('works that came before their section are facts when that comes, and are found below it', async () => {
    const early = works.record('early', { projectCode: 'B', sectionNo: '一标 1' });
    expect(await room.submit(works, [early])).toEqual(['HELD SECTION_UNKNOWN sectionNo']);
    expect(await room.submit(section, [section.record('一标 1', { projectCode: 'B' })])).toEqual([
      'ACCEPTED',
    ]);
    const id = room.recordId();
    await room.release();
    expect(await room.read(section.query, { id })).toMatchObject({ works: [{ worksNo: 'early' }] });
    expect(
      await room.read(`{ waterWorks(filter: { projectCode: "B" }) {
        nodes { worksNo sectionOnRecord { name } project { sections { sectionNo } } } totalCount } }`),
    ).toEqual({
      nodes: [
        {
          worksNo: 'early',
          sectionOnRecord: { name: '大坝枢纽标' },
          project: { sections: [{ sectionNo: '一标 1' }] },
        },
      ],
      totalCount: 1,
    });
    expect(
      await room.read(
        '{ waterSections(filter: { projectCode: "B", division: "450100" }) { nodes { sectionNo startsOn } totalCount } }',
      ),
    ).toEqual({ nodes: [{ sectionNo: '一标 1', startsOn: '2026-01-05' }], totalCount: 1 });
  });

  test('a section that works name is taken back, and its sender is told; the works keep its number', async () => {
    await room.submit(section, [section.record('named')]);
    const id = room.recordId();
    await room.submit(works, [works.record('naming', { sectionNo: 'named' })]);
    const naming = room.recordId();
    expect(await room.withdraw('WATER_SECTION', id)).toEqual(['CORRECTED WITHDRAWN +STILL_NAMED']);
    const query = 'query ($id: ID!) { waterWork(id: $id) { sectionNo sectionOnRecord { name } } }';
    expect(await room.read(query, { id: naming })).toEqual({ sectionNo: 'named', sectionOnRecord: null });
  });
});
