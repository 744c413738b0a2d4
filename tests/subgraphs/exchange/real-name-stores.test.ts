import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { pino } from 'pino';
import { type JobQueue, openJobQueue } from '../../../hub/jobs/job-queue.ts';
import { sm3Hex } from '../../../kernel/crypto/sm3.ts';
import { REAL_NAME_SCOPES, readyClients, vendorCaller } from '../../../hub/wiring/clients.ts';
import { frozenClock } from '../../../kernel/clock.ts';
import { type DoorStores, doorStores } from '../../../subgraphs/exchange/doors.ts';
import { exchange } from '../../../subgraphs/exchange/index.ts';
import type { NewCall } from '../../../subgraphs/exchange/real-name/call.ts';
import { Store } from '../../../subgraphs/store.ts';
import { type FreshDatabase, freshDatabase, testKeyring } from '../../support/database.ts';

const NOW = new Date('2026-01-05T07:31:30+08:00');
const NUMBER = '11010519491231002X';
let database: FreshDatabase;
let store: Store;
let jobs: JobQueue;
let stores: DoorStores;
let owner: Client;
const taken = new Set<string>();

beforeAll(async () => {
  database = await freshDatabase();
  store = new Store(exchange, { url: database.appUrl, keyring: testKeyring, clock: frozenClock(NOW) });
  jobs = await openJobQueue({ appUrl: database.appUrl, log: pino({ level: 'silent' }), works: false });
  stores = opened(1_000);
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await jobs.stop();
  await store.close();
  await database.drop();
});

const opened = (mostWaiting: number) =>
  doorStores(store, {
    jobs,
    mostWaiting,
    isProjectCodeTaken: async (code) => taken.has(code),
    isCrewNumberTaken: async (crewNo) => taken.has(crewNo),
  });
const counted = async (table: string) =>
  Number((await owner.query(`select count(*) as n from ${table}`)).rows[0].n);

interface Begun {
  readonly data: Readonly<Record<string, unknown>>;
}

let nonces = 0;
const call = (more: Partial<NewCall> = {}): NewCall => ({
  appid: 'TESTAPP001',
  timestamp: '20260105073100',
  nonce: `nonce-${nonces++}`,
  digest: 'ab'.repeat(32),
  until: new Date(NOW.getTime() + 1_200_000),
  method: 'WorkerAttendance.Add',
  data: JSON.stringify({ idCardNumber: NUMBER }),
  at: NOW,
  jobAfterSeconds: 0,
  ...more,
});

async function admitted(one: NewCall): Promise<string> {
  const admission = await stores.calls.admit(one);
  if (admission.kind !== 'ADMITTED') throw new Error(admission.kind);
  return admission.serial;
}

