import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hubCaller } from '../../../kernel/caller.ts';
import { Training, TrainingParticipant } from '../../../subgraphs/human-resources/facts.ts';
import { MigrantWorker } from '../../../subgraphs/provincial/facts.ts';
import { told } from '../support/submitting.ts';
import { training } from './support/datasets.ts';
import { county, LATER, openHumanResources, person, reader, type Room, warningsOf } from './support/open.ts';

const TRAININGS = ['submitTrainings', 'TrainingRecordInput'] as const;

let room: Room;
beforeAll(async () => {
  room = await openHumanResources();
}, 60_000);
afterAll(() => room?.close());

describe('Trainings', () => {
  test.each([
    ['in order', {}, 'ACCEPTED'],
    ['of half an hour, as text', { hours: '0.5' }, 'ACCEPTED'],
    ['of tomorrow', { heldOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE heldOn'],
    ['of no length', { hours: 0 }, 'REJECTED NUMBER_OUT_OF_RANGE hours'],
    ['of more than a day', { hours: 24.5 }, 'REJECTED NUMBER_OUT_OF_RANGE hours'],
    ['of three decimals', { hours: '1.125' }, 'REJECTED NUMBER_OUT_OF_RANGE hours'],
    ['of a length in words', { hours: '半天' }, 'REJECTED VALUE_MALFORMED hours'],
    ['without a length', { hours: null }, 'REJECTED VALUE_MISSING hours'],
    ['of a kind that no table has', { kind: '003009' }, 'REJECTED CODE_UNKNOWN kind'],
    [
      'with a file that is no digest',
      { attachments: [{ name: '签到表.pdf', digest: 'x' }] },
      'REJECTED DIGEST_MALFORMED attachments.0.digest',
    ],
    [
      'with six files',
      { attachments: Array.from({ length: 6 }, () => ({ digest: 'a'.repeat(64) })) },
      'REJECTED TOO_MANY_ENTRIES attachments',
    ],
    ['without a name', { name: ' ' }, 'REJECTED VALUE_MISSING name'],
    [
      'with a participant whom nothing names',
      { participants: [person(1), { documentType: '01' }] },
      'REJECTED IDENTITY_MISSING participants.1',
    ],
    [
      'with a participant whose number fails its check',
      { participants: [{ documentNumber: '450103196105060000' }] },
      'HELD RESIDENT_NUMBER_INVALID participants.0.documentNumber',
    ],
    [
      'with a participant who is named twice',
      { participants: [person(1), person(2), { documentNumber: person(1).documentNumber }] },
      'REJECTED LINE_REPEATED participants.2',
    ],
    [
      'with a participant of an id that is nobody’s',
      { participants: [person(1), { workerId: '00000000-0000-4000-8000-000000000000' }] },
      'HELD WORKER_UNKNOWN participants.1',
    ],
  ])('get the verdict of their kind: %s', async (name, more, verdict) => {
    expect(told(await room.submit(TRAININGS, [training(name, more)]))).toEqual([verdict]);
  });

  test('without a number are known by day, kind and name', async () => {
    const morning = training(null, { name: '吊装作业' });
    const verdicts = told(
      await room.submit(TRAININGS, [
        morning,
        { ...morning, hours: 2 },
        { ...morning, kind: '003004' },
        { ...morning, heldOn: '2026-02-21' },
      ]),
    );
    expect(verdicts).toEqual(['ACCEPTED', 'CORRECTED', 'ACCEPTED', 'ACCEPTED']);
  });

  test('without participants are taken, and later with them', async () => {
    const nobody = training('of nobody', { participants: [] });
    expect(told(await room.submit(TRAININGS, [nobody]))).toEqual(['ACCEPTED']);
    expect(told(await room.submit(TRAININGS, [{ ...nobody, participants: null }]))).toEqual([
      'DUPLICATE ALREADY_RECORDED',
    ]);
    const somebody = { ...nobody, participants: [person(1)] };
    expect(told(await room.submit(TRAININGS, [somebody], { sentAt: LATER }))).toEqual(['CORRECTED']);
  });

  test('keep the digests of their files; without files they are what they were before', async () => {
    const plain = training('with files', { participants: [] });
    const content = {
      projectCode: 'A',
      trainingNo: 'with files',
      heldOn: '2026-02-20',
      hours: 4,
      name: '入场安全教育',
      kind: '003001',
      trainer: '覃示例',
      organisation: '示例培训中心',
      place: '项目部会议室',
      participantsCount: 0,
      participantsDigest: room.department.store.sealer.index('', 'participants of a training'),
    };
    // As a hub of before wrote it, which knew of no files.
    await room.department.write(Training, '2026-02-21T09:00:00+08:00', [content]);
    const own = { source: 'human-resources' };
    expect(told(await room.submit(TRAININGS, [{ ...plain, attachments: [] }], own))).toEqual([
      'DUPLICATE ALREADY_RECORDED',
    ]);
    const files = [{ name: '签到表.pdf', digest: 'A'.repeat(64) }, { digest: 'b'.repeat(64) }];
    const stated = { ...plain, attachments: files };
    expect(told(await room.submit(TRAININGS, [stated], { ...own, sentAt: LATER }))).toEqual(['CORRECTED']);
    expect(told(await room.submit(TRAININGS, [stated], { ...own, sentAt: LATER }))).toEqual([
      'DUPLICATE ALREADY_RECORDED',
    ]);
    const { trainings } = await room.ask(
      '{ trainings(filter: { projectCode: "A" }) { nodes { trainingNo attachments { name digest } } } }',
    );
    expect(trainings.nodes).toContainEqual({
      trainingNo: 'with files',
      attachments: [
        { name: '签到表.pdf', digest: 'a'.repeat(64) },
        { name: null, digest: 'b'.repeat(64) },
      ],
    });
  });

  test('in another order of their participants are the same', async () => {
    const one = training('order', { participants: [person(1), person(2), person(3)] });
    await room.submit(TRAININGS, [one]);
    const turned = { ...one, participants: [...one.participants].reverse() };
    expect(told(await room.submit(TRAININGS, [turned], { sentAt: LATER }))).toEqual([
      'DUPLICATE ALREADY_RECORDED',
    ]);
  });

  test('of people without a contract for the project are taken and told', async () => {
    const held = training('contracted', { participants: [person(20), person(21)] });
    expect(await warningsOf(room, TRAININGS, held)).toEqual(['NO_CONTRACT_HERE']);
    const contracts = [20, 21].map((serial) => ({
      projectCode: 'A',
      ...person(serial),
      employerCode: '91450100MA5K00001E',
      periodKind: '1',
      startsOn: '2026-01-05',
    }));
    const submitted = await room.submit(['submitLabourContracts', 'LabourContractRecordInput'], contracts);
    expect(told(submitted)).toEqual(['ACCEPTED', 'ACCEPTED']);
    expect(await warningsOf(room, TRAININGS, { ...held, trainingNo: 'contracted since' })).toEqual([]);
  });

  test('rehearsed with people whom nobody has registered are no repetition of one', async () => {
    const strangers = training('rehearsed', { participants: [person(30), person(31)] });
    expect(told(await room.submit(TRAININGS, [strangers], { dryRun: true }))).toEqual(['ACCEPTED']);
  });

  test('are shown on each who took part, and to the worker alone the own ones; who was left out has none', async () => {
    const one = training('shown', { projectCode: 'A', participants: [person(10), person(11)] });
    await room.submit(TRAININGS, [one]);
    const { trainings } = await room.ask(
      `{ trainings(filter: { projectCode: "A", kinds: ["003001"], division: "450103", heldFrom: "2026-02-20", heldTo: "2026-02-20" }) {
        nodes { trainingNo hours trainer kind { name } project { code } participants { nodes { worker { id } versions { version } } } } } }`,
    );
    const shown = trainings.nodes.find(({ trainingNo }: { trainingNo: string }) => trainingNo === 'shown');
    expect(shown).toMatchObject({
      hours: 4,
      trainer: '覃*',
      kind: { name: '安全教育' },
      project: { code: 'A' },
    });
    const workers = shown.participants.nodes.map(({ worker }: { worker: { id: string } }) => worker.id);
    expect(workers).toHaveLength(2);
    expect(shown.participants.nodes[0].versions).toEqual([{ version: 1 }]);
    const of = async (caller = reader) =>
      (
        await room.ask(
          `query ($of: [_Any!]!) { _entities(representations: $of) { ... on MigrantWorker { trainings { nodes { trainingNo } } } } }`,
          { of: workers.map((id: string) => ({ __typename: 'MigrantWorker', id })) },
          undefined,
          caller,
        )
      )._entities.map((one: { trainings: { nodes: unknown[] } }) => one.trainings.nodes.length);
    expect(await of()).toEqual([1, 1]);
    const app = { ...hubCaller('tests'), kind: 'WORKER_APP', divisions: [], sectors: [] } as const;
    expect(await of({ ...app, worker: workers[0] })).toEqual([1, 0]);
    expect(await of({ ...app, worker: '00000000-0000-4000-8000-000000000000' })).toEqual([0, 0]);

    const left = { ...one, participants: [person(10)] };
    expect(told(await room.submit(TRAININGS, [left], { sentAt: LATER }))).toEqual(['CORRECTED']);
    expect((await of()).sort()).toEqual([0, 1]);
  });

  test('of an id that is nobody’s yet are taken when they are sent again, once the worker is on record', async () => {
    const workerId = '0197a3c2-5f00-7000-8000-00000000000b';
    const early = training('too early', { participants: [{ workerId }] });
    expect(told(await room.submit(TRAININGS, [early]))).toEqual(['HELD WORKER_UNKNOWN participants.0']);
    const worker = { workerId, name: '韦示例' };
    await room.registry.write(MigrantWorker, '2026-02-01T09:00:00+08:00', [worker]);
    expect(told(await room.submit(TRAININGS, [early]))).toEqual(['ACCEPTED']);
    const { ledgers } = await room.ask(
      '{ ledgers { humanResources { heldRecords(filter: { state: REPLACED }) { nodes { dataset code } } } } }',
      {},
      undefined,
      county,
    );
    expect(ledgers.humanResources.heldRecords.nodes).toEqual([
      { dataset: 'TRAINING', code: 'WORKER_UNKNOWN' },
    ]);
  });

  test('are shown on a worker as they were known at an instant', async () => {
    const { department } = room;
    const known = { projectCode: 'A', trainingNo: 'as of' };
    const content = { ...known, heldOn: '2026-01-05', hours: 2, name: '安全教育', kind: '003001' };
    const workerId = '0197a3c2-5f00-7000-8000-00000000000a';
    await department.write(Training, '2026-01-06T09:00:00+08:00', [{ ...content, participantsCount: 1 }]);
    await department.write(TrainingParticipant, '2026-02-01T09:00:00+08:00', [{ ...known, workerId }]);
    const asOf = async (instant?: string) =>
      (
        await room.ask(
          `query ($of: [_Any!]!) { _entities(representations: $of) { ... on MigrantWorker { trainings { totalCount } } } }`,
          { of: [{ __typename: 'MigrantWorker', id: workerId }] },
          instant,
        )
      )._entities[0].trainings.totalCount;
    expect(await asOf('2026-01-31T00:00:00+08:00')).toBe(0);
    expect(await asOf('2026-02-02T00:00:00+08:00')).toBe(1);
    expect(await asOf()).toBe(1);
  });
});
