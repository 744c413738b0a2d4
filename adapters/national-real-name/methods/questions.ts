import { badParameters, CODES } from '../answers.ts';
import { attendanceQuery } from './ask-attendance.ts';
import { payrollQuery } from './ask-payroll.ts';
import { corpQuery, projectQuery } from './ask-projects.ts';
import { subContractorQuery, teamQuery } from './ask-units.ts';
import { trainingQuery } from './ask-trainings.ts';
import { contractQuery, entryExitQuery, workerQuery } from './ask-workers.ts';
import type { ReadMethod } from './method.ts';

/** 异步处理结果查询. */
const asyncResult: ReadMethod = {
  kind: 'READ',
  name: 'AsyncHandleResult.Query',
  required: ['requestSerialCode'],
  async answer(business, { ports, client }) {
    const call = await ports.calls.find(business.required('requestSerialCode'), client.appid);
    if (!call)
      throw badParameters('[requestSerialCode] 不存在', 'there is no call of this account with that serial');
    if (!call.outcome) return { status: 0, result: '' };
    const { status, code, result } = call.outcome;
    return { status, result: JSON.parse(result) as unknown, ...(code !== CODES.DONE && { code }) };
  },
};

/** 签名验证: says that envelope and signature are right. */
const checkSign: ReadMethod = {
  kind: 'READ',
  name: 'CheckSign.Query',
  required: [],
  answer: async (_business, { client }) => ({ appid: client.appid }),
};

/** Everything that only reads. */
export const questions: readonly ReadMethod[] = [
  asyncResult,
  checkSign,
  corpQuery,
  projectQuery,
  subContractorQuery,
  teamQuery,
  workerQuery,
  entryExitQuery,
  contractQuery,
  attendanceQuery,
  payrollQuery,
  trainingQuery,
];
