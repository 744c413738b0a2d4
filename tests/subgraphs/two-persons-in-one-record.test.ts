import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { hubCaller } from '../../kernel/caller.ts';
import { cardNumber } from '../../seeds/synthetic-numbers.ts';
import { openRooms, type Operation, type Rooms, type Row } from './verdict-codes/rooms.ts';
import { training } from './human-resources/support/datasets.ts';
import * as site from './verdict-codes/site.ts';

let rooms: Rooms;
let another: string;
beforeAll(async () => {
  rooms = await openRooms();
  await site.openSite(rooms);
  await rooms.submit('submitMigrantWorkers', [site.worker('1992-03-04')]);
  const { data } = await rooms.provincial.ask(
    hubCaller('tests'),
    'mutation ($identities: [IdentityInput!]!) { ensureWorkers(identities: $identities) { workerId } }',
    { variables: { identities: [{ documentType: '01', documentNumber: site.card('1992-03-04') }] } },
  );
  another = (data!.ensureWorkers as { workerId: string }[])[0]!.workerId;
}, 60_000);
afterAll(() => rooms?.close(), 60_000);

const { mason } = site;
const both = () => ({ ...mason, workerId: another });

test.each<[Operation, (named: Row) => Row, string]>([
  ['submitAttendance', (named) => site.punch('2026-02-28T08:00:00+08:00', named), 'documentNumber'],
  ['submitEngagements', (named) => site.engagement(named), 'documentNumber'],
  ['submitRealNameRegistrations', (named) => ({ projectCode: 'A', crewNo: '1', ...named }), 'documentNumber'],
  [
    'submitWorkerCredentials',
    (named) => ({ kind: '014005017', credentialNumber: '桂A041', ...named }),
    'documentNumber',
  ],
  [
    'submitPayrollSheets',
    (named) => site.sheet('TWO', { entries: [site.line(), site.line(named)] }),
    'entries.1.documentNumber',
  ],
  ['submitLabourContracts', (named) => site.contract({ contractNo: 'TWO', ...named }), 'documentNumber'],
  [
    'submitTrainings',
    (named) => training('two', { participants: [mason, named] }),
    'participants.1.documentNumber',
  ],
  ['submitWageCards', (named) => site.wageCard(cardNumber(4_800), named), 'documentNumber'],
])('%s refuses the id of one person with the document of another', async (operation, record, path) => {
  const [told] = await rooms.submit(operation, [record(both())]);
  expect(told).toMatchObject({ outcome: 'REJECTED', code: 'IDENTITY_CONTRADICTS', path });
  const own = { documentType: '01', documentNumber: site.card('1992-03-04'), workerId: another };
  const [same] = await rooms.submit(operation, [record(own)]);
  expect(same).toMatchObject({ outcome: expect.stringMatching('^(ACCEPTED|HELD)$') });
  expect(same!.code).not.toBe('IDENTITY_CONTRADICTS');
});
