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

  test.each([
    ['between the release of a held record and the step of the follower', /^update "provincial"\."follower"/],
    ['between two positions of the order', /insert into "provincial"\."sequenced"/],
  ])(
    '%s',
    async (_what, statement) => {
      const [held, crew] = errands.punchesBeforeTheirCrew();
      await answered(site, held);
      // The follower is done with the held record; what comes next is the step over its parent.
      await pause(1_500);
      const met = site.proxy.trap({ matches: (one) => statement.test(one), when: 'before' });
      await answered(site, crew);
      await met;
      await site.kill('hub');
      await site.restart();
    },
    120_000,
  );

  test('between the admission of a 603号 call and its answer: the resend gets the same serial', async () => {
    const errand = errands.realName();
    const trap: Trap = { matches: commitOf(/insert into hub\.real_name_call/), when: 'after' };
    expect(await killedAt(trap, errand)).toEqual({ kind: 'ANSWERED', replayed: null });
    const { rows } = await site.sql((client) =>
      client.query('select count(*)::int as n from hub.real_name_call where method = $1', [
        'WorkerAttendance.Add',
      ]),
    );
    expect(rows).toEqual([{ n: book.serials.size }]);
  }, 120_000);

  test('after a 603号 call has stored its records and before it is finished: they are stored once', async () => {
    const errand = errands.realName();
    const met = site.proxy.trap({
      matches: (statement) => /^\s*update hub\.real_name_call set state/.test(statement),
      when: 'before',
    });
    await answered(site, errand);
    await met;
    await site.kill('hub');
    await site.restart();
  }, 120_000);
});

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

test('In the end everything that was acknowledged at any of these points is there once', async () => {
  const { lost, doubled, wrong, released, calls } = await nothingLost(site, parents, book);
  expect({ lost, doubled, wrong }).toEqual({ lost: [], doubled: [], wrong: [] });
  expect(released).toBeGreaterThan(0);
  expect(calls).toBe(2);
}, 240_000);
