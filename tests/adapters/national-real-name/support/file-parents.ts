import { expect } from '@jest/globals';
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
  cultureLevelType: '02',
  ...more,
});