describe('A call of the real-name interface', () => {
  test('is kept with its nonce and its job, under a serial of object, verb, hour in China, number and four digits', async () => {
    const [calls, queued] = [await counted('hub.real_name_call'), await counted('jobs.job')];
    const serial = await admitted(call());
    expect(serial).toMatch(/^workerattendance-add-2026010507-\d+-\d{4}$/);
    expect(await counted('hub.real_name_call')).toBe(calls + 1);
    expect(await counted('jobs.job')).toBe(queued + 1);
    expect(await stores.calls.find(serial, 'testapp001')).toMatchObject({
      serial,
      appid: 'TESTAPP001',
      at: NOW,
    });
  });

  test('is found by its own account only', async () => {
    const serial = await admitted(call());
    expect(await stores.calls.find(serial, 'ANOTHER')).toBeUndefined();
    expect((await stores.calls.find(serial))?.serial).toBe(serial);
  });

  test('sent again with the same content leads to the call kept then; with other content it is refused', async () => {
    const one = call();
    const serial = await admitted(one);
    expect(await stores.calls.admit(one)).toMatchObject({ kind: 'SAME', call: { serial } });
    expect(await stores.calls.admit({ ...one, digest: 'cd'.repeat(32) })).toEqual({ kind: 'OTHER_CONTENT' });
  });

  test('sent twenty times at once is one call and one job', async () => {
    const [calls, queued] = [await counted('hub.real_name_call'), await counted('jobs.job')];
    const one = call();
    const admissions = await Promise.all(Array.from({ length: 20 }, () => stores.calls.admit(one)));
    expect(admissions.filter(({ kind }) => kind === 'ADMITTED')).toHaveLength(1);
    expect(admissions.filter(({ kind }) => kind === 'SAME')).toHaveLength(19);
    expect(await counted('hub.real_name_call')).toBe(calls + 1);
    expect(await counted('jobs.job')).toBe(queued + 1);
  });

  test('shares its nonce with questions', async () => {
    const question = call();
    expect(await stores.calls.remember(question)).toBe('NEW');
    expect(await stores.calls.remember(question)).toBe('SAME');
    expect(await stores.calls.remember({ ...question, digest: 'cd'.repeat(32) })).toBe('OTHER_CONTENT');
    expect(await stores.calls.admit({ ...question, digest: 'cd'.repeat(32) })).toEqual({
      kind: 'OTHER_CONTENT',
    });
  });

  test('counts up in the order of admission', async () => {
    const [first, second] = [await admitted(call()), await admitted(call())];
    const orders = [await stores.calls.find(first), await stores.calls.find(second)].map((one) => one!.order);
    expect(orders[1]).toBeGreaterThan(orders[0]!);
  });

  test('is claimed by one process at a time, and free again when given back or when the lease runs out', async () => {
    const serial = await admitted(call());
    const claims = await Promise.all(Array.from({ length: 8 }, () => stores.calls.claim(serial, 60)));
    expect(claims.filter(Boolean)).toHaveLength(1);
    await stores.calls.release(serial);
    expect(await stores.calls.claim(serial, 0.1)).toBeDefined();
    while ((await stores.calls.claim(serial, 60)) === undefined);
    expect(await stores.calls.claim(serial, 60)).toBeUndefined();
  });

  test('keeps the first outcome, and is not claimed after it', async () => {
    const serial = await admitted(call());
    await stores.calls.finish(serial, { status: 20, code: 0, result: '"好"' });
    await stores.calls.finish(serial, { status: 10, code: -1, result: '"later"' });
    expect((await stores.calls.find(serial))?.outcome).toEqual({ status: 20, code: 0, result: '"好"' });
    expect(await stores.calls.claim(serial, 60)).toBeUndefined();
  });

  test('that its own process carries out is claimed without asking, once, and told from memory what it came to', async () => {
    const begun: string[] = [];
    const own = {
      ...jobs,
      hasRoom: () => true,
      begin: (_: string, { data }: Begun) => begun.push(String(data.serial)),
    };
    const { calls } = doorStores(store, {
      jobs: own,
      mostWaiting: 1_000,
      isProjectCodeTaken: async () => false,
      isCrewNumberTaken: async () => false,
    });
    const one = call();
    const admission = await calls.admit(one);
    const serial = admission.kind === 'ADMITTED' ? admission.serial : '';
    expect(begun).toEqual([serial]);
    const { rows } = await owner.query(
      `select start_after > now() + interval '20 s' as held from jobs.job
      where data->>'serial' = $1`,
      [serial],
    );
    expect(rows).toEqual([{ held: true }]);
    expect((await calls.find(serial, 'testapp001'))?.outcome).toBeUndefined();
    const claims = await Promise.all([calls.claim(serial, 60), calls.claim(serial, 60)]);
    expect(claims).toEqual([{ ...(await stores.calls.find(serial)), data: one.data }, undefined]);
    const outcome = { status: 20 as const, code: 0, result: '"好"' };
    await calls.finish(serial, outcome);
    expect((await calls.find(serial, 'TESTAPP001'))?.outcome).toEqual(outcome);
    expect(await calls.find(serial, 'ANOTHER')).toBeUndefined();
    expect((await stores.calls.find(serial))?.outcome).toEqual(outcome);
    expect(await calls.claim(serial, 60)).toBeUndefined();
  });

  test('that its own process gave up is free for others, and the first outcome is what both tell', async () => {
    const own = { ...jobs, hasRoom: () => true, begin: () => undefined };
    const { calls } = doorStores(store, {
      jobs: own,
      mostWaiting: 1_000,
      isProjectCodeTaken: async () => false,
      isCrewNumberTaken: async () => false,
    });
    const admission = await calls.admit(call());
    const serial = admission.kind === 'ADMITTED' ? admission.serial : '';
    await calls.claim(serial, 60);
    expect(await stores.calls.claim(serial, 60)).toBeDefined();
    await stores.calls.finish(serial, { status: 20, code: 0, result: '"first"' });
    await calls.finish(serial, { status: 10, code: -1, result: '"second"' });
    expect((await calls.find(serial))?.outcome?.result).toBe('"first"');
  });

  test('is told to come back when too many wait, and then leaves nothing behind', async () => {
    const kept = call();
    const serial = await admitted(kept);
    const full = opened(1);
    const [calls, nonceCount] = [await counted('hub.real_name_call'), await counted('hub.real_name_nonce')];
    expect(await full.calls.admit(call())).toEqual({ kind: 'OVERLOADED' });
    expect(await full.calls.admit(kept)).toMatchObject({ kind: 'SAME', call: { serial } });
    expect(await counted('hub.real_name_call')).toBe(calls);
    expect(await counted('hub.real_name_nonce')).toBe(nonceCount);
  });

  test('stands in no table, index or job in clear', async () => {
    const serial = await admitted(call());
    expect((await stores.calls.claim(serial, 60))?.data).toContain(NUMBER);
    await stores.calls.finish(serial, {
      status: 10,
      code: -1,
      result: JSON.stringify(`号码 ${NUMBER} 有误`),
    });
    for (const table of ['hub.real_name_call', 'hub.real_name_outcome', 'hub.real_name_nonce', 'jobs.job']) {
      const { rows } = await owner.query(`select 1 from ${table} t where t::text like '%' || $1 || '%'`, [
        NUMBER,
      ]);
      const hex = Buffer.from(NUMBER).toString('hex');
      const bytes = await owner.query(`select 1 from ${table} t where t::text like '%' || $1 || '%'`, [hex]);
      expect([table, rows, bytes.rows]).toEqual([table, [], []]);
    }
    expect((await stores.calls.find(serial))?.outcome?.result).toContain(NUMBER);
  });
});

