import { globSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Form, inOneProcess, seededDatabase } from '../../graph/support/forms.ts';

let database: Awaited<ReturnType<typeof seededDatabase>>;
let form: Form;
beforeAll(async () => {
  database = await seededDatabase();
  form = await inOneProcess(database.env);
}, 240_000);
afterAll(async () => {
  await form?.hub.stop();
  await database.drop();
});

async function op(name: string, role: string, variables: object) {
  const response = await fetch(`${form.hub.url}/op/${name}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${form.hub.tokens[role]}`, 'content-type': 'application/json' },
    body: JSON.stringify(variables),
  });
  return { status: response.status, ...((await response.json()) as { data?: unknown; errors?: unknown[] }) };
}

describe('What the hub publishes, over the demo', () => {
  const questions = globSync('examples/questions/*.graphql').sort();
  test.each(questions)('%s answers the same by name', async (file) => {
    const name = file.replace(/^.*\/\d+-|\.graphql$/g, '');
    const role = name === 'inclusion-rates' ? 'yunnan-housing' : 'province-hr';
    const asked = await form.hub.ask(role, readFileSync(file, 'utf8'));
    const { status, data, errors } = await op(name, role, {});
    expect({ status, errors }).toEqual({ status: 200, errors: asked.errors });
    expect(data).toEqual(asked.data);
    expect(JSON.stringify(data).length).toBeGreaterThan(50);
  });

  test('a submission by name stores its records once, like any other', async () => {
    const { variables } = JSON.parse(readFileSync('examples/submissions/attendance/1-project.json', 'utf8'));
    const submission = { envelope: variables.envelope, records: variables.projects };
    const first = await op('file-projects', 'enterprise', submission);
    const again = await op('file-projects', 'enterprise', submission);
    expect(first).toMatchObject({ status: 200, data: { fileProjects: { accepted: 1, replayed: false } } });
    expect(again).toMatchObject({ data: { fileProjects: { accepted: 1, replayed: true } } });
  });
});
