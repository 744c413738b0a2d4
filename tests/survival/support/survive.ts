import { setTimeout as pause } from 'node:timers/promises';
import { Book } from './book.ts';
import { Errands } from './errands.ts';
import { type Found, nothingLost } from './nothing-lost.ts';
import { fileParents } from './parents.ts';
import type { Site, Victim } from './site.ts';
import { type Cut, Traffic } from './traffic.ts';

/** One kill, and what became of the requests that it cut off. */
export interface Kill {
  readonly victim: Victim;
  readonly inFlight: number;
  readonly cut: readonly Cut[];
  /** From the kill until the hub answered again. */
  backAfterMs: number;
}

export interface Survived extends Found {
  readonly site: string;
  readonly kills: readonly Kill[];
  readonly requests: number;
  readonly sentAgain: number;
}

const SENDERS = 8;
const LEAST_IN_FLIGHT = 4;
const WORKERS = 400;
const BETWEEN_KILLS = 24;
const CALLS_UNTIL = 0.6;

/** Kills a site so many times under traffic, starts it again each time, and looks in the end what is there. */
export async function survive(
  site: Site,
  { kills: count, say = () => undefined }: { kills: number; say?: (line: string) => void },
): Promise<Survived> {
  const book = new Book();
  const parents = await fileParents(site, WORKERS);
  const errands = new Errands(site, parents, book);
  const traffic = new Traffic(site.urls, SENDERS, () => errands.next());
  const kills: Kill[] = [];
  for (let number = 0; number < count; number++) {
    // What a killed hub had in hand of these waits out a lease; it does so while the last kills go on.
    errands.takesCalls = number < count * CALLS_UNTIL;
    await traffic.acknowledges(BETWEEN_KILLS);
    await pause(Math.random() * 300);
    await traffic.untilInFlight(LEAST_IN_FLIGHT);
    const victim = site.victims[number % site.victims.length]!;
    const from = performance.now();
    const inFlight = traffic.inFlight;
    const gone = site.kill(victim);
    const kill: Kill = { victim, inFlight, cut: traffic.cutOff(), backAfterMs: 0 };
    kills.push(kill);
    await gone;
    await site.restart();
    kill.backAfterMs = Math.round(performance.now() - from);
    say(
      `kill ${number + 1} of ${count}: ${victim}, ${inFlight} in flight, back after ${kill.backAfterMs} ms`,
    );
  }
  await traffic.acknowledges(SENDERS);
  errands.close();
  await traffic.end();
  const found = await nothingLost(site, parents, book);
  const { acknowledged: requests, sentAgain } = traffic;
  return { ...found, site: site.name, kills, requests, sentAgain };
}

/** The report, a line a kill. */
export function told(survived: Survived): string {
  const { kills, acknowledged, released, calls, lost, doubled, wrong, settings } = survived;
  const lines = kills.map(({ victim, inFlight, cut, backAfterMs }, at) => {
    const kinds = [...Map.groupBy(cut, ({ kind }) => kind)].map(([kind, some]) => `${kind} ${some.length}`);
    const count = (committed: boolean | null) => cut.filter((one) => one.committed === committed).length;
    return (
      `  ${String(at + 1).padStart(3)} ${victim.padEnd(8)} ${inFlight} in flight (${kinds.join(', ')}): ` +
      `${count(false)} before their commit, ${count(true)} between commit and answer, ${count(null)} not told; ` +
      `back after ${backAfterMs} ms`
    );
  });
  const words = Object.entries(settings).map(([name, value]) => `${name} ${value}`);
  return [
    `${kills.length} kills of ${survived.site} (${words.join(', ')})`,
    ...lines,
    `  ${survived.requests} requests answered, ${survived.sentAgain} times sent again`,
    `  acknowledged ${acknowledged} records, ${released} of them released from waiting, ${calls} calls of 603号`,
    `  lost ${lost.length}, doubled ${doubled.length}, otherwise wrong ${wrong.length}`,
    ...[...lost, ...doubled, ...wrong].slice(0, 10).map((one) => `  ! ${one}`),
  ].join('\n');
}