describe('Nonces', () => {
  test('are forgotten when their time is over, and not before', async () => {
    const old = call({ until: new Date(NOW.getTime() - 1) });
    await stores.calls.remember(old);
    const fresh = call();
    await stores.calls.remember(fresh);
    expect(await stores.pruneNonces(100)).toBe(1);
    expect(await stores.calls.remember(fresh)).toBe('SAME');
    expect(await stores.calls.remember(old)).toBe('NEW');
  });
});

describe('Numbers that the hub issues', () => {
  test('team numbers count up from 1500000001, one per team however often it is asked for', async () => {
    const team = { projectCode: 'P1', unitCode: 'U1', teamName: '木工班', serial: 's-1' };
    const all = await Promise.all(Array.from({ length: 10 }, () => stores.teamNumbers.issue(team)));
    expect(new Set(all.map(({ teamSysNo }) => teamSysNo)).size).toBe(1);
    expect(all[0]).toMatchObject({ issuedFor: 's-1' });
    expect(all[0]!.teamSysNo).toBeGreaterThanOrEqual(1_500_000_001);
    const again = await stores.teamNumbers.issue({ ...team, serial: 's-2' });
    expect(again).toEqual(all[0]);
    const other = await stores.teamNumbers.issue({ ...team, teamName: '钢筋班', serial: 's-3' });
    expect(other.teamSysNo).toBeGreaterThan(again.teamSysNo);
  });

  test('a team whose unit was typed in other letters has its number still', async () => {
    const team = { projectCode: 'P1', unitCode: 'ｕ2', teamName: '木工班', serial: 's-1' };
    const { teamSysNo } = await stores.teamNumbers.issue(team);
    expect(await stores.teamNumbers.issue({ ...team, unitCode: 'U2' })).toMatchObject({ teamSysNo });
  });

  test('team numbers pass over those that crews have already', async () => {
    const team = { projectCode: 'P2', unitCode: 'U1', teamName: '木工班', serial: 's-4' };
    const { teamSysNo } = await stores.teamNumbers.issue(team);
    taken.add(String(teamSysNo + 1)).add(String(teamSysNo + 2));
    const next = await stores.teamNumbers.issue({ ...team, teamName: '瓦工班' });
    expect(next.teamSysNo).toBeGreaterThan(teamSysNo + 2);
    // Its own number stays, though its crew is on record by then.
    taken.add(String(teamSysNo));
    expect(await stores.teamNumbers.issue(team)).toMatchObject({ teamSysNo });
  });

  const identity = (name: string) => sm3Hex(name);
  test('project codes are division, month and serial, counted per division and month, one per project', async () => {
    const of = (name: string, division = '450100', yearMonth = '202601') =>
      stores.projectCodes.issue({
        division,
        yearMonth,
        identity: identity(name),
        serial: `call-${serials++}`,
      });
    let serials = 1;
    expect(await of('p-1')).toBe('4501002026010001');
    expect(await of('p-1')).toBe('4501002026010001');
    expect(await of('p-2')).toBe('4501002026010002');
    expect(await of('p-3', '450200')).toBe('4502002026010001');
    expect(await of('p-4', '450100', '202602')).toBe('4501002026020001');
  });

  test('calls at once for one project agree on its code, and on the next one when it is another’s by now', async () => {
    const of = (serial: string, more: { notThis?: string } = {}) =>
      stores.projectCodes.issue({
        division: '450400',
        yearMonth: '202601',
        identity: identity('at once'),
        serial,
        ...more,
      });
    const first = new Set(await Promise.all(Array.from({ length: 10 }, (_, n) => of(`a-${n}`))));
    expect(first.size).toBe(1);
    const [notThis] = first as Set<string>;
    const second = new Set(
      await Promise.all(Array.from({ length: 10 }, (_, n) => of(`b-${n}`, { notThis: notThis! }))),
    );
    expect(second.size).toBe(1);
    expect(second).not.toEqual(first);
    expect(await of('c')).toBe([...second][0]);
  });

  test('project codes pass over one that a client has filed under a code of its own', async () => {
    taken.add('4503002026010001');
    const project = { division: '450300', yearMonth: '202601', identity: identity('t'), serial: 't-1' };
    expect(await stores.projectCodes.issue(project)).toBe('4503002026010002');
  });
});

