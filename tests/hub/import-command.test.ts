import { appendFile, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { withClient } from '../../hub/database/connection.ts';
import { submitTo } from '../../hub/wiring/import-client.ts';
import { residentNumber } from '../../seeds/synthetic-numbers.ts';
import { type HubCommand, hub } from '../graph/support/processes.ts';
import { type RunningHub, runningHub } from '../graph/support/running-hub.ts';
import { emptyDatabase } from '../support/database.ts';
import { ROOT } from '../support/rooms.ts';
import { temporaryFolder } from './support/hub-process.ts';

const NOW = '2026-01-05T16:00:00+08:00';
const SENT = ['--sent-at', '2026-01-05T12:00:00+08:00'];
const EXAMPLE = join(ROOT, 'examples/county');

/** People alone, so that an empty hub takes them; a version of its own, so that a changed mapping can be told apart. */
const mapping = (version: string) => `
county: small
version: ${version}
sourceSystem: county-small
sheets:
  - sheet: people
    targets:
      - dataset: MIGRANT_WORKER
        fields:
          - { to: documentNumber, from: 身份证号, required: true }
          - { to: name, from: 姓名, required: true }
          - { to: gender, from: 性别, codes: { map: { 1: MALE, 2: FEMALE } } }
`;

const day = (serial: number): string => new Date(Date.UTC(1960, 0, 1 + serial)).toISOString().slice(0, 10);
const people = (count: number): string =>
  `姓名,身份证号,性别\n${Array.from({ length: count }, (_, place) => `示例${place},${residentNumber('450102', day(place))},${1 + (place % 2)}\n`).join('')}`;

async function ended(command: HubCommand): Promise<{ code: number | null; out: string; err: string }> {
  const code =
    command.child.exitCode ??
    (await new Promise<number | null>((resolve) => command.child.once('close', resolve)));
  return { code, out: command.said(), err: command.errors() };
}

describe('hub import, called in a way that cannot work', () => {
  test.each<[readonly string[], RegExp]>([
    [[], /missing required argument|required option/],
    [['x.csv'], /--county/],
    [['--county', 'nowhere', `${EXAMPLE}/workers.csv`], /no mapping nowhere/],
    [['--county', '../qinglan', `${EXAMPLE}/workers.csv`], /no mapping \.\.\/qinglan/],
    [['--county', 'qinglan', 'no-such.csv'], /no file no-such\.csv/],
    [['--county', 'qinglan', EXAMPLE], /no file/],
    [['--county', 'qinglan', `${EXAMPLE}/workers.csv`], /no hub has run here/],
    [
      ['--county', 'qinglan', `${EXAMPLE}/workers.csv`, '--url', 'https://h.example/graphql'],
      /belong together/,
    ],
    [
      [
        '--county',
        'qinglan',
        `${EXAMPLE}/workers.csv`,
        '--url',
        'http://h.example/graphql',
        '--token-file',
        'x',
      ],
      /https/,
    ],
    [
      [
        '--county',
        'qinglan',
        `${EXAMPLE}/workers.csv`,
        '--url',
        'https://h.example/graphql',
        '--token-file',
        'x',
      ],
      /one token/,
    ],
    [['--county', 'qinglan', `${EXAMPLE}/workers.csv`, '--sent-at', 'yesterday'], /--sent-at/],
    [['--county', 'qinglan', `${EXAMPLE}/workers.csv`, '--token', 'abc'], /unknown option/],
  ])('ends with 2 and says what is wrong: %j', async (words, message) => {
    await using folder = await temporaryFolder();
    const { code, err } = await ended(hub(['import', ...words], { HUB_DATA_DIR: folder.path }));
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });

  test.each([
    ['cut short', '{"graphql": "http://127.0.0.1:4000/graphql", "tokens": {"vendor": "ey'],
    ['of something else', '{}'],
  ])('ends with 2 where the credentials of the hub are %s', async (_what, text) => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, 'demo-credentials.json'), text);
    const words = ['import', '--county', 'qinglan', `${EXAMPLE}/workers.csv`];
    const { code, err } = await ended(hub(words, { HUB_DATA_DIR: folder.path }));
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(/demo-credentials\.json is not whole; start the hub/),
    ]);
  });

  test.each([
    ['a folder', '.', 'EISDIR'],
    ['in a folder that is not there', 'nowhere/verdicts.csv', 'ENOENT'],
  ])('ends with 2, and asks no hub, where the report is to be %s', async (_what, name, cause) => {
    await using folder = await temporaryFolder();
    const token = join(folder.path, 'token');
    await writeFile(token, 'abc');
    const words = ['import', '--county', 'qinglan', `${EXAMPLE}/workers.csv`];
    const hubNowhere = ['--url', 'http://127.0.0.1:1/graphql', '--token-file', token];
    const { code, err } = await ended(
      hub([...words, ...hubNowhere, '--report', join(folder.path, name)], { HUB_DATA_DIR: folder.path }),
    );
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(
        new RegExp(`\\(${cause}\\), so nothing was submitted; name another file by --report`),
      ),
    ]);
  });

  test('ends with 2 and every problem of a mapping that cannot be used, also what the graph does not take', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'mine.yaml');
    const run = () =>
      ended(hub(['import', '--county', file, `${EXAMPLE}/workers.csv`], { HUB_DATA_DIR: folder.path }));
    await writeFile(file, mapping('1').replace('required: true', 'requird: true').replace('sheets', 'sheet'));
    expect(await run()).toMatchObject({
      code: 2,
      err: expect.stringMatching(/mine\.yaml:5:1: sheet is not known/),
    });
    await writeFile(file, mapping('1').replace('to: gender', 'to: sex'));
    expect(await run()).toMatchObject({
      code: 2,
      err: expect.stringMatching(/MIGRANT_WORKER has no field sex/),
    });
  });
});

