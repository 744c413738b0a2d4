import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { hubCaller } from '../../kernel/caller.ts';
import { cardNumber } from '../../seeds/synthetic-numbers.ts';
import { training } from './human-resources/support/datasets.ts';
import { openRooms, type Operation, type Rooms, type Row, type Sending } from './verdict-codes/rooms.ts';
import * as site from './verdict-codes/site.ts';

let rooms: Rooms;
/** The mason's id. */
let workerId: string;
beforeAll(async () => {
  rooms = await openRooms();
  await site.openSite(rooms);
  [workerId] = (await registered([site.mason])) as [string];
}, 60_000);
afterAll(() => rooms?.close(), 60_000);

async function registered(identities: readonly Row[]): Promise<(string | null)[]> {
  const { data, errors } = await rooms.provincial.ask(
    hubCaller('tests'),
    `mutation ($identities: [IdentityInput!]!) {
      ensureWorkers(identities: $identities, knownOnly: true) { workerId isNew code } }`,
    { variables: { identities } },
  );
  expect(errors).toBeUndefined();
  const found = data!.ensureWorkers as { workerId: string | null; isNew: boolean; code: string | null }[];
  expect(found.map(({ isNew, code }) => [isNew, code])).toEqual(identities.map(() => [false, null]));
  return found.map((one) => one.workerId);
}

const UNKNOWN_ID = '0197a3c2-5f00-7000-8000-000000000000';
let born = 0;
/** Somebody whom nobody has registered. */
const stranger = () => {
  const day = new Date(Date.UTC(1970, 0, 1 + born++)).toISOString().slice(0, 10);
  return { documentType: '01', documentNumber: site.card(day) };
};

interface Case {
  readonly operation: Operation;
  readonly records: (named: Row) => readonly Row[];
  readonly told: readonly string[];
  readonly sending?: Sending;
}

const atomic: Sending = { mode: 'ATOMIC' };
const cases: Readonly<Record<string, Case>> = {
  'a contract in a project that nobody has filed': {
    operation: 'submitLabourContracts',
    records: (named) => [site.contract({ projectCode: 'NOBODYS', ...named })],
    told: ['HELD PROJECT_UNKNOWN'],
  },
  'a contract that says something wrong': {
    operation: 'submitLabourContracts',
    records: (named) => [site.contract({ employerCode: '1', ...named })],
    told: ['REJECTED VALUE_MALFORMED'],
  },
  'a contract that names somebody else by id': {
    operation: 'submitLabourContracts',
    records: (named) => [site.contract({ contractNo: 'TWO', ...named, workerId })],
    told: ['REJECTED IDENTITY_CONTRADICTS'],
  },
  'a wage card that names somebody else by id': {
    operation: 'submitWageCards',
    records: (named) => [site.wageCard(cardNumber(4_900), { ...named, workerId })],
    told: ['REJECTED IDENTITY_CONTRADICTS'],
  },
  'a training in a project that nobody has filed': {
    operation: 'submitTrainings',
    records: (named) => [training('unfiled', { projectCode: 'NOBODYS', participants: [named] })],
    told: ['HELD PROJECT_UNKNOWN'],
  },
  'a training that names a participant twice': {
    operation: 'submitTrainings',
    records: (named) => [training('twice', { participants: [site.mason, named, named] })],
    told: ['REJECTED LINE_REPEATED'],
  },
  'a training that names another participant twice': {
    operation: 'submitTrainings',
    records: (named) => [training('twice', { participants: [site.mason, named, { workerId }] })],
    told: ['REJECTED LINE_REPEATED'],
  },
  'a training of which a participant is not known': {
    operation: 'submitTrainings',
    records: (named) => [training('unknown', { participants: [named, { workerId: UNKNOWN_ID }] })],
    told: ['HELD WORKER_UNKNOWN'],
  },
  'a training of which a participant is two persons': {
    operation: 'submitTrainings',
    records: (named) => [training('contradicts', { participants: [site.mason, { ...named, workerId }] })],
    told: ['REJECTED IDENTITY_CONTRADICTS'],
  },
  'a contract beside one that says something wrong, all or nothing': {
    operation: 'submitLabourContracts',
    records: (named) => [site.contract(named), site.contract({ employerCode: '1' })],
    told: ['REJECTED ATOMIC_NOT_STORED', 'REJECTED VALUE_MALFORMED'],
    sending: atomic,
  },
  'a contract beside one in a project that nobody has filed, all or nothing': {
    operation: 'submitLabourContracts',
    records: (named) => [site.contract(named), site.contract({ projectCode: 'NOBODYS' })],
    told: ['REJECTED ATOMIC_NOT_STORED', 'REJECTED PROJECT_UNKNOWN'],
    sending: atomic,
  },
};

test.each(Object.entries(cases))('nobody is registered by %s', async (_name, one) => {
  const named = stranger();
  const verdicts = await rooms.submit(one.operation, one.records(named), one.sending);
  expect(verdicts.map(({ outcome, code }) => `${outcome} ${code}`)).toEqual(one.told);
  expect(await registered([named])).toEqual([null]);
});

test.each<[Operation, (named: Row) => Row]>([
  ['submitLabourContracts', (named) => site.contract({ contractNo: 'TAKEN', ...named })],
  ['submitTrainings', (named) => training('taken', { participants: [site.mason, named] })],
  ['submitWageCards', (named) => site.wageCard(cardNumber(4_901), named)],
])('%s registers whom it names when it is taken', async (operation, record) => {
  const named = stranger();
  const [told] = await rooms.submit(operation, [record(named)], atomic);
  expect(told!.outcome).toBe('ACCEPTED');
  expect(await registered([named])).toEqual([expect.any(String)]);
});
