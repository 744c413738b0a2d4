import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verifyChain } from '../../../subgraphs/provincial/doubtful-data/rules/move.ts';
import { INGEST, stepDocument } from '../../subgraphs/provincial/doubtful-data-support.ts';
import { type Form, inOneProcess, NOW } from '../support/forms.ts';
import { type HubDatabase, hubDatabase } from '../../support/hub-database.ts';

const CHAIN = `query ($id: ID!) { doubtfulDataCase(id: $id) { state verificationResult project { code name } allowedActions
  history { isIntact keys { id publicKey } moves { sequence event from to assignee result organisation person personDigest
    at reason evidence { title digest } payloadDigest previousHash hash attestation keyId signature } } } }`;

describe('Doubtful data is verified, over HTTP and with the tokens of the roles', () => {
  let database: HubDatabase;
  let form: Form;
  let caseId: string;
  beforeAll(async () => {
    database = await hubDatabase(NOW);
    form = await inOneProcess(database.env);
  }, 120_000);
  afterAll(async () => {
    await form?.hub.stop();
    await database?.drop();
  });

  const take = async (role: string, name: string, expectedVersion: number, more: object = {}) => {
    const input = { caseId, expectedVersion, ...more };
    const { data, errors } = await form.hub.ask(role, stepDocument(name), { input });
    expect(errors).toBeUndefined();
    return data[name];
  };

  test('is handed down by the nation', async () => {
    const records = [
      {
        externalNo: 'E2E-1',
        kindCode: 'YD-05',
        projectCode: 'NOT-ON-FILE',
        divisionCode: '450103',
        sector: 'HOUSING',
        detail: '考勤中的一个编号没有实名登记。',
        issuedOn: '2026-11-20',
      },
      { externalNo: 'E2E-2', kindCode: 'nothing' },
    ];
    const batch = { source: 'national-platform', batchNo: 'E2E', records };
    const { data, errors } = await form.hub.ask('national-job', INGEST, { batch });
    expect(errors).toBeUndefined();
    expect(data.ingestDoubtfulBatch).toMatchObject({ accepted: 1, duplicates: 0, rejected: 1 });
    caseId = data.ingestDoubtfulBatch.answers[0].caseId;
    const again = await form.hub.ask('national-job', INGEST, { batch });
    expect(again.data.ingestDoubtfulBatch).toMatchObject({ accepted: 0, duplicates: 1, rejected: 1 });
  });

  test('passes through the hands of the city and the county to its conclusion', async () => {
    expect((await take('city-hr', 'receiveDoubtfulData', 1)).case.allowedActions).toEqual([
      'ASSIGN',
      'RETURN',
    ]);
    expect((await take('city-hr', 'assignDoubtfulData', 2)).case.assignee).toBe('450103-housing');
    expect((await take('county-housing', 'startVerification', 3)).case.state).toBe('VERIFYING');
    const evidence = [{ title: '班组花名册', digest: 'a'.repeat(64) }];
    const reason = '现场核查班组花名册，此人未登记属实。';
    const concluded = await take('county-housing', 'concludeVerification', 4, {
      result: 'TRUE',
      reason,
      evidence,
    });
    expect(concluded.case).toMatchObject({ state: 'CONCLUDED', verificationResult: 'TRUE', version: 5 });
  });

  test('shows each officer what that officer may do, and the chain to whoever checks it', async () => {
    const { data, errors } = await form.hub.ask('province-hr', CHAIN, { id: caseId });
    expect(errors).toBeUndefined();
    const { history, project } = data.doubtfulDataCase;
    expect(project).toBeNull();
    expect(
      history.moves.map((move: { event: string; organisation: string; person: string }) => move.event),
    ).toEqual(['INGEST', 'RECEIVE', 'ASSIGN', 'START_VERIFICATION', 'CONCLUDE_VERIFICATION']);
    expect(new Set(history.moves.map(({ person }: { person: string }) => person))).toEqual(new Set(['****']));
    const keys = Object.fromEntries(
      history.keys.map((key: { id: string; publicKey: string }) => [key.id, key.publicKey]),
    );
    const moves = history.moves.map((move: object) => ({ ...move, caseId }));
    expect(history.isIntact).toBe(true);
    expect(verifyChain(caseId, moves, keys)).toBeNull();
    expect(verifyChain(caseId, [{ ...moves[0], organisation: '别的单位' }, ...moves.slice(1)], keys)).toEqual(
      {
        sequence: 1,
        why: 'HASH',
      },
    );
  });

  test('refuses an auditor’s hand, hides the case from another province, and tells the nation the result', async () => {
    const input = { caseId, expectedVersion: 5 };
    const auditor = await form.hub.ask('auditor', stepDocument('receiveDoubtfulData'), { input });
    expect(auditor.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await take('yunnan-housing', 'startVerification', 5)).__typename).toBe('NothingFound');
    expect((await take('county-hr', 'receiveDoubtfulData', 5)).__typename).toBe('TransitionRefused');
    const RESULTS =
      '{ doubtfulDataResults(source: "national-platform") { results { externalNo result reason } } }';
    const follow = () => form.hub.ask('national-job', RESULTS);
    let { data } = await follow();
    // Conclusions appear when no older writer is open; other suites on this server have some, for a moment.
    for (let tries = 0; data.doubtfulDataResults.results.length === 0 && tries < 300; tries++) {
      await pause(100);
      ({ data } = await follow());
    }
    expect(data.doubtfulDataResults.results).toEqual([
      { externalNo: 'E2E-1', result: 'TRUE', reason: '现场核查班组花名册，此人未登记属实。' },
    ]);
  });
});
