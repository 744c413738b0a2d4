import { afterAll, beforeAll } from '@jest/globals';
import { KNOWN } from '../../../seeds/known.ts';
import type { Arguments } from './every-field.ts';
import { type Form, inOneProcess, seededDatabase } from './forms.ts';

const PROJECT = `code: "${KNOWN.projects.HOUSING}"`;

/** What the demo knows of, for the fields that want something said. */
export const SAID: Arguments = {
  'Query.division': `code: "${KNOWN.county}"`,
  'Query.enterprise': `creditCode: "${KNOWN.enterprise}"`,
  'Query.guaranteeLettersExpiring': 'by: "2030-12-31"',
  'Query.inclusionRates': 'province: "530000"',
  'Query.migrantWorker': `id: "${KNOWN.worker}"`,
  'Query.project': PROJECT,
  'Query.projectMonth': `${PROJECT}, month: "2026-10"`,
  'Query.search': 'text: "项目"',
};

/** A hub with the demo for a whole suite, whose questions may cost what they like. */
export function demoWithoutLimits(): { readonly ask: Form['hub']['ask'] } {
  let database: Awaited<ReturnType<typeof seededDatabase>>;
  let form: Form;
  beforeAll(async () => {
    database = await seededDatabase();
    form = await inOneProcess({
      ...database.env,
      HUB_MAX_COST: '1000000000',
      HUB_MAX_TOKENS: '100000',
      HUB_CLIENT_COST: '0',
    });
  }, 240_000);
  afterAll(async () => {
    await form?.hub.stop();
    await database?.drop();
  });
  return { ask: (...asking) => form.hub.ask(...asking) };
}
