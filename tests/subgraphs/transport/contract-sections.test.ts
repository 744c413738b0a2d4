import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { transport } from '../../../subgraphs/transport/index.ts';
import { CONTRACTOR } from '../support/sector-records.ts';
import { expectLife, expectWaiting, openSector, type SectorRoom, type Sent } from '../support/sector-room.ts';

const section = {
  dataset: 'CONTRACT_SECTION',
  operation: 'submitContractSections',
  input: 'ContractSectionRecordInput',
  record: (sectionNo: string, more: object = {}) => ({
    projectCode: 'A',
    sectionNo,
    name: '示例路第一合同段',
    routeName: 'X101',
    isWaterway: false,
    startsChainage: 'K0+000',
    endsChainage: 'K12+300',
    length: 12_300,
    cost: '5000000.00',
    contractorCode: CONTRACTOR,
    ...more,
  }),
  changed: { endsChainage: 'K12+400', length: 12_400 },
  shown: { endsChainage: 'K12+400', length: 12_400, contractor: { creditCode: CONTRACTOR } },
  query: `query ($id: ID!) { contractSection(id: $id) {
    endsChainage length cost contractor { creditCode } provenance { version sourceSystem } } }`,
} satisfies Sent;

describe('Contract sections that are submitted', () => {
  let room: SectorRoom;
  beforeAll(async () => {
    room = await openSector(transport, 'TRANSPORT', 'HOUSING');
  });
  afterAll(() => room?.close());

  test('are read back, corrected, left with their source, withdrawn', () => expectLife(room, section));
  test('wait for their project, and are facts when that is filed', () => expectWaiting(room, section));

  const none = { startsChainage: null, endsChainage: null };
  test.each([
    ['no number', { sectionNo: '' }, 'REJECTED VALUE_MISSING sectionNo'],
    ['neither road nor waterway', { isWaterway: null }, 'REJECTED VALUE_MISSING isWaterway'],
    ['a waterway that is both', { isWaterway: 'both' }, 'REJECTED VALUE_MALFORMED isWaterway'],
    ['a mark of no form', { startsChainage: '12.3km' }, 'REJECTED CHAINAGE_MALFORMED startsChainage'],
    ['a mark as a number', { endsChainage: 12_300 }, 'REJECTED CHAINAGE_MALFORMED endsChainage'],
    ['one mark only', { startsChainage: null }, 'REJECTED VALUE_MISSING startsChainage'],
    ['the other mark only', { endsChainage: '' }, 'REJECTED VALUE_MISSING endsChainage'],
    ['marks reversed', { startsChainage: 'K12+400' }, 'REJECTED CHAINAGE_REVERSED endsChainage'],
    ['marks at one place', { startsChainage: 'K12+300' }, 'REJECTED CHAINAGE_REVERSED endsChainage'],
    ['marks of two lines', { startsChainage: 'AK13+000' }, 'ACCEPTED'],
    ['marks in small letters', { startsChainage: 'k0+000', endsChainage: 'k12+300' }, 'ACCEPTED'],
    ['marks in full width', { startsChainage: 'Ｋ０＋０００' }, 'ACCEPTED +WIDTH_NORMALISED'],
    ['a length far from the marks', { length: 1_230 }, 'ACCEPTED +MILEAGE_DIFFERS'],
    ['no marks', none, 'ACCEPTED'],
    ['no length', { length: null }, 'ACCEPTED'],
    ['a length of nothing', { ...none, length: 0 }, 'REJECTED NUMBER_OUT_OF_RANGE length'],
    ['a length beyond any road', { ...none, length: 12_000_001 }, 'REJECTED NUMBER_OUT_OF_RANGE length'],
    ['half a metre', { ...none, length: 0.5 }, 'REJECTED VALUE_MALFORMED length'],
    ['a price of three decimals', { cost: '1.005' }, 'REJECTED AMOUNT_MALFORMED cost'],
    ['a project of another sector', { projectCode: 'ANOTHER' }, 'REJECTED SECTOR_OF_ANOTHER projectCode'],
    ['a project out of reach', { projectCode: 'FAR' }, 'HELD PROJECT_UNKNOWN projectCode'],
  ])('get the verdict of their kind: %s', async (name, more, verdict) => {
    expect(await room.submit(section, [section.record(name, more)])).toEqual([verdict]);
  });

  test('make the mileage of their project, and are listed by it', async () => {
    await room.file('ROAD');
    const of = { projectCode: 'ROAD' };
    await room.submit(section, [
      section.record('1', of),
      section.record('2', { ...of, startsChainage: 'k12+300', endsChainage: 'K13+000', length: 700 }),
    ]);
    const found = await room.read(
      `{ contractSections(filter: { projectCode: "ROAD", isWaterway: false }) {
        nodes { sectionNo startsChainage project { mileage } } totalCount } }`,
    );
    expect(found).toEqual({
      nodes: [
        { sectionNo: '1', startsChainage: 'K0+000', project: { mileage: 13_000 } },
        { sectionNo: '2', startsChainage: 'K12+300', project: { mileage: 13_000 } },
      ],
      totalCount: 2,
    });
  });
});
