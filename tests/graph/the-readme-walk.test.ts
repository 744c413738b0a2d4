import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { serverUrl } from '../support/database.ts';
import { ROOT } from '../support/rooms.ts';
import { type HubCommand, hub } from './support/processes.ts';

const run = promisify(execFile);
const EXAMPLES = join(ROOT, 'examples/submissions');
const SCRIPTS = ['1-attendance.sh', '2-real-name.sh', '3-doubtful-case.sh'];
const SECTION = '## A message walks in, a doubtful case walks out';

// biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its question
type Answers = any[];

describe('The walk of README, by its own scripts, against a hub as npm start runs it', () => {
  const name = `hub_walk_${process.pid}_${Date.now()}`;
  const admin = new Client({ connectionString: serverUrl() });
  const said = new Map<string, string>();
  let dataDir: string;
  let running: HubCommand | undefined;
  let env: Record<string, string>;

  beforeAll(async () => {
    await admin.connect();
    await admin.query(`create database ${name}`);
    dataDir = await mkdtemp(join(tmpdir(), 'hub-walk-'));
    const url = new URL(serverUrl());
    url.pathname = `/${name}`;
    // The clock of business runs as the machine's, since the scripts sign with `date`.
    running = hub(['start'], { HUB_DATABASE_URL: url.href, HUB_DATA_DIR: dataDir, HUB_PORT: '0' });
    await running.line(/Ctrl-C stops it/);
    const credentials = JSON.parse(await readFile(join(dataDir, 'demo-credentials.json'), 'utf8'));
    const { PATH = '', HOME = '' } = process.env;
    env = { PATH, HOME, HUB: credentials.graphql.replace(/\/graphql$/, ''), HUB_DATA_DIR: dataDir };
  }, 120_000);

  afterAll(async () => {
    await running?.stop();
    await admin.query(`drop database if exists ${name} with (force)`);
    await admin.end();
    await rm(dataDir, { recursive: true, force: true });
  });

  const walk = async (script: string): Promise<Answers> => {
    const { stdout } = await run('bash', [join(EXAMPLES, script)], { env });
    said.set(script, stdout);
    return stdout
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line));
  };
  const outcomes = (receipt: { verdicts: { outcome: string; code: string }[] }) =>
    receipt.verdicts.map(({ outcome, code }) => (outcome === code ? code : `${outcome} ${code}`));

  test('files a project, and gives one good, one bad and two waiting punches their verdicts', async () => {
    const [filed, people, sent, kept, corrected, resent, late, released, before, withdrawn, after] =
      await walk('1-attendance.sh');
    expect(outcomes(filed.data.fileProjects)).toEqual(['ACCEPTED']);
    expect(people.data).toEqual({
      submitCrews: { accepted: 1 },
      submitMigrantWorkers: { accepted: 2 },
      submitEngagements: { accepted: 2 },
    });
    const receipt = sent.data.submitAttendance;
    expect(receipt).toMatchObject({ replayed: false, submitted: 4, accepted: 1, held: 2, rejected: 1 });
    expect(outcomes(receipt)).toEqual([
      'ACCEPTED',
      'REJECTED TIME_MALFORMED',
      'HELD RESIDENT_NUMBER_INVALID',
      'HELD WORKER_UNKNOWN',
    ]);
    const { submission, heldRecords, waiting } = kept.data.ledgers.provincial;
    expect(submission).toMatchObject({ accepted: 1, held: 2, rejected: 1 });
    expect([heldRecords.nodes.length, waiting.totalCount]).toEqual([2, 2]);
    expect(outcomes(corrected.data.submitAttendance)).toEqual(['ACCEPTED', 'ACCEPTED']);
    expect(resent.data.submitAttendance).toEqual({ ...receipt, replayed: true });
    expect(outcomes(late.data.submitMigrantWorkers)).toEqual(['ACCEPTED']);
    const states = released.data.ledgers.provincial.heldRecords.nodes.map(
      ({ place, state }: { place: number; state: string }) => `${place} ${state}`,
    );
    expect(states.sort()).toEqual(['2 REPLACED', '3 RELEASED']);
    expect(before.data.project.attendance).toEqual({ workers: 3, workerDays: 3, records: 4 });
    expect(outcomes(withdrawn.data.withdrawProvincialRecords)).toEqual(['CORRECTED WITHDRAWN']);
    expect(after.data.project.attendance).toEqual({ workers: 3, workerDays: 3, records: 3 });
  }, 60_000);

  test('adds a team and a punch by the 603号 interface, to the same project', async () => {
    const [team, issued, punch, done, day] = await walk('2-real-name.sh');
    expect(team.data.requestSerialCode).toMatch(/^team-add-\d{10}-\d+-\d{4}$/);
    expect(issued).toMatchObject({
      code: 0,
      data: { status: 20, result: { teamSysNo: expect.any(Number) } },
    });
    // The crews of the demo have the first numbers.
    expect(issued.data.result.teamSysNo).toBeGreaterThan(1500000001);
    expect(punch.data.requestSerialCode).toMatch(/^workerattendance-add-\d{10}-\d+-\d{4}$/);
    expect(done).toMatchObject({ code: 0, data: { status: 20, result: '处理成功' } });
    expect(day.data.project.attendance).toEqual({ workers: 3, workerDays: 4, records: 4 });
  }, 60_000);

  test('takes a doubtful case from its hand-down to the result that goes back', async () => {
    const [down, cases, received, assigned, started, concluded, history, results] =
      await walk('3-doubtful-case.sh');
    expect(down).toMatchObject({ accepted: 1, rejected: [] });
    const [found] = cases.data.doubtfulDataCases.nodes;
    expect(found).toMatchObject({ state: 'ISSUED', suggestedAssignee: '450103-housing' });
    expect(received.data.receiveDoubtfulData.case.state).toBe('RECEIVED');
    expect(assigned.data.assignDoubtfulData.case.assignee).toBe('450103-housing');
    expect(started.data.startVerification.case.state).toBe('VERIFYING');
    const { case: stands, move } = concluded.data.concludeVerification;
    expect(stands).toMatchObject({ state: 'CONCLUDED', verificationResult: 'TRUE' });
    expect(history.data.doubtfulDataCase.history).toMatchObject({
      isIntact: true,
      moves: [{}, {}, {}, {}, { sequence: 5 }],
    });
    expect(results).toMatchObject({ dataSet: 'DOUBTFUL_RESULT', hasMore: false });
    expect(results.records.map(({ body }: { body: object }) => body)).toMatchObject([
      { externalNo: found.externalNo, result: 'TRUE', stepHash: move.hash },
    ]);
  }, 60_000);

  test('is shown in README by the very lines of the scripts, with the answers they had', async () => {
    const [, section = ''] = (await readFile(join(ROOT, 'README.md'), 'utf8')).split(SECTION);
    const blocks = [...section.split('\n## ')[0]!.matchAll(/^```(sh|json)\n(.*?)^```$/gms)];
    const scripts = await Promise.all(
      ['hub.sh', ...SCRIPTS].map((file) => readFile(join(EXAMPLES, file), 'utf8')),
    );
    const lines = new Set(scripts.flatMap((text) => text.split('\n')).map((line) => line.trim()));
    const answers = [...said.values()]
      .flatMap((text) => text.split('\n'))
      .map((line) => line.replace(/\s/g, ''));
    const shown = { sh: 0, json: 0 };
    for (const [, kind, text] of blocks) {
      shown[kind as keyof typeof shown]++;
      if (kind === 'json') {
        // Each answer begins a line; what differs from run to run, or is left out, is an ellipsis.
        for (const answer of text!.split(/^(?=\{)/m)) {
          const parts = answer.replace(/\s/g, '').split('…');
          expect([answer, answers.some((one) => isShownBy(parts, one))]).toEqual([answer, true]);
        }
      } else {
        const calls = SCRIPTS.map((script) => `examples/submissions/${script}`);
        for (const line of text!.trim().split('\n')) expect([...lines, ...calls]).toContain(line.trim());
      }
    }
    expect(shown).toEqual({ sh: 7, json: 5 });
  });

  test('can be walked again: what was stored is answered again, and nothing is counted twice', async () => {
    const again = await walk('1-attendance.sh');
    expect(again[2].data.submitAttendance.replayed).toBe(true);
    const day = (await walk('2-real-name.sh')).at(-1);
    expect(day.data.project.attendance).toEqual({ workers: 3, workerDays: 4, records: 4 });
  }, 60_000);
});

/** Whether an answer begins with the first of these parts and has the others in their order. */
function isShownBy([first = '', ...others]: readonly string[], answer: string): boolean {
  if (!answer.startsWith(first)) return false;
  let at = first.length;
  return others.every((part) => {
    const found = answer.indexOf(part, at);
    at = found + part.length;
    return found >= 0;
  });
}
