import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { FORGETFUL } from '../support/forgetful.ts';
import { Book } from '../survival/support/book.ts';
import type { Errand } from '../survival/support/errand.ts';
import { Errands } from '../survival/support/errands.ts';
import { nothingLost } from '../survival/support/nothing-lost.ts';
import { answered, fileParents, type Parents } from '../survival/support/parents.ts';
import { type ServerSite, serverSite } from '../survival/support/server-site.ts';

const TIMES = 50;

let site: ServerSite;
let parents: Parents;
let errands: Errands;
const book = new Book();

beforeAll(async () => {
  site = await serverSite(2, FORGETFUL);
  parents = await fileParents(site, 100);
  errands = new Errands(site, parents, book);
}, 240_000);
afterAll(() => site?.close());

interface Said {
  readonly receipt?: string;
  readonly replayed?: boolean;
  readonly code?: string;
}

/** The same bytes, or others under the same key, to both hubs at the same moment. */
const atOnce = (one: Errand, other: Errand = one): Promise<[Said, Said]> =>
  Promise.all([said(site.urls[0]!, one), said(site.urls[1]!, other)]);

async function said(url: string, { path, headers, body }: Errand): Promise<Said> {
  const response = await fetch(url + path, { method: 'POST', headers, body });
  const { data, errors } = (await response.json()) as {
    data?: Record<string, { id: string; replayed: boolean } | null> | null;
    errors?: { extensions: { code: string } }[];
  };
  const receipt = Object.values(data ?? {})[0];
  return receipt
    ? { receipt: receipt.id, replayed: receipt.replayed }
    : { code: errors![0]!.extensions.code };
}

const KINDS = [() => errands.attendance(10), () => errands.sheet(), () => errands.contract()];

describe('Two hubs on one database, asked at the same moment', () => {
  test(`the same key and content, ${TIMES} times: one receipt each, and one of them is the stored answer`, async () => {
    let together = 0;
    for (let turn = 0; turn < TIMES; turn++) {
      const errand = KINDS[turn % KINDS.length]!();
      const both = await atOnce(errand);
      const first = both.filter(({ replayed }) => replayed === false);
      expect(first).toHaveLength(1);
      for (const one of both)
        if (one.receipt === undefined) {
          together++;
          expect(one).toEqual({ code: 'SUBMISSION_IN_FLIGHT' });
        } else expect(one.receipt).toBe(first[0]!.receipt);
      // Whoever was told to come back finds the same answer, at either hub.
      await answered(site, errand, turn % 2);
    }
    // If the two had never met, this would have shown nothing.
    expect(together).toBeGreaterThan(0);
  }, 120_000);

  test(`the same key and other content, ${TIMES} times: exactly one is stored`, async () => {
    for (let turn = 0; turn < TIMES; turn++) {
      const [one, other] = [errands.attendance(5), errands.attendance(5)];
      const key = /"idempotencyKey":"[^"]*"/;
      const forged = { ...other, body: other.body.replace(key, key.exec(one.body)![0]) };
      const [mine, yours] = await atOnce(one, forged);
      const stored = [mine, yours].filter(({ receipt }) => receipt !== undefined);
      expect(stored).toEqual([{ receipt: expect.any(String), replayed: false }]);
      const refused = [mine, yours].find(({ receipt }) => receipt === undefined)!;
      expect(['IDEMPOTENCY_KEY_REUSED', 'SUBMISSION_IN_FLIGHT']).toContain(refused.code);
      const [winner, loser] = mine.receipt ? [one, other] : [forged, one];
      await answered(site, winner, turn % 2);
      // What was not stored is stored under a key of its own: it is new then, and no duplicate.
      const own =
        loser === one ? { ...one, body: one.body.replace(key, `"idempotencyKey":"own-${turn}"`) } : other;
      await answered(site, own);
    }
  }, 120_000);

  test('held records are released once, and calls carried out once, with the background work of both', async () => {
    for (let turn = 0; turn < 20; turn++) {
      const [held, crew] = errands.punchesBeforeTheirCrew();
      // At the same moment: whether a punch is held or accepted, it is there once in the end.
      await Promise.all([answered(site, held, turn % 2), answered(site, crew, (turn + 1) % 2)]);
      await answered(site, errands.realName(), turn % 2);
    }
    const found = await nothingLost(site, parents, book);
    expect(found).toMatchObject({ lost: [], doubled: [], wrong: [] });
    expect(found.released).toBeGreaterThan(0);
    expect(found.calls).toBe(20);
  }, 240_000);
});
