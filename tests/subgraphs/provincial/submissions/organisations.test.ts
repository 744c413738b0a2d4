import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { levelOf } from '../../../../subgraphs/provincial/organisations/levels.ts';
import { livesThrough } from './life-of-a-fact.ts';
import { authority } from './party-inputs.ts';
import { type Hub, openHub } from './support.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await openHub();
});
afterAll(() => hub?.close());

const province = { ...authority, divisions: ['450000'] };
const organisation = (more: object = {}) => ({
  code: 'ZJ-450103',
  name: '示例区住房和城乡建设局',
  kind: 'INDUSTRY_DEPARTMENT',
  level: 'COUNTY',
  sector: 'HOUSING',
  divisionCode: '450103',
  ...more,
});
const submit = (record: object, caller = authority) =>
  hub.submit('submitOrganisations', [record], { caller, source: 'organisations' });

test.each([
  ['no name', { name: null }, 'REJECTED VALUE_MISSING name'],
  ['a blank in its code', { code: 'A B' }, 'REJECTED VALUE_MALFORMED code'],
  ['a kind that is none', { kind: 'BANK' }, 'REJECTED CODE_UNKNOWN kind'],
  ['no sector, of an industry', { sector: null }, 'REJECTED SECTOR_MISSING sector'],
  ['a division of no province', { divisionCode: '990000' }, 'REJECTED DIVISION_UNKNOWN divisionCode'],
  ['a division of somebody else', { divisionCode: '450203' }, 'REJECTED DIVISION_OUTSIDE_REACH divisionCode'],
  ['the level of a city', { level: 'PREFECTURE' }, 'REJECTED LEVEL_NOT_OF_DIVISION level'],
  ['a village', { level: 'TOWNSHIP', divisionCode: '450103001001' }, 'REJECTED LEVEL_NOT_OF_DIVISION level'],
  ['itself as parent', { parentCode: 'ZJ-450103' }, 'REJECTED PARENT_NOT_ABOVE parentCode'],
  ['a parent nobody has stated', { parentCode: 'NONE' }, 'HELD ORGANISATION_UNKNOWN parentCode'],
])('An organisation with %s has a verdict', async (_what, more, verdict) => {
  expect(await submit(organisation(more))).toEqual([verdict]);
});

test('Organisations come in one submission with the ones above them, in whichever order; what is above a refused one waits for it', async () => {
  const at = (code: string, parentCode: string | null, more: object = {}) =>
    organisation({ code, parentCode, kind: 'HUMAN_RESOURCES', sector: null, ...more });
  const city = { level: 'PREFECTURE', divisionCode: '450100' };
  const send = (records: object[], mode?: 'ATOMIC') =>
    hub.submit('submitOrganisations', records, {
      caller: province,
      source: 'organisations',
      ...(mode && { mode }),
    });
  const county = { level: 'COUNTY', divisionCode: '450103' };
  const town = { level: 'TOWNSHIP', divisionCode: '450103001' };
  expect(
    await send(
      [at('T1', 'T2', town), at('T2', 'T3', county), at('T3', null, city), at('T4', 'T5', county)],
      'ATOMIC',
    ),
  ).toEqual([...Array(3).fill('REJECTED ATOMIC_NOT_STORED'), 'REJECTED ORGANISATION_UNKNOWN parentCode']);
  expect(await send([at('T1', 'T2', town), at('T2', 'T3', county), at('T3', null, city)], 'ATOMIC')).toEqual(
    Array(3).fill('ACCEPTED'),
  );
  expect(await send([at('U2', 'U1', town), at('U1', null, { ...county, name: null })])).toEqual([
    'HELD ORGANISATION_UNKNOWN parentCode',
    'REJECTED VALUE_MISSING name',
  ]);
  expect(await send([at('V2', 'V1', county), at('V1', null, town)])).toEqual([
    'REJECTED PARENT_NOT_ABOVE parentCode',
    'ACCEPTED',
  ]);
});

test('An organisation is accepted, corrected by the source alone, read by division and kind, and taken back', async () => {
  const shows = {
    code: 'RS-450103001',
    name: '示例街道社会事务办',
    level: 'TOWNSHIP',
    divisionCode: '450103001',
    division: { fullName: '广西壮族自治区南宁市青秀区' },
    sector: null,
  };
  await livesThrough(hub, {
    dataset: 'ORGANISATION',
    operation: 'submitOrganisations',
    record: organisation({ ...shows, division: undefined, kind: 'HUMAN_RESOURCES' }),
    correction: { name: '示例街道根治欠薪办' },
    query: `{ organisations(filter: { division: "450103", kinds: [HUMAN_RESOURCES], levels: [TOWNSHIP], nameContains: "示例街道" }) {
      nodes { code name level divisionCode division { fullName } sector } totalCount } }`,
    shows,
    corrected: { ...shows, name: '示例街道根治欠薪办' },
  });
});

describe('The tree of organisations', () => {
  const city = organisation({
    code: 'ZJ-450100',
    level: 'PREFECTURE',
    divisionCode: '450100',
    parentCode: 'ZJ-450000',
  });
  const top = organisation({ code: 'ZJ-450000', level: 'PROVINCE', divisionCode: '450000' });

  test('is completed from below: an organisation waits for the one above it', async () => {
    expect(await submit(organisation({ parentCode: 'ZJ-450100' }))).toEqual([
      'HELD ORGANISATION_UNKNOWN parentCode',
    ]);
    expect(await submit(city, province)).toEqual(['HELD ORGANISATION_UNKNOWN parentCode']);
    expect(await submit(top, province)).toEqual(['ACCEPTED']);
    await hub.release();
    expect(
      await hub.ask(
        `{ organisation(code: "ZJ-450000") { parent { code } subordinates { nodes { code subordinates { nodes { code parent { code } } } } } } }`,
      ),
    ).toEqual({
      parent: null,
      subordinates: {
        nodes: [
          {
            code: 'ZJ-450100',
            subordinates: { nodes: [{ code: 'ZJ-450103', parent: { code: 'ZJ-450100' } }] },
          },
        ],
      },
    });
  });

  test.each([
    ['of its own level', { code: 'X-1', parentCode: 'ZJ-450103' }],
    ['of another city', { code: 'X-2', parentCode: 'ZJ-450100', divisionCode: '450203' }],
  ])('has nobody below an organisation %s', async (_what, more) => {
    expect(await submit(organisation(more), province)).toEqual(['REJECTED PARENT_NOT_ABOVE parentCode']);
  });
});

test.each([
  ['450000', 'PROVINCE'],
  ['450000000000', 'PROVINCE'],
  ['450100', 'PREFECTURE'],
  ['450103', 'COUNTY'],
  ['429004', 'COUNTY'],
  ['450103001', 'TOWNSHIP'],
  ['450103001000', 'TOWNSHIP'],
  ['450103001002', null],
  ['000000', null],
])('The level of %s is %s', (code, level) => {
  expect(levelOf(code)).toBe(level);
});
