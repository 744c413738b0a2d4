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

const asOperator = (statement: string): Promise<readonly unknown[]> =>
  hub.department.store.ledger.write(hubCaller('test'), (db) => db.rows(sql.raw(statement)));

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
    ['a card that says a birth to come', person('2030-01-01'), 'REJECTED DATE_IN_FUTURE documentNumber'],
    ['a people of no table', { ethnicGroup: '99' }, 'REJECTED CODE_UNKNOWN ethnicGroup'],
    ['an education of no table', { education: '00' }, 'REJECTED CODE_UNKNOWN education'],
    ['a political status of no table', { politicalStatus: '99' }, 'REJECTED CODE_UNKNOWN politicalStatus'],
    ['a portrait that is no digest', { headImage: 'x' }, 'REJECTED DIGEST_MALFORMED headImage'],
    [
      'a document’s back that is no digest',
      { documentBackImage: 'x' },
      'REJECTED DIGEST_MALFORMED documentBackImage',
    ],
    [
      'a document that ends before it begins',
      { documentValidFrom: '2020-01-02', documentValidTo: '2020-01-01' },
      'REJECTED PERIOD_REVERSED documentValidTo',
    ],
    ['a document that ends soon', { documentValidTo: '短期' }, 'REJECTED DATE_MALFORMED documentValidTo'],
    [
      'a first working day tomorrow',
      { firstWorkedOn: '2026-03-02' },
      'REJECTED DATE_IN_FUTURE firstWorkedOn',
    ],
    ['illness perhaps', { hasMedicalHistory: 'perhaps' }, 'REJECTED VALUE_MALFORMED hasMedicalHistory'],
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
    ['a work type of 33 characters', { workType: '9'.repeat(33) }, 'REJECTED CODE_UNKNOWN workType'],
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

describe('What else is stated of a person', () => {
  const one = (more: object = {}) => ({ ...person('1984-04-04'), name: '详示例', ...more });
  const read = async () => {
    const { nodes } = (await hub.ask(
      '{ migrantWorkers { nodes { name phone homeAddress provenance { version } particulars { headImage hasMedicalHistory emergencyPhone specialty } } } }',
    )) as { nodes: { name: string; phone: string | null; provenance: object }[] };
    return nodes.find(({ phone }) => phone === '154****0084');
  };
  const op = 'submitMigrantWorkers';
  const at = (minute: number) => ({ sentAt: `2026-03-01T07:3${minute}:00+08:00` });

  test('is kept sealed and masked; a record that keeps what it leaves out changes only what it states', async () => {
    const known = one({ phone: '15400000084', homeAddress: '南宁市青秀区示例路1号' });
    expect(await hub.submit(op, [known])).toEqual(['ACCEPTED']);
    expect(await read()).toMatchObject({ particulars: null, provenance: { version: 1 } });
    const more = {
      education: '文盲',
      emergencyPhone: '13800000001',
      hasMedicalHistory: true,
      keepsUnstated: true,
    };
    expect(await hub.submit(op, [one(more)], at(1))).toEqual(['CORRECTED +CODE_UNMAPPED']);
    expect(await read()).toEqual({
      name: '详*',
      phone: '154****0084',
      homeAddress: '南宁市青秀区****',
      provenance: { version: 2 },
      particulars: {
        headImage: null,
        hasMedicalHistory: null,
        emergencyPhone: '138****0001',
        specialty: null,
      },
    });
    expect(await hub.submit(op, [one({ keepsUnstated: true })], at(2))).toEqual([
      'DUPLICATE ALREADY_RECORDED',
    ]);
    const rows =
      await asOperator(`select particulars is not null and position('138' in encode(particulars, 'escape')) = 0 as sealed
      from provincial.migrant_worker where particulars is not null`);
    expect(rows).toEqual([{ sealed: true }]);
    // Stated whole again, it is what it was.
    expect(await hub.submit(op, [known], at(3))).toEqual(['CORRECTED']);
    expect(await read()).toMatchObject({ particulars: null });
  });

  test('needs its name once: a record that keeps what stood may leave it out', async () => {
    const nameless = { ...person('1984-05-05'), name: null };
    const missing = ['REJECTED VALUE_MISSING name'];
    expect(await hub.submit(op, [nameless])).toEqual(missing);
    expect(await hub.submit(op, [{ ...nameless, keepsUnstated: true }])).toEqual(missing);
    const kept = { ...one(), name: null, keepsUnstated: true };
    expect(await hub.submit(op, [kept], at(4))).toEqual(['DUPLICATE ALREADY_RECORDED']);
  });

  test('of another source is no base for what a source leaves out', async () => {
    const theirs = { ...one({ education: '03', keepsUnstated: true }) };
    expect(await hub.submit(op, [theirs], { caller: elsewhere })).toEqual(['DUPLICATE CLAIM_KEPT']);
    const rows = await asOperator(`select phone from provincial.migrant_worker_claim where name = '详示例'`);
    expect(rows).toEqual([{ phone: null }]);
  });
});

