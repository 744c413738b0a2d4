import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { type HubDatabase, hubDatabase } from '../support/hub-database.ts';
import { type Form, inOneProcess } from './support/forms.ts';

const FILE = `mutation ($envelope: SubmissionEnvelopeInput!, $records: [ProjectRecordInput!]!) {
  fileProjects(envelope: $envelope, records: $records) { accepted corrected verdicts { code path } }
}`;

const ROOMS = ['provincial', 'housing', 'transport', 'water', 'banking', 'human_resources'];
const CODE = 'GX-2026-0001';

let database: HubDatabase;
let form: Form;
let client: Client;

beforeAll(async () => {
  database = await hubDatabase('2026-03-02T08:00:00+08:00');
  form = await inOneProcess(database.env);
  client = new Client({ connectionString: database.env.HUB_DATABASE_URL });
  await client.connect();
}, 120_000);

afterAll(async () => {
  await client?.end();
  await form?.hub.stop();
  await database?.drop();
});

test('a project filed with the provincial hub, and moved to a township of its county, is in the scope of all six departments', async () => {
  await file('p-1', '450103', '2026-03-02T07:50:00+08:00');
  expect(await untilAll('450103')).toEqual(ROOMS.map((room) => [room, '450103', 'HOUSING']));
  await file('p-2', '450103001', '2026-03-02T07:55:00+08:00');
  expect(await untilAll('450103001')).toEqual(ROOMS.map((room) => [room, '450103001', 'HOUSING']));
}, 60_000);

async function file(idempotencyKey: string, divisionCode: string, sentAt: string): Promise<void> {
  const { data, errors } = await form.hub.ask('enterprise', FILE, {
    envelope: { idempotencyKey, sourceSystem: 'contractor-1', sentAt },
    records: [
      {
        projectCode: CODE,
        sector: 'HOUSING',
        name: '示例学校扩建工程',
        divisionCode,
        constructionStatus: 'UNDER_CONSTRUCTION',
        generalContractorCode: '91450300MA0DEA1178',
      },
    ],
  });
  expect(errors).toBeUndefined();
  expect(data.fileProjects.accepted + data.fileProjects.corrected).toBe(1);
}

async function untilAll(division: string): Promise<readonly unknown[]> {
  const scopes = ROOMS.map((room) => `select '${room}' as room, * from ${room}.project_scope`).join(
    ' union all ',
  );
  for (let tries = 0; ; tries++) {
    const { rows } = await client.query(`select * from (${scopes}) s where project_code = $1`, [CODE]);
    const byRoom = new Map(rows.map((row) => [row.room, row]));
    const seen = ROOMS.map((room) => [room, byRoom.get(room)?.division_code, byRoom.get(room)?.sector]);
    if (tries === 300 || seen.every(([, code]) => code === division)) return seen;
    await pause(100);
  }
}
