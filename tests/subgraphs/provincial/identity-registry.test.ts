import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hubCaller } from '../../../kernel/caller.ts';
import { residentNumber } from '../../../seeds/synthetic-numbers.ts';
import { provincial } from '../../../subgraphs/provincial/index.ts';
import { type Department, openDepartment } from '../support/department.ts';

let registry: Department;
beforeAll(async () => {
  registry = await openDepartment(provincial);
});
afterAll(() => registry?.close());

interface Ensured {
  readonly index: number;
  readonly workerId: string | null;
  readonly isNew: boolean;
  readonly code: string | null;
}

const ensure = async (identities: readonly object[], knownOnly = false): Promise<readonly Ensured[]> => {
  const { data, errors } = await registry.ask(
    hubCaller('tests'),
    `mutation ($identities: [IdentityInput!]!, $knownOnly: Boolean!) {
      ensureWorkers(identities: $identities, knownOnly: $knownOnly) { index workerId isNew code } }`,
    { variables: { identities, knownOnly } },
  );
  expect(errors).toBeUndefined();
  return data!.ensureWorkers as Ensured[];
};

const resident = { documentType: '01', documentNumber: residentNumber('450103', '1990-04-05') };

describe('The registry of identities', () => {
  test('gives a document its worker once, and whoever only asks registers nobody', async () => {
    expect(await ensure([resident], true)).toEqual([{ index: 0, workerId: null, isNew: false, code: null }]);
    const [first] = await ensure([resident]);
    expect(first).toEqual({ index: 0, workerId: expect.any(String), isNew: true, code: null });
    expect(await ensure([resident])).toEqual([{ ...first, isNew: false }]);
    expect(await ensure([resident], true)).toEqual([{ ...first, isNew: false }]);
  });

  test.each([false, true])(
    'tells of a document that can be nobody’s, and answers for those beside it (knownOnly %j)',
    async (knownOnly) => {
      const [known] = await ensure([resident]);
      const odd = ['\u0000', '1', '', '居民身份证', 'x'.repeat(5_000)];
      const answers = await ensure(
        [
          { ...resident, documentNumber: '450103199004050000' },
          ...odd.map((documentType) => ({ ...resident, documentType })),
          resident,
        ],
        knownOnly,
      );
      expect(answers[0]).toMatchObject({ workerId: null, code: 'RESIDENT_NUMBER_CHECK' });
      expect(answers.slice(1, 1 + odd.length)).toEqual(
        odd.map((_one, at) => ({ index: at + 1, workerId: null, isNew: false, code: 'CODE_UNKNOWN' })),
      );
      expect(answers.at(-1)).toMatchObject({ workerId: known!.workerId, code: null });
    },
  );
});
