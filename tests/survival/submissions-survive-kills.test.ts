import { describe, expect, test } from '@jest/globals';
import { embeddedSite } from './support/embedded-site.ts';
import { serverSite } from './support/server-site.ts';
import type { Site } from './support/site.ts';
import { survive, told } from './support/survive.ts';

const DURABLE = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' };
const PATIENCE_MS = 900_000;

async function survived(open: () => Promise<Site>, kills: number) {
  const site = await open();
  try {
    const result = await survive(site, { kills });
    process.stdout.write(`${told(result)}\n`);
    return result;
  } finally {
    await site.close();
  }
}

/** Each kind of kill twice and three times; `npm run torture` goes on for two hundred. */
describe('What was acknowledged is there exactly once, and nothing is half-stored, after kill -9 in mid-batch', () => {
  test.each([
    ['hub, database or both on the embedded server, started again by their supervisor', embeddedSite, 6],
    ["hub or database on an operator's server, where the hub outlives its database", serverSite, 6],
  ])(
    '%s',
    async (_what, open, count) => {
      const { kills, acknowledged, released, calls, lost, doubled, wrong, settings } = await survived(
        open,
        count,
      );
      expect({ lost, doubled, wrong }).toEqual({ lost: [], doubled: [], wrong: [] });
      expect(settings).toEqual(DURABLE);
      expect(kills).toHaveLength(count);
      for (const { inFlight, cut } of kills) {
        expect(inFlight).toBeGreaterThanOrEqual(4);
        expect(cut).toHaveLength(inFlight);
      }
      // A run in which nothing was cut off, released or called would prove nothing.
      expect(kills.flatMap(({ cut }) => cut).some(({ committed }) => committed === false)).toBe(true);
      expect(acknowledged).toBeGreaterThan(count * 20);
      expect(released).toBeGreaterThan(0);
      expect(calls).toBeGreaterThan(0);
    },
    PATIENCE_MS,
  );
});
