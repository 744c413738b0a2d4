import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { enterpriseCode } from '../../../../seeds/synthetic-numbers.ts';
import { CONTRACTOR, elsewhere, type Hub, LABOUR, openHub, openSite, OWNER, STRANGER } from './support.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await openHub();
  await openSite(hub, 'A');
});
afterAll(() => hub?.close());

const LATER = '2026-03-01T07:30:00+08:00';

describe('Participating units', () => {
  const unit = (more: object = {}) => ({
    projectCode: 'A',
    enterpriseCode: CONTRACTOR,
    role: 'GENERAL_CONTRACTOR',
    enteredOn: '2026-02-20',
    ...more,
  });

  test.each([
    ['no project', { projectCode: null }, 'REJECTED VALUE_MISSING projectCode'],
    ['a project nobody has filed', { projectCode: 'NONE' }, 'HELD PROJECT_UNKNOWN projectCode'],
    [
      'an enterprise nobody has stated',
      { enterpriseCode: enterpriseCode('450100', 99) },
      'HELD ENTERPRISE_UNKNOWN enterpriseCode',
    ],
    ['a role that is none', { role: '009' }, 'REJECTED CODE_UNKNOWN role'],
    ['an entry tomorrow', { enteredOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE enteredOn'],
    ['an exit tomorrow', { exitedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE exitedOn'],
    ['an exit before the entry', { exitedOn: '2026-02-19' }, 'REJECTED PERIOD_REVERSED exitedOn'],
  ])('with %s has its verdict', async (_what, more, verdict) => {
    expect(await hub.submit('submitParticipatingUnits', [unit(more)])).toEqual([verdict]);
  });

  test('of a project outside the caller’s reach look like those of none', async () => {
    expect(await hub.submit('submitParticipatingUnits', [unit()], { caller: elsewhere })).toEqual([
      'HELD PROJECT_UNKNOWN projectCode',
    ]);
  });

  test('are accepted, repeated, corrected, and read back', async () => {
    expect(await hub.submit('submitParticipatingUnits', [unit()])).toEqual(['ACCEPTED']);
    expect(await hub.submit('submitParticipatingUnits', [unit()])).toEqual(['DUPLICATE ALREADY_RECORDED']);
    expect(
      await hub.submit('submitParticipatingUnits', [unit({ exitedOn: '2026-02-28' })], { sentAt: LATER }),
    ).toEqual(['CORRECTED']);
    expect(
      await hub.ask(
        '{ project(code: "A") { participatingUnits { enterpriseCode role enteredOn exitedOn } } }',
      ),
    ).toEqual({
      participatingUnits: [
        {
          enterpriseCode: CONTRACTOR,
          role: 'GENERAL_CONTRACTOR',
          enteredOn: '2026-02-20',
          exitedOn: '2026-02-28',
        },
        { enterpriseCode: LABOUR, role: 'SUBCONTRACTOR', enteredOn: null, exitedOn: null },
      ],
    });
  });
});

describe('Crews', () => {
  const crew = (more: object = {}) => ({
    projectCode: 'A',
    unitCode: LABOUR,
    crewNo: '7',
    name: '钢筋班组',
    enteredOn: '2026-02-21',
    ...more,
  });

  test.each([
    ['no number', { crewNo: null }, 'REJECTED VALUE_MISSING crewNo'],
    ['a blank in its number', { crewNo: '7 8' }, 'REJECTED VALUE_MALFORMED crewNo'],
    ['a project nobody has filed', { projectCode: 'NONE' }, 'HELD PROJECT_UNKNOWN projectCode'],
    ['a unit that takes no part', { unitCode: STRANGER }, 'HELD UNIT_UNKNOWN unitCode'],
    ['an exit before the entry', { exitedOn: '2026-02-20' }, 'REJECTED PERIOD_REVERSED exitedOn'],
    ['the owner as its unit', { unitCode: OWNER, crewNo: '8' }, 'ACCEPTED'],
    ['a JSON number as its number', { crewNo: 1500000001 }, 'ACCEPTED'],
  ])('with %s have their verdict', async (_what, more, verdict) => {
    expect(await hub.submit('submitCrews', [crew(more)])).toEqual([verdict]);
  });

  test('are accepted, repeated, corrected, and read back', async () => {
    expect(await hub.submit('submitCrews', [crew()])).toEqual(['ACCEPTED']);
    expect(await hub.submit('submitCrews', [crew()])).toEqual(['DUPLICATE ALREADY_RECORDED']);
    expect(await hub.submit('submitCrews', [crew({ name: '钢筋一班' })], { sentAt: LATER })).toEqual([
      'CORRECTED',
    ]);
    const { crews } = (await hub.ask(
      '{ project(code: "A") { crews { crewNo name unit { creditCode } enteredOn exitedOn } } }',
    )) as { crews: { crewNo: string }[] };
    expect(crews.find(({ crewNo }) => crewNo === '7')).toEqual({
      crewNo: '7',
      name: '钢筋一班',
      unit: { creditCode: LABOUR },
      enteredOn: '2026-02-21',
      exitedOn: null,
    });
  });
});
