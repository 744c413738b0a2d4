import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Book } from './support/book.ts';
import type { Trap } from './support/database-proxy.ts';
import type { Errand, Reading } from './support/errand.ts';
import { Errands } from './support/errands.ts';
import { nothingLost } from './support/nothing-lost.ts';
import { answered, fileParents, type Parents } from './support/parents.ts';
import { type ServerSite, serverSite } from './support/server-site.ts';

let site: ServerSite;
let parents: Parents;
let errands: Errands;
const book = new Book();

beforeAll(async () => {
  site = await serverSite();
  parents = await fileParents(site, 50);
  errands = new Errands(site, parents, book);
}, 180_000);
afterAll(() => site?.close());

async function sendOnce(errand: Errand): Promise<Reading | undefined> {
  const { path, headers, body } = errand;
  const response = await fetch(site.urls[0] + path, { method: 'POST', headers, body }).catch(() => undefined);
  return response && errand.read(response.status, await response.text());
}

const commitOf = (told: RegExp) => (statement: string, earlier: readonly string[]) =>
  statement === 'commit' && earlier.some((one) => told.test(one));

const SUBMISSION = commitOf(/insert into "provincial"\."submission_key"/);

/** Sends, kills the hub where the trap is met, starts it and sends again. @returns what the resend says */
async function killedAt(trap: Trap, errand: Errand): Promise<Reading | undefined> {
  const met = site.proxy.trap(trap);
  const first = sendOnce(errand);
  await met;
  await site.kill('hub');
  expect(await first).toBeUndefined();
  await site.restart();
  return sendOnce(errand);
}

const FOLLOWS = /^\s*update "provincial"\."follower"/;
const SEQUENCES = /insert into "provincial"\."sequenced"/;

/** What is asked first of all for an enterprise: which projects are its own. */
const ASKS_PROJECTS = /^\s*select .*general_contractor_code/s;

const numberOf = (query: string): Promise<number> =>
  site.sql(async (client) => Number((await client.query(query)).rows[0].count));

/** Submissions that the follower of the release has not stepped over. */
const behind = (): Promise<number> =>
  numberOf(`select count(*) from provincial.leaf l left join provincial.sequenced q using (receipt_id)
    where q.position is null or q.position >= (select position from provincial.follower where name = 'held-release')`);

const UNFINISHED = `select count(*) from hub.real_name_call c
  where not exists (select from hub.real_name_outcome o where o.call_number = c.number)`;

async function untilFollowed(): Promise<void> {
  while ((await behind()) > 0) await pause(50);
}

describe('A hub that is killed at a given point', () => {
  test.each([
    ['after the commit and before the answer: the resend gets the stored answer', 'after', true],
    ['before the commit: the resend is carried out as if it were the first', 'before', false],
  ] as const)(
    '%s',
    async (_what, when, replayed) => {
      const trap = { matches: SUBMISSION, when };
      for (const errand of [errands.attendance(), errands.sheet()])
        expect(await killedAt(trap, errand)).toEqual({ kind: 'ANSWERED', replayed });
    },
    120_000,
  );

  test('between the release of held records and the step of the follower: they are not released twice', async () => {
    const [held, crew] = errands.punchesBeforeTheirCrew();
    await answered(site, held);
    await untilFollowed();
    const met = site.proxy.trap({
      matches: (one, _earlier, frame) => FOLLOWS.test(one) && frame.includes('held-release'),
      when: 'before',
    });
    await answered(site, crew);
    await met;
    expect(await numberOf("select count(*) from provincial.held_record where state = 'HELD'")).toBe(0);
    expect(await behind()).toBeGreaterThan(0);
    await site.kill('hub');
    await site.restart();
  }, 120_000);

  test('after a commit and before its place in the order: it gets one, without a gap', async () => {
    const met = site.proxy.trap({ matches: (one) => SEQUENCES.test(one), when: 'before' });
    await answered(site, errands.attendance());
    await met;
    expect(await behind()).toBeGreaterThan(0);
    await site.kill('hub');
    await site.restart();
  }, 120_000);

  test('between the admission of a 603号 call and its answer: the resend gets the same serial', async () => {
    const errand = errands.realName();
    const trap: Trap = { matches: commitOf(/insert into hub\.real_name_call/), when: 'after' };
    expect(await killedAt(trap, errand)).toEqual({ kind: 'ANSWERED', replayed: null });
    const kept = "select count(*) from hub.real_name_call where method = 'WorkerAttendance.Add'";
    expect(await numberOf(kept)).toBe(book.serials.size);
  }, 120_000);

  test('after a 603号 call has stored its records and before it is finished: they are stored once', async () => {
    const errand = errands.realName();
    const met = site.proxy.trap({
      matches: (statement) => /insert into hub\.real_name_outcome/.test(statement),
      when: 'before',
    });
    await answered(site, errand);
    await met;
    await site.kill('hub');
    await site.restart();
    while ((await numberOf(UNFINISHED)) > 0) await pause(50);
  }, 120_000);
});

test('A database that is killed after a commit, whose answer nobody heard, has kept it', async () => {
  const errand = errands.sheet();
  const met = site.proxy.trap({ matches: SUBMISSION, when: 'after' });
  const first = sendOnce(errand);
  await met;
  await site.kill('database');
  await site.restart();
  expect(await first).toEqual({ kind: 'UNANSWERED' });
  expect(await sendOnce(errand)).toEqual({ kind: 'ANSWERED', replayed: true });
}, 120_000);

describe('A connection that is cut after the commit, while the hub lives on', () => {
  test('is no success and no refusal to the sender, and its resend gets the stored answer', async () => {
    const errand = errands.attendance();
    const met = site.proxy.trap({ matches: SUBMISSION, when: 'after' });
    const first = sendOnce(errand);
    (await met).cut();
    expect(await first).toEqual({ kind: 'UNANSWERED' });
    expect(await sendOnce(errand)).toEqual({ kind: 'ANSWERED', replayed: true });
  }, 60_000);
});

test('What a sender states whose projects cannot be asked for just then is not held for ever', async () => {
  const errand = errands.contract();
  const met = site.proxy.trap({ matches: (one) => ASKS_PROJECTS.test(one), when: 'before' });
  const first = sendOnce(errand);
  (await met).cut();
  // Told to come back, or held until its projects are known; never refused.
  expect((await first)?.kind).not.toBe('WRONG');
  await answered(site, errand);
}, 60_000);

test('In the end everything that was acknowledged at any of these points is there once', async () => {
  const { lost, doubled, wrong, released, calls } = await nothingLost(site, parents, book);
  expect({ lost, doubled, wrong }).toEqual({ lost: [], doubled: [], wrong: [] });
  expect(released).toBeGreaterThan(0);
  expect(calls).toBe(2);
}, 240_000);
