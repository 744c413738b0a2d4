import { tearDowns } from './global-setup.ts';

/** Stops what the setup started. Jest asks for a default export. */
export default async function tearDown(): Promise<void> {
  for (const work of tearDowns.splice(0)) await work();
}
