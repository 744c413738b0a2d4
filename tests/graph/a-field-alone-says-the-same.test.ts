import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { callerOfToken } from '../../gateway/callers/caller-of-token.ts';
import { demoClaims } from '../../gateway/callers/issuer.ts';
import { roleOf } from '../../gateway/callers/roles.ts';
import { KNOWN } from '../../seeds/known.ts';
import { fieldByField } from './support/every-field.ts';
import { type Form, inOneProcess, seededDatabase } from './support/forms.ts';

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

const PROJECT = `code: "${KNOWN.projects.HOUSING}"`;

const objectsOf = fieldByField({
  'Query.division': `code: "${KNOWN.county}"`,
  'Query.enterprise': `creditCode: "${KNOWN.enterprise}"`,
  'Query.guaranteeLettersExpiring': 'by: "2030-12-31"',
  'Query.inclusionRates': 'province: "450000"',
  'Query.migrantWorker': `id: "${KNOWN.worker}"`,
  'Query.project': PROJECT,
  'Query.projectMonth': `${PROJECT}, month: "2026-10"`,
  'Query.search': 'text: "项目"',
});

/** Of an officer of the province, who sees most, and of a county's, whose reach is a part. */
const ASKERS = ['province-hr', 'county-housing'];

// Rows are read by the columns that the answer shows (subgraphs/asked-fields.ts): one that a resolver forgot to name would be missing.
describe('A field by itself says what it says beside all others', () => {
  test.each(ASKERS)(
    '%s',
    async (role) => {
      const objects = objectsOf(callerOfToken(demoClaims(roleOf.get(role)!)));
      const differences: string[] = [];
      let fields = 0;
      const compare = async ({ place, together, alone }: (typeof objects)[number]) => {
        const whole = await form.hub.ask(role, together);
        for (const question of alone) {
          const part = await form.hub.ask(role, question);
          const shown = partsOf(part.data);
          fields += shown.length;
          if (!isPartOf(part.data, whole.data)) differences.push(`${place}: ${question}`);
        }
      };
      const waiting = [...objects];
      const comparing = async () => {
        for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) await compare(next);
      };
      await Promise.all([comparing(), comparing(), comparing(), comparing()]);
      expect(differences).toEqual([]);
      expect(fields).toBeGreaterThan(1_000);
    },
    240_000,
  );
});

/** Whether all that one answer says the other says as well. */
function isPartOf(part: unknown, whole: unknown): boolean {
  if (Array.isArray(part))
    return (
      Array.isArray(whole) &&
      part.length === whole.length &&
      part.every((one, at) => isPartOf(one, whole[at]))
    );
  if (typeof part !== 'object' || part === null) return part === whole;
  if (typeof whole !== 'object' || whole === null) return false;
  const told = whole as Record<string, unknown>;
  return Object.entries(part).every(([name, value]) => isPartOf(value, told[name]));
}

/** The plain values of an answer that are there. */
function partsOf(answer: unknown): unknown[] {
  if (answer === null || answer === undefined) return [];
  return typeof answer === 'object' ? Object.values(answer).flatMap(partsOf) : [answer];
}