describe('hub import, into a running hub', () => {
  let running: RunningHub;
  let command: HubCommand;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let env: Record<string, string>;
  let drop: () => Promise<void>;
  let ownerUrl: string;
  const inFolder = (name: string) => join(folder.path, name);
  const imports = (...words: string[]) => hub(['import', ...words, ...SENT], env);

  beforeAll(async () => {
    folder = await temporaryFolder();
    const database = await emptyDatabase();
    drop = () => database.drop();
    ownerUrl = database.ownerUrl;
    env = {
      HUB_DATABASE_URL: database.ownerUrl,
      HUB_DATABASE_APP_URL: database.appUrl,
      HUB_DATA_DIR: inFolder('data'),
      HUB_NOW: NOW,
      HUB_PORT: '0',
      HUB_SEED: 'none',
    };
    command = hub(['start'], env);
    await command.line(/Ctrl-C stops it/);
    running = await runningHub(inFolder('data'), async () => void (await command.stop()));
    await mkdir(inFolder('data/mappings'));
    await writeFile(inFolder('data/mappings/small.yaml'), mapping('1'));
  }, 120_000);

  afterAll(async () => {
    await running?.stop();
    await drop?.();
    await folder?.[Symbol.asyncDispose]();
  });

  test('the example county is rehearsed and then taken; every row has its verdict, rare names are intact', async () => {
    await copyFile(join(EXAMPLE, 'workers.csv'), inFolder('workers.csv'));
    const rehearsed = await ended(imports('--county', 'qinglan', inFolder('workers.csv'), '--dry-run'));
    expect(rehearsed).toMatchObject({ code: 1, err: expect.stringMatching(/5 of 15 rows were rejected/) });
    expect(rehearsed.out).toMatch(
      /15 rows of workers \(gb18030\), 5 rejected; a rehearsal, nothing is stored/,
    );
    const taken = await ended(imports('--county', 'qinglan', inFolder('workers.csv')));
    expect(taken.out).toMatch(/ 9 {2}MIGRANT_WORKER +ACCEPTED +ACCEPTED/);
    const report = await readFile(inFolder('workers.csv.verdicts.csv'), 'utf8');
    const lines = report.split('\r\n').slice(1, -1);
    expect(new Set(lines.map((line) => line.split(',')[0]))).toEqual(
      new Set(Array.from({ length: 15 }, (_, place) => String(place + 2))),
    );
    expect(
      lines.filter((line) => line.includes(',REJECTED,')).map((line) => line.split(',').slice(0, 6)),
    ).toEqual([
      ['10', '6', '性别', '', 'REJECTED', 'CODE_UNKNOWN'],
      ['11', '8', '出生日期', '', 'REJECTED', 'DATE_MALFORMED'],
      ['12', '3', '姓名', '', 'REJECTED', 'VALUE_MISSING'],
      ['14', '12', '工种', '', 'REJECTED', 'CODE_UNKNOWN'],
      ['16', '', '', '', 'REJECTED', 'ROW_RAGGED'],
    ]);
    // Whoever finds the report learns nothing of anybody.
    expect(report).not.toMatch(/\d{17}[\dX]|覃示例/);
    const stored = await withClient(ownerUrl, (client) =>
      client.query<{ name: string }>(`select name from provincial.migrant_worker order by name collate "C"`),
    );
    expect(stored.rows.map(({ name }) => name)).toEqual(
      [
        '廖己',
        '刘\u4dae',
        '莫\u{20000}',
        '覃示例',
        '韦澄河',
        '蒙禾邕',
        '陆\u9fe5宁',
        '阿扎提·示例',
        '黄棠岚',
      ].sort(),
    );
  }, 60_000);

  test('an import that was killed and is run again takes every row once', async () => {
    await writeFile(inFolder('people.csv'), people(6_000));
    const killed = imports('--county', 'small', inFolder('people.csv'));
    await killed.line(/importing: \d+/);
    await killed.stop('SIGKILL');
    const again = await ended(imports('--county', 'small', inFolder('people.csv')));
    expect(again).toMatchObject({ code: 0, err: '' });
    expect(again.out).toMatch(/6000 {2}MIGRANT_WORKER +ACCEPTED +ACCEPTED/);
    const repeated = Number(/(\d+) verdicts are those of an earlier run/.exec(again.out)![1]);
    expect(repeated).toBeGreaterThanOrEqual(500);
    expect(repeated % 500).toBe(0);
    // Another version of the mapping makes other submissions, and the facts are known all the same.
    await writeFile(inFolder('data/mappings/small.yaml'), mapping('2'));
    const known = await ended(imports('--county', 'small', inFolder('people.csv')));
    expect(known.out).toMatch(/6000 {2}MIGRANT_WORKER +DUPLICATE ALREADY_RECORDED/);
    expect(known.out).not.toMatch(/earlier run/);
    // So does another time of the file, which is part of what is submitted.
    const later = await ended(
      hub(
        ['import', '--county', 'small', inFolder('people.csv'), '--sent-at', '2026-01-05T12:00:01+08:00'],
        env,
      ),
    );
    expect(later).toMatchObject({ code: 0, out: expect.stringMatching(/6000 {2}MIGRANT_WORKER +DUPLICATE/) });
  }, 120_000);

  test('a file that breaks off is told with its line, and what stood before is taken', async () => {
    await writeFile(inFolder('broken.csv'), people(3));
    await appendFile(inFolder('broken.csv'), '"示例,x\n');
    const broken = await ended(imports('--county', 'small', inFolder('broken.csv')));
    expect(broken).toMatchObject({ code: 1, err: expect.stringMatching(/QUOTE_NOT_CLOSED: line 5: /) });
    expect(broken.out).toMatch(/ 3 {2}MIGRANT_WORKER/);
  });

  test('what the hub refuses whole ends the import with its words, and no token is shown', async () => {
    const refused = await ended(
      imports('--county', 'small', inFolder('people.csv'), '--as', 'province-housing'),
    );
    expect(refused).toMatchObject({
      code: 1,
      err: expect.stringMatching(/did not take MIGRANT_WORKER: FORBIDDEN/),
    });
    await writeFile(inFolder('token'), 'not-a-token\n');
    const unknown = await ended(
      imports(
        '--county',
        'small',
        inFolder('people.csv'),
        '--url',
        `${running.url}/graphql`,
        '--token-file',
        inFolder('token'),
      ),
    );
    expect(unknown).toMatchObject({ code: 1, err: expect.stringMatching(/UNAUTHENTICATED/) });
    expect(`${refused.out}${refused.err}${unknown.out}${unknown.err}`).not.toMatch(/not-a-token|eyJ/);
  });
});

