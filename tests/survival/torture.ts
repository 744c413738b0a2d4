import { embeddedSite } from './support/embedded-site.ts';
import { serverSite } from './support/server-site.ts';
import type { Site } from './support/site.ts';
import { survive, told } from './support/survive.ts';

// npm run torture [-- KILLS]: half of them on the embedded server, half on an operator's server.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const kills = Number(process.argv[2] ?? 200);
const half = Math.ceil(kills / 2);

process.exitCode = (await tortured(embeddedSite, half)) && (await tortured(serverSite, kills - half)) ? 0 : 1;

async function tortured(open: () => Promise<Site>, count: number): Promise<boolean> {
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
