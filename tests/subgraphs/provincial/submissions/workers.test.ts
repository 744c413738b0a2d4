import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { hubCaller } from '../../../../kernel/caller.ts';
import { oldResidentNumber } from '../../../../seeds/synthetic-numbers.ts';
import { card, elsewhere, type Hub, openHub, openSite, person, WORKER } from './support.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await openHub();
  await openSite(hub, 'A');
});
afterAll(() => hub?.close());

const LATER = '2026-03-01T07:30:00+08:00';
const NOBODY = { documentType: null, documentNumber: null };
const broken = (number: string) => `${number.slice(0, 17)}${number.endsWith('1') ? '2' : '1'}`;

describe('Migrant workers', () => {
  const worker = (more: object = {}) => ({ ...person('1985-05-05'), name: '韦甲', ...more });

  test.each([
    ['no document', NOBODY, 'REJECTED IDENTITY_MISSING'],
    ['a kind of document of no table', { documentType: '77' }, 'REJECTED CODE_UNKNOWN documentType'],
    [
      'a number that fails its check',
      { documentNumber: broken(card('1985-05-05')) },
      'HELD RESIDENT_NUMBER_INVALID documentNumber',
    ],
    ['no name', { name: null }, 'REJECTED VALUE_MISSING name'],
    ['a gender that is none', { gender: '男' }, 'REJECTED CODE_UNKNOWN gender'],
    ['a birth tomorrow', { bornOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE bornOn'],
    ['a people of no table', { ethnicGroup: '99' }, 'REJECTED CODE_UNKNOWN ethnicGroup'],
    ['an education of no table', { education: '00' }, 'REJECTED CODE_UNKNOWN education'],
    ['a phone of ten digits', { phone: '1540000000' }, 'REJECTED PHONE_MALFORMED phone'],
    [
      'the old form of the number',
      { ...person('1979-07-07'), documentNumber: oldResidentNumber(card('1979-07-07')) },
      'ACCEPTED +OLD_NUMBER_FORM',
    ],
    [
      'a number in full-width digits',
      {
        documentNumber: card('1979-08-08').replace(/\d/g, (digit) =>
          String.fromCharCode(0xff10 + Number(digit)),
        ),
      },
      'ACCEPTED +WIDTH_NORMALISED',
    ],
    [
      'an officer’s card with words in its number',
      { documentType: '02', documentNumber: '南字第0000001号' },
      'ACCEPTED',
    ],
  ])('with %s have their verdict', async (_what, more, verdict) => {
    expect(await hub.submit('submitMigrantWorkers', [worker(more)])).toEqual([verdict]);
  });

  test('are accepted, repeated under either form of the number, corrected, and read back', async () => {
    const full = worker({
      ...person('1983-03-03'),
      ethnicGroup: '08',
      education: '03',
      phone: '15400000001',
      homeAddress: '广西壮族自治区南宁市示例路1号',
    });
    expect(await hub.submit('submitMigrantWorkers', [full])).toEqual(['ACCEPTED']);
    const old = { ...full, documentNumber: oldResidentNumber(card('1983-03-03')) };
    expect(await hub.submit('submitMigrantWorkers', [old])).toEqual([
      'DUPLICATE ALREADY_RECORDED +OLD_NUMBER_FORM',
    ]);
    expect(
      await hub.submit('submitMigrantWorkers', [{ ...full, phone: '15400000002' }], { sentAt: LATER }),
    ).toEqual(['CORRECTED']);
    expect(await hub.submit('submitMigrantWorkers', [full], { caller: elsewhere })).toEqual([
      'DUPLICATE CLAIM_KEPT',
    ]);
    const { nodes } = (await hub.ask(`{ migrantWorkers { nodes {
      name documentNumber documentType { code } ethnicGroup { code } education { code } phone homeAddress provenance { version }
    } } }`)) as { nodes: { documentNumber: string }[] };
    // Masked, because a subgraph shows in clear only what the assertion grants.
    expect(nodes).toContainEqual({
      name: '韦*',
      documentType: { code: '01' },
      documentNumber: `4501**********${card('1983-03-03').slice(14)}`,
      ethnicGroup: null,
      education: null,
      phone: '154****0002',
      homeAddress: '广西壮族自治区****',
      provenance: { version: 2 },
    });
  });

  test('have the gender and the day of birth of their number where nothing else is stated', async () => {
    const { ledger } = hub.department.store;
    expect(await hub.submit('submitMigrantWorkers', [worker({ ...person('1981-01-31') })])).toEqual([
      'ACCEPTED',
    ]);
    const born = await ledger.write(hubCaller('tests'), (db) =>
      db.rows(sql`select gender, born_on from provincial.migrant_worker where born_on = '1981-01-31'`),
    );
    expect(born).toEqual([{ gender: 'FEMALE', born_on: '1981-01-31' }]);
  });

  test('leave no identity behind after a rehearsal', async () => {
    const { ledger } = hub.department.store;
    const registered = async () => {
      const [row] = await ledger.write(hubCaller('tests'), (db) =>
        db.rows<{ count: bigint }>(sql`select count(*) as count from provincial.worker_identity`),
      );
      return row!.count;
    };
    const before = await registered();
    const records = [worker({ ...person('1980-09-09') })];
    expect(await hub.submit('submitMigrantWorkers', records, { dryRun: true })).toEqual(['ACCEPTED']);
    expect(await registered()).toBe(before);
  });
});

describe('Real-name registrations', () => {
  const registration = (more: object = {}) => ({
    projectCode: 'A',
    crewNo: '1',
    ...person(WORKER),
    workType: '010',
    workRole: '20',
    isCrewLeader: true,
    cardNo: 'K-0001',
    registeredOn: '2026-02-21',
    ...more,
  });

  test.each([
    ['a project nobody has filed', { projectCode: 'NONE' }, 'HELD PROJECT_UNKNOWN projectCode'],
    ['a crew nobody has stated', { crewNo: '99' }, 'HELD CREW_UNKNOWN crewNo'],
    ['somebody who is not on record', person('1999-09-09'), 'HELD WORKER_UNKNOWN documentNumber'],
    [
      'a worker’s id that is nobody’s',
      { ...NOBODY, workerId: '00000000-0000-4000-8000-000000000000' },
      'HELD WORKER_UNKNOWN workerId',
    ],
    ['nobody', NOBODY, 'REJECTED IDENTITY_MISSING'],
    ['no crew', { crewNo: null }, 'REJECTED VALUE_MISSING crewNo'],
    ['a work type of no table', { workType: 'X' }, 'REJECTED CODE_UNKNOWN workType'],
    ['a role of no table', { workRole: '30' }, 'REJECTED CODE_UNKNOWN workRole'],
    ['perhaps a leader', { isCrewLeader: 'perhaps' }, 'REJECTED VALUE_MALFORMED isCrewLeader'],
    ['a registration tomorrow', { registeredOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE registeredOn'],
    ['the least it takes', { crewNo: '2', workType: null, isCrewLeader: null, cardNo: null }, 'ACCEPTED'],
  ])('with %s have their verdict', async (_what, more, verdict) => {
    expect(await hub.submit('submitRealNameRegistrations', [registration(more)])).toEqual([verdict]);
  });

  test('are accepted, repeated, corrected, and read back from project and worker', async () => {
    const op = 'submitRealNameRegistrations';
    expect(await hub.submit(op, [registration()])).toEqual(['ACCEPTED']);
    expect(await hub.submit(op, [registration()])).toEqual(['DUPLICATE ALREADY_RECORDED']);
    expect(await hub.submit(op, [registration({ workType: '020' })], { sentAt: LATER })).toEqual([
      'CORRECTED',
    ]);
    const roster = `nodes { crewNo workType { code } workRole { code } isCrewLeader cardNo registeredOn
      worker { realNameRegistrations { crewNo project { code } } } provenance { version } versions { version } }`;
    expect(
      await hub.ask(`{ project(code: "A") { realNameRegistrations(crewNo: "1") { totalCount ${roster} } } }`),
    ).toEqual({
      realNameRegistrations: {
        totalCount: 1,
        nodes: [
          {
            crewNo: '1',
            workType: { code: '020' },
            workRole: { code: '20' },
            isCrewLeader: true,
            cardNo: '****',
            registeredOn: '2026-02-21',
            worker: {
              realNameRegistrations: [
                { crewNo: '1', project: { code: 'A' } },
                { crewNo: '2', project: { code: 'A' } },
              ],
            },
            provenance: { version: 2 },
            versions: [{ version: 2 }, { version: 1 }],
          },
        ],
      },
    });
  });

  test('show the worker to the department of the district, before any entry', async () => {
    const newcomer = person('1988-08-08');
    await hub.submit('submitMigrantWorkers', [{ ...newcomer, name: '黄乙' }]);
    const official = {
      ...elsewhere,
      kind: 'DEPARTMENT',
      divisions: ['450103'],
      scopes: ['worker:read'],
    } as const;
    const seen = async () => {
      const { data } = await hub.department.ask(official, '{ migrantWorkers { nodes { name } } }');
      return (data!.migrantWorkers as { nodes: { name: string }[] }).nodes.map(({ name }) => name);
    };
    expect(await seen()).not.toContain('黄*');
    await hub.submit('submitRealNameRegistrations', [registration(newcomer)]);
    expect(await seen()).toContain('黄*');
  });
});

describe('Engagements', () => {
  const op = 'submitEngagements';
  const mason = person('1986-06-06');
  const period = (more: object = {}) => ({
    projectCode: 'A',
    crewNo: '1',
    ...mason,
    enteredOn: '2026-02-21',
    ...more,
  });
  beforeAll(async () => {
    await hub.submit('submitMigrantWorkers', [{ ...mason, name: '覃丙' }]);
    await hub.submit('submitRealNameRegistrations', [
      { projectCode: 'A', crewNo: '1', ...mason, workType: '010', workRole: '20', isCrewLeader: true },
    ]);
  });

  test.each([
    ['neither entry nor exit', { enteredOn: null }, 'REJECTED VALUE_MISSING enteredOn'],
    ['an entry tomorrow', { enteredOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE enteredOn'],
    ['an exit tomorrow', { exitedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE exitedOn'],
    ['an exit before the entry', { exitedOn: '2026-02-20' }, 'REJECTED PERIOD_REVERSED exitedOn'],
    ['a crew nobody has stated', { crewNo: '99' }, 'HELD CREW_UNKNOWN crewNo'],
    ['somebody who is not on record', person('1999-09-09'), 'HELD WORKER_UNKNOWN documentNumber'],
    [
      'an exit of somebody who never entered',
      { crewNo: '2', enteredOn: null, exitedOn: '2026-02-28' },
      'HELD ENTRY_UNKNOWN enteredOn',
    ],
  ])('with %s have their verdict', async (_what, more, verdict) => {
    expect(await hub.submit(op, [period(more)])).toEqual([verdict]);
  });

  test('take from the roster what they leave out; an exit ends the open period and keeps what its entry said', async () => {
    expect(await hub.submit(op, [period()])).toEqual(['ACCEPTED']);
    expect(await hub.submit(op, [period()])).toEqual(['DUPLICATE ALREADY_RECORDED']);
    const read = () =>
      hub.ask(`{ project(code: "A") { engagements { nodes {
        crewNo workType { code } workRole { code } isCrewLeader enteredOn exitedOn provenance { version } } } } }`);
    const entered = {
      crewNo: '1',
      workType: { code: '010' },
      workRole: { code: '20' },
      isCrewLeader: true,
      enteredOn: '2026-02-21',
    };
    expect(await read()).toEqual({
      engagements: { nodes: [{ ...entered, exitedOn: null, provenance: { version: 1 } }] },
    });
    const exit = period({ enteredOn: null, exitedOn: '2026-02-27' });
    expect(await hub.submit(op, [{ ...exit, exitedOn: '2026-02-20' }])).toEqual([
      'REJECTED PERIOD_REVERSED exitedOn',
    ]);
    expect(await hub.submit(op, [exit], { sentAt: LATER })).toEqual(['CORRECTED']);
    expect(await hub.submit(op, [exit], { sentAt: LATER })).toEqual(['DUPLICATE ALREADY_RECORDED']);
    expect(await hub.submit(op, [{ ...exit, exitedOn: '2026-02-28' }], { sentAt: LATER })).toEqual([
      'HELD ENTRY_UNKNOWN enteredOn',
    ]);
    expect(await read()).toEqual({
      engagements: { nodes: [{ ...entered, exitedOn: '2026-02-27', provenance: { version: 2 } }] },
    });
  });

  test('stay closed when the entry is sent once more', async () => {
    const entry = period({ exitedOn: null });
    expect(await hub.submit(op, [entry], { sentAt: '2026-03-01T07:50:00+08:00' })).toEqual([
      'DUPLICATE ALREADY_RECORDED',
    ]);
    const another = period({ isCrewLeader: false });
    expect(await hub.submit(op, [another], { sentAt: '2026-03-01T07:55:00+08:00' })).toEqual(['CORRECTED']);
    expect(
      await hub.ask('{ project(code: "A") { engagements { nodes { isCrewLeader enteredOn exitedOn } } } }'),
    ).toEqual({
      engagements: { nodes: [{ isCrewLeader: false, enteredOn: '2026-02-21', exitedOn: '2026-02-27' }] },
    });
  });

  test('of one worker in one crew never overlap', async () => {
    expect(await hub.submit(op, [period({ enteredOn: '2026-02-25' })])).toEqual([
      'REJECTED CONFLICTS_WITH_RECORD',
    ]);
    expect(await hub.submit(op, [period({ enteredOn: '2026-02-28' })])).toEqual(['ACCEPTED']);
    expect(await hub.submit(op, [period({ crewNo: '2', enteredOn: '2026-02-25' })])).toEqual(['ACCEPTED']);
  });
});