describe('Pictures', () => {
  test('are kept once by their content, sealed, with every place they came from', async () => {
    const bytes = Buffer.from([0xff, 0xd8, 0xff, ...Array.from({ length: 500 }, (_, n) => n % 251)]);
    const image = { digest: '12'.repeat(32), contentType: 'image/jpeg' as const, bytes, appid: 'A' };
    await stores.images.keep([{ ...image, serial: 's-1', place: '[0]' }]);
    await stores.images.keep([
      { ...image, serial: 's-2', place: '[0]' },
      { ...image, serial: 's-2', place: '[1]' },
    ]);
    expect(await counted('hub.stored_image')).toBe(1);
    expect(await counted('hub.stored_image_place')).toBe(3);
    expect((await stores.images.find(image.digest))?.equals(bytes)).toBe(true);
    const { rows } = await owner.query('select content from hub.stored_image');
    expect(rows[0].content.includes(bytes.subarray(0, 50))).toBe(false);
  });
});

describe('Clients', () => {
  const caller = vendorCaller('某公司', 'GX0001', { divisions: ['450100'], sectors: ['HOUSING'] });
  const vendor = {
    interface: 'REAL_NAME' as const,
    name: 'GX0001',
    organisation: '某公司',
    secret: '0123456789abcdef0123456789abcdee',
    caller,
    sourceSystem: 'realname/GX0001',
  };

  test('are found by name in any case, with their secret, and stand sealed', async () => {
    await stores.clients.put({ ...vendor, settings: { cipher: 'AES-128' } });
    expect(await stores.clients.find('REAL_NAME', 'gx0001')).toMatchObject({
      name: 'GX0001',
      secret: vendor.secret,
      caller,
      settings: { cipher: 'AES-128' },
    });
    const { rows } = await owner.query(`select 1 from hub.client c where c::text like '%' || $1 || '%'`, [
      Buffer.from(vendor.secret).toString('hex'),
    ]);
    expect(rows).toEqual([]);
    expect(await stores.clients.find('NATIONAL', 'GX0001')).toBeUndefined();
  });

  test('that are closed are not found; put again they are open', async () => {
    await stores.clients.put(vendor);
    expect(await stores.clients.disable('REAL_NAME', 'GX0001')).toBe(true);
    expect(await stores.clients.disable('REAL_NAME', 'GX0001')).toBe(false);
    expect(await stores.clients.find('REAL_NAME', 'GX0001')).toBeUndefined();
    await stores.clients.put(vendor);
    expect((await stores.clients.find('REAL_NAME', 'GX0001'))?.name).toBe('GX0001');
  });

  test('may state facts and ask; they see nothing in clear', () => {
    expect(
      REAL_NAME_SCOPES.filter((scope) => scope.endsWith(':clear') || scope.startsWith('doubtful')),
    ).toEqual([]);
  });

  test('of the golden vectors keep production from starting', async () => {
    await readyClients(stores.clients, null);
    await stores.clients.put({ ...vendor, name: 'TestApp001' });
    await expect(readyClients(stores.clients, null)).rejects.toMatchObject({ code: 'CONFIGURATION_INVALID' });
    // Closing it is not enough: it could be opened again.
    await stores.clients.disable('REAL_NAME', 'TESTAPP001');
    await expect(readyClients(stores.clients, null)).rejects.toMatchObject({ code: 'CONFIGURATION_INVALID' });
  });
});

describe('The tables of the doors', () => {
  test('show nothing to a connection of the running hub that does not write as the hub', async () => {
    await admitted(call());
    const { rows } = await store.pool.query(
      'select (select count(*) from hub.client) + (select count(*) from hub.real_name_call) as n',
    );
    expect(Number(rows[0].n)).toBe(0);
  });
});
