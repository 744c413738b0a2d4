import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KNOWN } from '../../seeds/known.ts';
import { accountNumber } from '../../seeds/synthetic-numbers.ts';
import { type Form, inOneProcess, inSevenProcesses, NOW, seededDatabase } from './support/forms.ts';
import type { Answer } from './support/running-hub.ts';

const PROJECT = KNOWN.projects.HOUSING;
const FIRST = new Date(NOW);
const LATER = new Date(FIRST.getTime() + 24 * 3_600_000);
const rfc3339 = (at: Date) => at.toISOString();

const mutation = (operation: string, input: string) =>
  `mutation ($envelope: SubmissionEnvelopeInput!, $records: [${input}!]!) {
    ${operation}(envelope: $envelope, records: $records) { verdicts { outcome code path } } }`;

/** The same facts in three departments, which name what they state: the first version, then a correction. */
const stated = (said: string, account: string) =>
  [
    [
      'submitCrews',
      'CrewRecordInput',
      {
        projectCode: PROJECT,
        unitCode: KNOWN.enterprise,
        crewNo: 'instant-1',
        name: said,
      },
    ],
    [
      'submitSpecialWageAccounts',
      'SpecialWageAccountRecordInput',
      { bankCode: KNOWN.bank, accountNumber: account, projectCode: PROJECT, bankName: said },
    ],
    [
      'submitWageOfficers',
      'WageOfficerRecordInput',
      { projectCode: PROJECT, officerNo: 'instant-1', name: said, appointedOn: '2026-11-01' },
    ],
  ] as const;

const QUESTION = `query ($code: ID!) { project(code: $code) {
  crews { crewNo name } specialWageAccounts { bankName } wageOfficers { officerNo certificateNo } } }`;

describe.each([
  ['in one process', inOneProcess],
  ['in seven processes, over HTTP', inSevenProcesses],
] as const)('One instant for the whole answer, %s', (_name, start) => {
  let database: Awaited<ReturnType<typeof seededDatabase>>;
  let form: Form;
  const account = accountNumber(KNOWN.bank, 990_001);

  const submitAll = async (said: string, sentAt: Date) => {
    for (const [operation, input, record] of stated(said, account)) {
      const more =
        operation === 'submitWageOfficers'
          ? { name: '测试', certificateNo: said, trainedOn: '2026-11-02' }
          : {};
      const envelope = {
        idempotencyKey: randomUUID(),
        sourceSystem: 'instant-platform',
        sentAt: rfc3339(sentAt),
      };
      const answer = await form.hub.ask(
        operation === 'submitSpecialWageAccounts' ? 'bank' : 'enterprise',
        mutation(operation, input),
        {
          envelope,
          records: [{ ...record, ...more }],
        },
      );
      expect({ operation, errors: answer.errors }).toEqual({ operation, errors: undefined });
      const [verdict] = answer.data[operation].verdicts;
      expect({ operation, ...verdict }).toMatchObject({
        operation,
        outcome: said === 'first' ? 'ACCEPTED' : 'CORRECTED',
      });
    }
  };
  const said = ({ data }: Answer) => {
    const { crews, specialWageAccounts, wageOfficers } = data.project;
    return [
      crews.find(({ crewNo }: { crewNo: string }) => crewNo === 'instant-1')?.name,
      specialWageAccounts
        .map(({ bankName }: { bankName: string }) => bankName)
        .find((one: string) => /^(first|corrected)$/.test(one)),
      wageOfficers.find(({ officerNo }: { officerNo: string }) => officerNo === 'instant-1')?.certificateNo,
    ];
  };
  const ask = (asOf?: Date) =>
    form.hub.ask('province-hr', QUESTION, { code: PROJECT }, asOf && { hub: { asOf: rfc3339(asOf) } });

  beforeAll(async () => {
    database = await seededDatabase();
    form = await start(database.env);
    await submitAll('first', new Date(FIRST.getTime() - 60_000));
    await form.hub.stop();
    form = await start({ ...database.env, HUB_NOW: rfc3339(LATER) });
    await submitAll('corrected', new Date(LATER.getTime() - 60_000));
  }, 240_000);
  afterAll(async () => {
    await form?.hub.stop();
    await database?.drop();
  });

  test('before, between and after the corrections every department answers for the same instant', async () => {
    expect(said(await ask())).toEqual(['corrected', 'corrected', 'corrected']);
    expect(said(await ask(new Date(LATER.getTime() - 1)))).toEqual(['first', 'first', 'first']);
    expect(said(await ask(LATER))).toEqual(['corrected', 'corrected', 'corrected']);
    expect(said(await ask(new Date(FIRST.getTime() - 1)))).toEqual([undefined, undefined, undefined]);
  });
});
