import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { golden } from './golden.ts';
import { fileParents, payLineOf, PROJECT, team, workerOf } from './support/file-parents.ts';
import { type Client, type Door, openDoor } from './support/open-door.ts';

let door: Door;
let client: Client;
beforeAll(async () => {
  door = await openDoor('2026-01-05T07:31:30+08:00');
  client = await door.register(golden.fields.appid, golden.secret);
  await fileParents(client);
}, 120_000);
afterAll(async () => door?.close());

describe('What is wrong is told by its place', () => {
  let taken = 0;
  const punch = (more: object) => ({
    idCardType: '01',
    idCardNumber: golden.numberEncrypted,
    date: '2026-01-05 07:31:00',
    direction: '01',
    ...more,
  });
  test.each([
    ['a time to come', { date: '2026-01-05 09:30:00' }, '[dataList][1][date]'],
    ['a time in 1970', { date: '1970-01-01 08:00:00' }, '[dataList][1][date]'],
    ['a direction that is none', { direction: '03' }, '[dataList][1][direction]'],
    ['no direction', { direction: '' }, '[dataList][1][direction]'],
    ['a number that is not encrypted', { idCardNumber: golden.number }, '[dataList][1][idCardNumber]'],
  ])('%s; the good record beside it is taken', async (_what, wrong, place) => {
    const minute = String(++taken).padStart(2, '0');
    const good = punch({ date: `2026-01-05 06:${minute}:00` });
    const said = await client.settled('WorkerAttendance.Add', {
      projectCode: PROJECT,
      teamSysNo: 1500000001,
      dataList: [good, punch(wrong)],
    });
    expect(said).toMatchObject({ status: 10, result: expect.stringMatching(/[\u4e00-\u9fff].*\(.*\)/) });
    expect(String(said.result).startsWith(`${place} `)).toBe(true);
  });

  test('a number that fails its check, an unknown team, an unknown project', async () => {
    const badNumber = await client.settled('ProjectWorker.Add', {
      ...team,
      workerList: [workerOf(client, '110105194912310021')],
    });
    expect(badNumber).toMatchObject({
      status: 10,
      result: expect.stringMatching(/^\[workerList\]\[0\]\[idCardNumber\]/),
    });
    expect(badNumber.result).not.toContain('110105194912310021');
    const outer = { projectCode: PROJECT, teamSysNo: 1599999999, dataList: [punch({})] };
    expect(await client.settled('WorkerAttendance.Add', outer)).toMatchObject({
      status: 10,
      result: expect.stringContaining('班组不存在'),
    });
    expect(
      await client.settled('WorkerAttendance.Add', { ...outer, projectCode: '4501002026019999' }),
    ).toMatchObject({ status: 10, result: expect.stringContaining('项目不存在') });
  });

  test('negative pay and a month to come', async () => {
    const line = payLineOf(client, golden.number, { totalPayAmount: -1, thirdPayRollCode: 'GZ-2' });
    expect(
      await client.settled('Payroll.Add', { ...team, payMonth: '2026-01', detailList: [line] }),
    ).toMatchObject({
      status: 10,
      result: expect.stringMatching(/^\[detailList\]\[0\]\[totalPayAmount\]/),
    });
    expect(
      await client.settled('Payroll.Add', {
        ...team,
        payMonth: '2026-02',
        detailList: [{ ...line, totalPayAmount: 1 }],
      }),
    ).toMatchObject({ status: 10, result: expect.stringMatching(/^\[payMonth\] 月份不能晚于本月/) });
  });
});
