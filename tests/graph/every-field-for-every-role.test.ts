import { describe, expect, test } from '@jest/globals';
import { callerOfToken } from '../../gateway/callers/caller-of-token.ts';
import { demoClaims } from '../../gateway/callers/issuer.ts';
import { roleOf, roles } from '../../gateway/callers/roles.ts';
import { demoWithoutLimits, SAID } from './support/demo-without-limits.ts';
import { everyField } from './support/every-field.ts';

const demo = demoWithoutLimits();

const questionsOf = everyField(SAID);

/** Refusals that are answers: who asks for another's rates, or for figures of which only a part is seen, is told so. */
const ANSWERS = ['OUTSIDE_JURISDICTION', 'FIGURES_WITHHELD'];

/** Of the departments, who differ in their reach and not in their scopes, those with the least and with another sector's. */
const ASKERS = ['county-housing', 'province-transport'];

describe('Whatever a role may ask of the demo is answered', () => {
  const others = roles.filter(({ kind }) => kind !== 'DEPARTMENT').map(({ name }) => name);
  test.each([...others, ...ASKERS])(
    '%s',
    async (role) => {
      const faults = new Set<string>();
      const questions = questionsOf(callerOfToken(demoClaims(roleOf.get(role)!)));
      const ask = async (question: string) => {
        const { errors = [] } = await demo.ask(role, question);
        for (const { extensions, path, message } of errors)
          if (!ANSWERS.includes(extensions.code as string))
            faults.add(
              `${extensions.code} at ${path?.filter(isName).join('.') ?? `${message}: ${question}`}`,
            );
      };
      const asking = async () => {
        for (let next = questions.pop(); next !== undefined; next = questions.pop()) await ask(next);
      };
      await Promise.all([asking(), asking(), asking(), asking()]);
      expect([...faults]).toEqual([]);
    },
    120_000,
  );
});

const isName = (step: string | number): boolean => typeof step === 'string';
