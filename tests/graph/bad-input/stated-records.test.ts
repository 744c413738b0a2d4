import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { document, envelope, fileParents, NOW, type Operation, project } from './support/parents.ts';
import { PLANTED, repeated } from './support/planted.ts';
import { PLAIN_TEXTS, ROLE, STATED_RECORDS } from './support/stated-records.ts';
import {
  CHINESE,
  type Counts,
  ENGLISH,
  grown,
  openWatchedHub,
  type WatchedHub,
} from './support/watched-hub.ts';

let hub: WatchedHub;
beforeAll(async () => {
  hub = await openWatchedHub(NOW);
  await fileParents(hub);
}, 120_000);
afterAll(() => hub?.stop());

interface Verdict {
  readonly outcome: string;
  readonly code: string;
  readonly path: string | null;
  readonly message: string;
  readonly messageEn: string;
  readonly remedy: string | null;
  readonly warnings: readonly string[];
}

async function submit(
  operation: Operation,
  records: readonly object[],
): Promise<{ text: string; verdicts: Verdict[] }> {
  const role = ROLE[operation];
  const variables = { envelope: envelope({ sourceSystem: `${role}-system` }), records };
  const { data, errors } = await hub.ask(role, document(operation), variables);
  expect(errors).toBeUndefined();
  return { text: JSON.stringify(data), verdicts: data[operation].verdicts };
}

const told = ({ outcome, code, path, warnings }: Verdict): string =>
  [outcome, code === outcome ? null : code, path, ...warnings.map((one) => `+${one}`)]
    .filter((word) => word !== null)
    .join(' ');

const FACTS: Readonly<Record<Operation, readonly string[]>> = {
  submitEnterprises: ['provincial.enterprise'],
  fileProjects: ['provincial.project'],
  submitCrews: ['provincial.crew'],
  submitMigrantWorkers: ['provincial.migrant_worker'],
  submitAttendance: ['provincial.attendance_record'],
  submitPayrollSheets: ['provincial.payroll_sheet', 'provincial.payroll_entry'],
  submitLabourContracts: ['human_resources.labour_contract'],
  submitSpecialWageAccounts: ['banking.special_wage_account'],
};
/** What is kept beside the facts: the receipt, its key and leaf, names of sources, people and projects. */
const BESIDE =
  /\.(submission|project_source|field_usage|submission_key|leaf|source_system|project_scope|worker_identity|sequenced)$/;

function factsOf(more: Counts): Counts {
  return Object.fromEntries(Object.entries(more).filter(([table]) => !BESIDE.test(table)));
}

describe('A record of /graphql has its verdict in both languages, and what is stored is what was accepted or held:', () => {
  test.each(STATED_RECORDS)('%s', async (_what, operation, record, expected) => {
    const before = await hub.counts();
    const { text, verdicts } = await submit(operation, [record]);
    const [verdict] = verdicts as [Verdict];
    expect(told(verdict)).toBe(expected);
    expect([verdict.message, verdict.remedy]).toEqual([
      expect.stringMatching(CHINESE),
      expect.stringMatching(CHINESE),
    ]);
    expect(verdict.messageEn).toMatch(ENGLISH);
    expect(repeated(text)).toEqual([]);
    const more = grown(before, await hub.counts());
    const [room] = FACTS[operation][0]!.split('.');
    expect(factsOf(more)).toEqual({
      ...(verdict.outcome === 'ACCEPTED' && Object.fromEntries(FACTS[operation].map((table) => [table, 1]))),
      ...(verdict.outcome === 'HELD' && { [`${room}.held_record`]: 1 }),
    });
    expect(more[`${room}.submission`]).toBe(1);
    if (verdict.outcome === 'REJECTED') expect(more['provincial.worker_identity']).toBeUndefined();
    await hub.expectAlive(PLANTED);
  });
});

describe('A text that is nothing but a text comes back as it was sent:', () => {
  test.each(PLAIN_TEXTS)('%s', async (_what, name, stored = name) => {
    const projectCode = `P${Buffer.from(stored).toString('hex').slice(0, 24)}`;
    const { verdicts } = await submit('fileProjects', [project({ projectCode, name })]);
    expect(verdicts.map(told)).toEqual(['ACCEPTED']);
    const { data } = await hub.ask('enterprise', 'query ($code: ID!) { project(code: $code) { name } }', {
      code: projectCode,
    });
    expect(data).toEqual({ project: { name: stored } });
  });
});

test('Good records beside bad ones are taken, whatever the bad ones are', async () => {
  const punches = STATED_RECORDS.filter(([, operation]) => operation === 'submitAttendance');
  const { verdicts } = await submit(
    'submitAttendance',
    punches.map(([, , record]) => record),
  );
  expect(verdicts.map(({ outcome }) => outcome)).toEqual(
    punches.map(([, , , told]) => (told.startsWith('ACCEPTED') ? 'DUPLICATE' : told.split(' ')[0])),
  );
});