describe('A submission of an import', () => {
  const ENVELOPE = { sourceSystem: 'county-small', sentAt: '2026-01-05T00:00:00Z', dryRun: false };
  const RECEIPT = { data: { submitAttendance: { replayed: false, verdicts: [] } } };
  const refusal = (code: string) => ({ errors: [{ message: 'no', extensions: { code } }] });

  async function answered(answers: readonly [number, unknown][]) {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (part) => {
        body += part;
      });
      request.on('end', () => {
        const answer = answers[Math.min(asked.push(body), answers.length) - 1]!;
        if (answer[0] === 0) return request.socket.destroy();
        response
          .writeHead(answer[0], { 'content-type': 'application/json' })
          .end(typeof answer[1] === 'string' ? answer[1] : JSON.stringify(answer[1]));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
    const outcome = await submitTo({ url, token: 't' }, ENVELOPE, 1)('ATTENDANCE', 'key-1', [{ a: 1 }]).catch(
      String,
    );
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    return { asked, outcome };
  }

  test.each<[string, [number, unknown]]>([
    ['an overloaded hub', [503, refusal('OVERLOADED')]],
    ['a submission in flight', [200, refusal('SUBMISSION_IN_FLIGHT')]],
    ['a department out of reach', [200, refusal('UPSTREAM_UNAVAILABLE')]],
    ['a gateway between', [502, '<html>']],
    ['a connection that breaks', [0, '']],
  ])('is sent again, the same to the letter, after %s', async (_what, passing) => {
    const { asked, outcome } = await answered([passing, passing, [200, RECEIPT]]);
    expect(outcome).toEqual({ replayed: false, verdicts: [] });
    expect(asked).toHaveLength(3);
    expect(new Set(asked).size).toBe(1);
  });

  test.each<[string, [number, unknown], RegExp]>([
    ['a refusal', [200, refusal('SOURCE_SYSTEM_OF_ANOTHER')], /SOURCE_SYSTEM_OF_ANOTHER: no/],
    ['an unknown caller', [401, refusal('UNAUTHENTICATED')], /UNAUTHENTICATED/],
    ['an address that is no hub', [404, 'not here'], /HTTP 404/],
    ['an answer without a receipt', [200, { data: {} }], /without a receipt/],
  ])('is not sent again after %s', async (_what, answer, message) => {
    const { asked, outcome } = await answered([answer]);
    expect(outcome).toMatch(message);
    expect(asked).toHaveLength(1);
  });

  test('is given up after nine attempts', async () => {
    const { asked, outcome } = await answered([[503, refusal('OVERLOADED')]]);
    expect(outcome).toMatch(/in 9 attempts: OVERLOADED/);
    expect(asked).toHaveLength(9);
  });
});
