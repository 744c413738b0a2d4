import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { seededDatabase } from './support/forms.ts';
import { type HubCommand, hub } from './support/processes.ts';
import { type RunningHub, runningHub } from './support/running-hub.ts';

const SEARCH =
  'query ($text: String!) { search(text: $text) { unansweredSectors projects { nodes { code kind } totalCount } } }';
const PURPOSE = {
  hub: {
    purpose: {
      basis: '保障农民工工资支付条例',
      caseNo: '示例-1',
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    },
  },
};
const LOOK = 'query ($no: String!) { workerByDocument(documentNumber: $no) { id name documentNumber } }';

let database: Awaited<ReturnType<typeof seededDatabase>>;
beforeAll(async () => {
  database = await seededDatabase();
}, 240_000);
afterAll(() => database.drop());

// One sector department in a process of its own, so that it can be ended; the rest together.
let form: { readonly hub: RunningHub };
let transport: HubCommand;
beforeAll(async () => {
  const port = 20_000 + (process.pid % 20_000);
  transport = hub(['subgraph', 'transport', '--port', String(port)], database.env);
  await transport.line(/ serves http/);
  const start = hub(['start'], {
    ...database.env,
    HUB_SUBGRAPH_URLS: `transport=http://127.0.0.1:${port}/graphql`,
  });
  await start.line(/Ctrl-C stops it/);
  form = { hub: await runningHub(database.env.HUB_DATA_DIR!, async () => void (await start.stop())) };
}, 180_000);
afterAll(async () => {
  await form?.hub.stop();
  await transport?.stop();
});

describe('A search', () => {
  const found = async (role: string, text: string) => {
    const answer = await form.hub.ask(role, SEARCH, { text });
    expect(answer.errors).toBeUndefined();
    expect(answer.data.search.unansweredSectors).toEqual([]);
    return answer.data.search.projects.nodes as { code: string; kind: string }[];
  };

  test.each(['housing', 'transport', 'water'])(
    'finds a %s project by its construction permit',
    async (sector) => {
      const permits = await form.hub.ask(
        'province-hr',
        `{ ${sector}Permits(first: 1) { nodes { permitNo project { code } } } }`,
      );
      const [{ permitNo, project }] = permits.data[`${sector}Permits`].nodes;
      const wide = permitNo.replace('SG', 'ｓｇ');
      for (const text of [permitNo, ` ${wide} `])
        expect(await found('province-hr', text)).toEqual([
          { code: project.code, kind: sector.toUpperCase() },
        ]);
      // Who may not ask for permits does not learn whose one is.
      expect(await found('financial-regulator', permitNo)).toEqual([]);
    },
  );
});

describe('A worker looked up by number', () => {
  test('is found for a declared purpose, which the auditor finds on record', async () => {
    const list = await form.hub.ask(
      'province-hr',
      '{ migrantWorkers(first: 1) { nodes { id documentNumber } } }',
      {},
      PURPOSE,
    );
    const [{ id, documentNumber }] = list.data.migrantWorkers.nodes;
    expect(documentNumber).toMatch(/^\d{17}[\dX]$/);
    const answer = await form.hub.ask('province-hr', LOOK, { no: documentNumber }, PURPOSE);
    expect(answer.data.workerByDocument).toMatchObject({ id, documentNumber });
    const record = await form.hub.ask(
      'auditor',
      `{ workerLookups { totalCount totalIsEstimate nodes { caseNo basis isFound workerId } } }`,
    );
    expect(record.data.workerLookups).toEqual({
      totalCount: 1,
      totalIsEstimate: false,
      nodes: [{ caseNo: '示例-1', basis: '保障农民工工资支付条例', isFound: true, workerId: id }],
    });
  });

  test('is refused without a purpose, and to who may not see such numbers', async () => {
    const number = { no: '450103199001020019' };
    const without = await form.hub.ask('province-hr', LOOK, number);
    expect(without.errors).toMatchObject([{ extensions: { code: 'PURPOSE_REQUIRED' } }]);
    const housing = await form.hub.ask('county-housing', LOOK, number, PURPOSE);
    expect(housing.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    const record = await form.hub.ask('county-hr', '{ workerLookups { totalCount } }');
    expect(record.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});

test('A search finds the rest when a sector department is down, and says which', async () => {
  const [{ code }] = (await form.hub.ask('province-hr', '{ projects(first: 1) { nodes { code } } }')).data
    .projects.nodes;
  await transport.stop('SIGKILL');
  const answer = await form.hub.ask('province-hr', SEARCH, { text: code });
  expect(answer.errors).toBeUndefined();
  expect(answer.data.search.projects.nodes).toMatchObject([{ code }]);
  expect(answer.data.search.unansweredSectors).toEqual(['TRANSPORT']);
});
