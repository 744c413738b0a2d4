import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hubCaller } from '../../../kernel/caller.ts';
import { residentNumber } from '../../../seeds/synthetic-numbers.ts';
import { humanResources } from '../../../subgraphs/human-resources/index.ts';
import { provincial } from '../../../subgraphs/provincial/index.ts';
import { type Department, openDepartment } from '../support/department.ts';
import { graphOver, type Receipt, type Sending, send, told, vendor } from '../support/submitting.ts';

const EMPLOYER = '91450100MA5K00001E';
const person = (serial: number) => ({
  documentType: '01',
  documentNumber: residentNumber('450103', `19${String(60 + serial)}-05-06`),
});
const contract = (more: object = {}) => ({
  projectCode: 'A',
  ...person(1),
  contractNo: '桂劳合〔2026〕1号',
  employerCode: EMPLOYER,
  periodKind: '0',
  startsOn: '2026-01-05',
  endsOn: '2026-12-31',
  unit: '81',
  unitPrice: '12.50',
  signedOn: '2026-01-04',
  ...more,
});

describe('Labour contracts that are submitted', () => {
  let registry: Department;
  let department: Department;
  const county = vendor('vendor-a', '450103', ['contract:submit'], 'HOUSING');

  beforeAll(async () => {
    registry = await openDepartment(provincial);
    department = await openDepartment(humanResources, graphOver(registry));
    await department.scope([
      ['A', 'HOUSING', '450103'],
      ['ELSEWHERE', 'HOUSING', '450203'],
      ['ROAD', 'TRANSPORT', '450103'],
    ]);
  });
  afterAll(async () => {
    await department?.close();
    await registry?.close();
  });

  const submit = (records: readonly object[], sending: Sending = {}, caller = county): Promise<Receipt> =>
    send(department, caller, 'submitLabourContracts', 'LabourContractRecordInput', records, sending);

  test.each([
    ['a contract in order', {}, 'ACCEPTED'],
    ['a contract until the work is done, without an end', { periodKind: 1, endsOn: null }, 'ACCEPTED'],
    ['no project', { projectCode: null }, 'REJECTED VALUE_MISSING projectCode'],
    [
      'a project code of other characters',
      { projectCode: '甲' },
      'REJECTED PROJECT_CODE_MALFORMED projectCode',
    ],
    ['a project nobody has filed', { projectCode: 'NOBODYS' }, 'HELD PROJECT_UNKNOWN projectCode'],
    ['a project of another division', { projectCode: 'ELSEWHERE' }, 'HELD PROJECT_UNKNOWN projectCode'],
    ['a project of another sector', { projectCode: 'ROAD' }, 'HELD PROJECT_UNKNOWN projectCode'],
    ['nobody', { documentNumber: null }, 'REJECTED IDENTITY_MISSING'],
    [
      'a resident number that fails its check',
      { documentNumber: '450103196105060000' },
      'HELD RESIDENT_NUMBER_INVALID documentNumber',
    ],
    ['a kind of document that no table has', { documentType: 'ID' }, 'REJECTED CODE_UNKNOWN documentType'],
    ['no employer', { employerCode: '' }, 'REJECTED VALUE_MISSING employerCode'],
    [
      'an employer whose code fails its check',
      { employerCode: '91450100MA5K00001A' },
      'HELD CREDIT_CODE_INVALID employerCode',
    ],
    ['a period that no table has', { periodKind: '2' }, 'REJECTED CODE_UNKNOWN periodKind'],
    ['a fixed term without an end', { endsOn: null }, 'REJECTED VALUE_MISSING endsOn'],
    ['an end before the beginning', { endsOn: '2026-01-04' }, 'REJECTED PERIOD_REVERSED endsOn'],
    ['a day that does not exist', { startsOn: '2026-02-30' }, 'REJECTED DATE_MALFORMED startsOn'],
    ['a unit that no table has', { unit: '83' }, 'REJECTED CODE_UNKNOWN unit'],
    ['a price below zero', { unitPrice: '-1' }, 'REJECTED AMOUNT_NEGATIVE unitPrice'],
    ['a price of three decimals', { unitPrice: 1.005 }, 'REJECTED AMOUNT_MALFORMED unitPrice'],
    ['a signature of tomorrow', { signedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE signedOn'],
    [
      'a number of fifty-one characters',
      { contractNo: '合'.repeat(51) },
      'REJECTED VALUE_TOO_LONG contractNo',
    ],
    ['an invisible character', { contractNo: '1\u202e2' }, 'REJECTED CHARACTER_FORBIDDEN contractNo'],
  ])('get the verdict of their kind: %s', async (name, more, verdict) => {
    expect(told(await submit([contract({ contractNo: name, ...more })]))).toEqual([verdict]);
  });
});