describe('Rosters and periods', () => {
  test('keep vouchers and settlement, and an exit those of its entry', async () => {
    const who = person('1982-02-02');
    await hub.submit('submitMigrantWorkers', [{ ...who, name: '凭示例' }]);
    const [first, second] = ['a1'.repeat(32), 'b2'.repeat(32)];
    const of = { projectCode: 'A', crewNo: '1', ...who };
    const op = 'submitEngagements';
    expect(await hub.submit(op, [{ ...of, enteredOn: '2026-02-20', entryVoucher: first }])).toEqual([
      'ACCEPTED',
    ]);
    const exit = {
      ...of,
      exitedOn: '2026-02-25',
      exitVoucher: second,
      settledOn: '2026-02-26',
      settlementConfirmed: 1,
    };
    expect(await hub.submit(op, [{ ...exit, settledOn: '2026-03-02' }])).toEqual([
      'REJECTED DATE_IN_FUTURE settledOn',
    ]);
    expect(await hub.submit(op, [exit], { sentAt: LATER })).toEqual(['CORRECTED']);
    const { nodes } = (await hub.ask(
      '{ engagements(filter: { projectCode: "A" }) { nodes { exitedOn entryVoucher exitVoucher settledOn settlementConfirmed } } }',
    )) as { nodes: object[] };
    expect(nodes).toContainEqual({
      exitedOn: '2026-02-25',
      entryVoucher: first,
      exitVoucher: second,
      settledOn: '2026-02-26',
      settlementConfirmed: true,
    });
  });

  test('of somebody below the working age are taken and told, and shown as they were stated', async () => {
    const child = person('2015-06-01');
    expect(await hub.submit('submitMigrantWorkers', [{ ...child, name: '幼示例' }])).toEqual(['ACCEPTED']);
    const unmapped = { ...child, crewNo: '2', workType: 1001 };
    expect(await hub.submit('submitRealNameRegistrations', [{ ...unmapped, projectCode: 'A' }])).toEqual([
      'ACCEPTED +CODE_UNMAPPED +UNDER_WORKING_AGE',
    ]);
    const entry = { projectCode: 'A', crewNo: '2', ...child, enteredOn: '2026-02-21' };
    expect(await hub.submit('submitEngagements', [entry])).toEqual(['ACCEPTED +UNDER_WORKING_AGE']);
    const of16 = { ...person('2010-02-21'), name: '青示例' };
    await hub.submit('submitMigrantWorkers', [of16]);
    const grown = { ...entry, ...person('2010-02-21') };
    expect(await hub.submit('submitEngagements', [grown])).toEqual(['ACCEPTED']);
    const { nodes } = (await hub.ask(
      '{ realNameRegistrations(filter: { projectCode: "A", crewNo: "2" }) { nodes { workType { code name } } } }',
    )) as { nodes: object[] };
    expect(nodes).toContainEqual({ workType: { code: '1001', name: '1001' } });
  });
});
