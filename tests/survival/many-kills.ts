import { embeddedSite } from './support/embedded-site.ts';
import { serverSite } from './support/server-site.ts';
import type { Site } from './support/site.ts';
import { survive, told } from './support/survive.ts';

/** Kills half on the embedded server, half on an operator's server. @returns whether nothing was lost, doubled or wrong */
export async function manyKills(kills: number): Promise<boolean> {
  const half = Math.ceil(kills / 2);
  return (await killed(embeddedSite, half)) && (await killed(serverSite, kills - half));
}

async function killed(open: () => Promise<Site>, count: number): Promise<boolean> {
  if (count === 0) return true;
  const site = await open();
  try {
    const survived = await survive(site, { kills: count, say: (line) => console.error(line) });
    console.log(told(survived));
    const { lost, doubled, wrong } = survived;
    return lost.length + doubled.length + wrong.length === 0;
  } finally {
    await site.close();
  }
}
