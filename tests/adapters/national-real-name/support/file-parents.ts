import { expect } from '@jest/globals';
import { cardNumber } from '../../../../seeds/synthetic-numbers.ts';
import { golden } from '../golden.ts';
import type { Client } from './open-door.ts';

export const CONTRACTOR = '91450100MA5KTEX10F';
export const PROJECT = '4501002026010001';
export const corp = { corpCode: CONTRACTOR, corpName: '示例建设有限公司' };
export const team = { projectCode: PROJECT, ...corp, teamSysNo: 1500000001, teamName: '木工一班' };
/** The result stands beside the state, so that a failure says why. */
export const DONE = { status: 20, result: '处理成功' };

/** The parents of the golden message, filed through the door in the order of the notes (§5). */
export async function fileParents(client: Client): Promise<void> {
  expect(await client.settled('Corp.Upload', { ...corp, areaCode: '450103' })).toMatchObject(DONE);
  const filed = await client.call('Project.Add', {
    projectCode: PROJECT,
    contractorCorpCode: CONTRACTOR,
    contractorCorpName: corp.corpName,
    name: '示例住宅一期',
    category: '01',
    areaCode: '450103',
    invest: 12000,
    startDate: '2025-12-01',
    completeDate: '2027-12-01',
    prjStatus: '003',
  });
  expect(filed).toMatchObject({ code: 0, data: { projectCode: PROJECT } });
  const unit = { projectCode: PROJECT, ...corp, corpType: '009' };
  const bankInfos = [
    { bankCode: '105', bankName: '示例支行', bankNumber: client.aes('45001604751050701234') },
  ];
  expect(await client.settled('ProjectSubContractor.Add', { ...unit, bankInfos })).toMatchObject(DONE);
  expect(await client.settled('Team.Add', { projectCode: PROJECT, ...corp, teamName: '木工一班' })).toEqual({
    status: 20,
    result: { teamSysNo: 1500000001 },
  });
  expect(
    await client.settled('ProjectWorker.Add', { ...team, workerList: [workerOf(client, golden.number)] }),
  ).toMatchObject(DONE);
  const entry = { idCardType: '01', idCardNumber: golden.numberEncrypted, date: '2026-01-04', type: 1 };
  expect(await client.settled('WorkerEntryExit.Add', { ...team, workerList: [entry] })).toMatchObject(DONE);
  const contract = {
    ...corp,
    idCardType: '01',
    idCardNumber: golden.numberEncrypted,
    contractPeriodType: 1,
    startDate: '2026-01-01',
    endDate: '2026-12-31',
  };
  expect(
    await client.settled('WorkerContract.Add', { projectCode: PROJECT, contractList: [contract] }),
  ).toMatchObject(DONE);
}

/** The smallest picture there is (1 × 1 PNG). */
export const PORTRAIT =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** One worker of a list, as clients send one. */
export const workerOf = (client: Client, number: string, more: object = {}) => ({
  workerName: '示例工人',
  isTeamLeader: 0,
  idCardType: '01',
  idCardNumber: client.aes(number),
  workType: '050',
  workRole: 20,
  nation: '汉',
  address: '示例地址',
  cellPhone: '13800000000',
  headImage: PORTRAIT,
  politicsType: '13',
  grantOrg: '示例公安局',
  cultureLevelType: '02',
  ...more,
});

/** One line of a payroll, as clients send one: the worker's card and the account that paid are wanted (§6.9). */
export const payLineOf = (client: Pick<Client, 'aes'>, number: string, more: object = {}) => ({
  idCardType: '01',
  idCardNumber: client.aes(number),
  payRollBankCardNumber: client.aes(cardNumber(1)),
  payRollBankCode: '105',
  payRollBankName: '示例支行',
  payBankCardNumber: client.aes('45001604751050701234'),
  payBankCode: '105',
  payBankName: '示例支行',
  totalPayAmount: 100,
  actualAmount: 100,
  isBackPay: 0,
  balanceDate: '2026-01-04',
  thirdPayRollCode: 'GZ-1',
  ...more,
});
