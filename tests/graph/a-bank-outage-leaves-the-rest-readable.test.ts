import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Form, inOneProcess, inSevenProcesses, seededDatabase } from './support/forms.ts';
import type { Answer } from './support/running-hub.ts';

const QUESTION = `{
  projects(first: 5, orderBy: CODE) {
    nodes { code name attendance { workers } specialWageAccounts { bankName } contractCoverage { contracts } }
  }
}`;

let database: Awaited<ReturnType<typeof seededDatabase>>;

beforeAll(async () => {
  database = await seededDatabase();
}, 240_000);

afterAll(() => database.drop());

function expectOnlyBankingMissing(answer: Answer): void {
  expect(answer.status).toBe(200);
  expect(answer.data.projects.nodes).toHaveLength(5);
  answer.data.projects.nodes.forEach((node: Record<string, unknown>, place: number) => {
    expect(node.name).toEqual(expect.any(String));
    expect(node.attendance).toEqual({ workers: expect.any(Number) });
    expect(node.contractCoverage).toEqual({ contracts: expect.any(Number) });
    expect(node.specialWageAccounts).toBeNull();
    const error = answer.errors!.find(
      (one) =>
        JSON.stringify(one.path) === JSON.stringify(['projects', 'nodes', place, 'specialWageAccounts']),
    );
    expect(error?.extensions).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'banking' });
  });
  expect(JSON.stringify(answer.errors)).not.toMatch(/127\.0\.0\.1|ECONN|stack|node_modules/);
}

describe('With the banking subgraph stopped its fields are null and the rest answers', () => {
  test('in seven processes: the process is killed, and comes back', async () => {
    const form: Form = await inSevenProcesses(database.env);
    try {
      const whole = await form.hub.ask('province-hr', QUESTION);
      expect(whole.errors).toBeUndefined();
      await form.stopDepartment('banking');
      expectOnlyBankingMissing(await form.hub.ask('province-hr', QUESTION));
      expect((await fetch(`${form.hub.url}/health/live`)).status).toBe(200);
      await form.startDepartment('banking');
      expect(await form.hub.ask('province-hr', QUESTION)).toEqual(whole);
    } finally {
      await form.hub.stop();
    }
  }, 120_000);

  test('in one process: banking is configured elsewhere, and nobody is there', async () => {
    const form = await inOneProcess({
      ...database.env,
      HUB_SUBGRAPH_URLS: 'banking=http://127.0.0.1:9/graphql',
    });
    try {
      expectOnlyBankingMissing(await form.hub.ask('province-hr', QUESTION));
    } finally {
      await form.hub.stop();
    }
  }, 120_000);
});
