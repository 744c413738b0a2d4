import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { hubCaller } from '../../../kernel/caller.ts';
import { told } from '../support/submitting.ts';
import { officer } from './support/datasets.ts';
import { EMPLOYER, openHumanResources, type Room, warningsOf } from './support/open.ts';

const OFFICERS = ['submitWageOfficers', 'WageOfficerRecordInput'] as const;

let room: Room;
beforeAll(async () => {
  room = await openHumanResources();
}, 60_000);
afterAll(() => room?.close());

describe('Wage officers', () => {
  test.each([
    ['in order', {}, 'ACCEPTED'],
    ['no-name', { name: null }, 'REJECTED VALUE_MISSING name'],
    ['landline', { phone: '0771-5500000' }, 'REJECTED PHONE_MALFORMED phone'],
    ['trained-tomorrow', { trainedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE trainedOn'],
    ['certificate-alone', { trainedOn: null }, 'REJECTED VALUE_MISSING trainedOn'],
    ['left-before', { leftOn: '2026-01-31' }, 'REJECTED PERIOD_REVERSED leftOn'],
    ['left-tomorrow', { leftOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE leftOn'],
    ['maybe', { isReviewer: 'perhaps' }, 'REJECTED VALUE_MALFORMED isReviewer'],
    ['wrong-unit', { employerCode: '91450100MA5K00001A' }, 'HELD CREDIT_CODE_INVALID employerCode'],
    ['no-appointment', { appointedOn: null }, 'REJECTED VALUE_MISSING appointedOn'],
  ])('get the verdict of their kind: %s', async (name, more, verdict) => {
    const no = name.replace(/ /g, '-');
    expect(told(await room.submit(OFFICERS, [officer(no, more)]))).toEqual([verdict]);
  });

  test('without training are taken and told, and can be listed', async () => {
    const untrained = officer('untrained', { trainedOn: null, certificateNo: null });
    expect(await warningsOf(room, OFFICERS, untrained)).toEqual(['OFFICER_UNTRAINED']);
    expect(await warningsOf(room, OFFICERS, officer('trained'))).toEqual([]);
    const { wageOfficers } = await room.ask(
      `query ($employer: SocialCreditCode) { wageOfficers(filter: { employer: $employer, isTrained: false, division: "450103" }) {
        nodes { officerNo isTrained isReviewer name phone employer { creditCode } project { code } } } }`,
      { employer: EMPLOYER },
    );
    expect(wageOfficers.nodes).toEqual([
      {
        officerNo: 'untrained',
        isTrained: false,
        isReviewer: true,
        name: '覃*',
        phone: '138****0000',
        employer: { creditCode: EMPLOYER },
        project: { code: 'A' },
      },
    ]);
  });

  test('are kept with a telephone number that no table shows', async () => {
    await room.submit(OFFICERS, [officer('sealed')]);
    const rows = await room.department.store.ledger.write(hubCaller('tests'), (db) =>
      db.rows<{ phone: Buffer }>(
        sql`select phone from human_resources.wage_officer where officer_no = 'sealed'`,
      ),
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]!.phone.toString('latin1')).not.toContain('13800000000');
  });
});
