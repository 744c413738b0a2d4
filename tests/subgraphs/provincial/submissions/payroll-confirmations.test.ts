import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { digestOf, siteOffices } from './project-inputs.ts';
import { type Hub, LABOUR, openHub, openSite, person, WORKER } from './support.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await openHub();
  await openSite(hub, 'A');
  expect(await hub.submit('submitMigrantWorkers', [{ ...person(OTHER), name: '覃示例' }])).toEqual([
    'ACCEPTED',
  ]);
  expect(await hub.submit('submitPayrollSheets', [sheet('S1')])).toEqual(['ACCEPTED +NOT_ENGAGED_HERE']);
});
afterAll(() => hub?.close());

const OP = 'submitPayrollConfirmations';
const OTHER = '1991-02-03';
const [office] = siteOffices;
const sheet = (sheetNo: string) => ({
  projectCode: 'A',
  sheetNo,
  unitCode: LABOUR,
  payMonth: '2026-02',
  paidOn: '2026-02-28',
  entries: [WORKER, OTHER].map((bornOn) => ({ ...person(bornOn), payable: '4000.00', actual: '3900.00' })),
});
const confirmation = (more: object = {}) => ({
  projectCode: 'A',
  sheetNo: 'S1',
  lineNo: 1,
  ...person(WORKER),
  confirmedAt: '2026-02-28T18:00:00+08:00',
  channel: 'APP',
  ...more,
});

describe('What a worker confirms of the wages', () => {
  test.each([
    ['nobody', { documentNumber: null }, 'REJECTED IDENTITY_MISSING'],
    ['a line that is no number', { lineNo: 'first' }, 'REJECTED VALUE_MALFORMED lineNo'],
    ['line 0', { lineNo: 0 }, 'REJECTED NUMBER_OUT_OF_RANGE lineNo'],
    ['a channel of no list', { channel: 'FAX' }, 'REJECTED CODE_UNKNOWN channel'],
    ['a signature without its file', { channel: 'SIGNATURE' }, 'REJECTED VALUE_MISSING proof'],
    ['a proof that is no digest', { proof: 'scan.pdf' }, 'REJECTED DIGEST_MALFORMED proof'],
    ['a time to come', { confirmedAt: '2026-03-01T09:00:00+08:00' }, 'REJECTED TIME_IN_FUTURE confirmedAt'],
    [
      'a time before the month of the wages',
      { confirmedAt: '2026-01-31T23:59:59+08:00' },
      'REJECTED TIME_TOO_EARLY confirmedAt',
    ],
    ['the line of another worker', { lineNo: 2 }, 'REJECTED CONFIRMED_BY_ANOTHER'],
    ['a line that the sheet has not', { lineNo: 3 }, 'HELD PAYROLL_ENTRY_UNKNOWN lineNo'],
    ['somebody who is not on record', person('1999-09-09'), 'HELD WORKER_UNKNOWN documentNumber'],
    ['another amount than the sheet’s', { confirmed: '4000.00' }, 'ACCEPTED +CONFIRMED_OTHER_AMOUNT'],
    [
      'the amount of the sheet and a signature',
      { lineNo: 2, ...person(OTHER), confirmed: 3900, channel: 'SIGNATURE', proof: digestOf('a') },
      'ACCEPTED',
    ],
  ])('with %s has its verdict', async (_what, more, verdict) => {
    expect(await hub.submit(OP, [confirmation(more)], { caller: office })).toEqual([verdict]);
  });

  test('stands at its line', async () => {
    const sheets = await hub.ask(`{ project(code: "A") { payrollSheets { sheetNo entries { nodes { lineNo
      confirmation { channel confirmed worker { name } versions { version } } } } } } }`);
    expect(sheets).toEqual({
      payrollSheets: [
        {
          sheetNo: 'S1',
          entries: {
            nodes: [
              {
                lineNo: 1,
                confirmation: {
                  channel: 'APP',
                  confirmed: '4000.00',
                  worker: { name: '韦*' },
                  versions: [{ version: 1 }],
                },
              },
              {
                lineNo: 2,
                confirmation: {
                  channel: 'SIGNATURE',
                  confirmed: '3900.00',
                  worker: { name: '覃*' },
                  versions: [{ version: 1 }],
                },
              },
            ],
          },
        },
      ],
    });
  });

  test('stands at its worker', async () => {
    const worker = await hub.ask(`{ project(code: "A") { payrollSheets { entries(first: 1) { nodes { worker {
      payrollConfirmations { totalCount nodes { lineNo } } } } } } } }`);
    expect(worker).toEqual({
      payrollSheets: [
        {
          entries: {
            nodes: [{ worker: { payrollConfirmations: { totalCount: 1, nodes: [{ lineNo: 1 }] } } }],
          },
        },
      ],
    });
  });

  test('is nobody else’s word where the sheet, stated anew, has another on the line', async () => {
    expect(await hub.submit('submitPayrollSheets', [sheet('S3')])).toEqual(['ACCEPTED +NOT_ENGAGED_HERE']);
    const said = confirmation({ sheetNo: 'S3', confirmed: '3900.00' });
    expect(await hub.submit(OP, [said], { caller: office })).toEqual(['ACCEPTED']);
    const { entries, ...anew } = sheet('S3');
    expect(
      await hub.submit('submitPayrollSheets', [{ ...anew, entries: entries.toReversed() }], {
        sentAt: '2026-03-01T07:30:00+08:00',
      }),
    ).toEqual(['CORRECTED +NOT_ENGAGED_HERE']);
    const lines = `{ payrollSheets(filter: { projectCode: "A" }) { nodes { sheetNo
      entries { nodes { lineNo worker { name } confirmation { lineNo } } } } } }`;
    expect(await hub.ask(lines)).toMatchObject({
      nodes: expect.arrayContaining([
        {
          sheetNo: 'S3',
          entries: {
            nodes: [
              { lineNo: 1, worker: { name: '覃*' }, confirmation: null },
              { lineNo: 2, worker: { name: '韦*' }, confirmation: null },
            ],
          },
        },
      ]),
    });
    const now = confirmation({ sheetNo: 'S3', ...person(OTHER) });
    const later = { caller: office, sentAt: '2026-03-01T07:40:00+08:00' };
    expect(await hub.submit(OP, [now], later)).toEqual(['CORRECTED']);
    expect(await hub.ask(lines)).toMatchObject({
      nodes: expect.arrayContaining([
        {
          sheetNo: 'S3',
          entries: {
            nodes: [
              { lineNo: 1, worker: { name: '覃*' }, confirmation: { lineNo: 1 } },
              { lineNo: 2, worker: { name: '韦*' }, confirmation: null },
            ],
          },
        },
      ]),
    });
  });

  test('waits for its sheet, and is released with it', async () => {
    const early = confirmation({ sheetNo: 'S2' });
    expect(await hub.submit(OP, [early], { caller: office })).toEqual(['HELD PAYROLL_ENTRY_UNKNOWN lineNo']);
    expect(await hub.submit('submitPayrollSheets', [sheet('S2')])).toEqual(['ACCEPTED +NOT_ENGAGED_HERE']);
    expect((await hub.release()).filter((state) => state === 'RELEASED')).toEqual(['RELEASED']);
    expect(await hub.ask('{ payrollConfirmations(filter: { sheetNo: "S2" }) { totalCount } }')).toEqual({
      totalCount: 1,
    });
  });
});
