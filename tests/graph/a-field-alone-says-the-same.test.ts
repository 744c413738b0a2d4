import { describe, expect, test } from '@jest/globals';
import { callerOfToken } from '../../gateway/callers/caller-of-token.ts';
import { demoClaims } from '../../gateway/callers/issuer.ts';
import { roleOf } from '../../gateway/callers/roles.ts';
import { demoWithoutLimits, SAID } from './support/demo-without-limits.ts';
import { fieldByField } from './support/every-field.ts';

const demo = demoWithoutLimits();

const objectsOf = fieldByField(SAID);

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
        const whole = await demo.ask(role, together);
        for (const question of alone) {
          const part = await demo.ask(role, question);
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
