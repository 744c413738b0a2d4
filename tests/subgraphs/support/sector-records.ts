import { enterpriseCode } from '../../../seeds/synthetic-numbers.ts';
import type { Sent } from './sector-room.ts';

export const CONTRACTOR = enterpriseCode('450100', 2);
export const OWNER = enterpriseCode('450100', 1);

const PROVENANCE = 'provenance { version sourceSystem }';

/** What each of the three industry departments takes, by the names of its types and queries. */
export const sharedDatasets = (type: string, field: string, worksKind: string) =>
  ({
    permit: {
      dataset: 'CONSTRUCTION_PERMIT',
      operation: `submit${type}Permits`,
      input: `${type}PermitRecordInput`,
      record: (no: string, more: object = {}) => ({
        permitNo: `2026-${no}`,
        projectCode: 'A',
        issuedOn: '2026-01-10',
        issuingAuthority: '示例行政审批局',
        worksKind,
        cost: '1000000.00',
        ownerCode: OWNER,
        contractorCode: CONTRACTOR,
        startsOn: '2026-01-15',
        endsOn: '2026-12-31',
        ...(type === 'Housing' && { floorArea: 4_000 }),
        ...more,
      }),
      changed: { cost: '2000000.00' },
      shown: { cost: '2000000.00', owner: { creditCode: OWNER }, contractor: { creditCode: CONTRACTOR } },
      query: `query ($no: String!) { ${field}Permit(permitNo: $no) {
      cost owner { creditCode } contractor { creditCode } startsOn endsOn ${PROVENANCE} } }`,
    },
    review: {
      dataset: 'SECTOR_REVIEW',
      operation: `submit${type}Reviews`,
      input: `${type}ReviewRecordInput`,
      record: (reviewNo: string, more: object = {}) => ({
        projectCode: 'A',
        reviewNo,
        aspect: 'FILING',
        result: 'PENDING',
        reviewer: '示例行业主管部门',
        occurredAt: '2026-02-10T09:00:00+08:00',
        ...more,
      }),
      changed: { result: 'RETURNED', reviewedOn: '2026-02-12', opinion: '缺少合同', occurredAt: null },
      shown: { result: 'RETURNED', reviewedOn: '2026-02-12', opinion: '缺少合同' },
      query: `query ($id: ID!) { ${field}Review(id: $id) { result reviewedOn opinion ${PROVENANCE} } }`,
    },
    inspection: {
      dataset: 'INSPECTION',
      operation: `submit${type}Inspections`,
      input: `${type}InspectionRecordInput`,
      record: (inspectionNo: string, more: object = {}) => ({
        projectCode: 'A',
        inspectionNo,
        inspectedOn: '2026-02-10',
        inspector: '示例行业主管部门',
        result: 'RECTIFY',
        findings: '考勤设备未接入',
        rectifyBy: '2026-02-20',
        ...more,
      }),
      changed: { rectifiedOn: '2026-02-19' },
      shown: { result: 'RECTIFY', rectifyBy: '2026-02-20', rectifiedOn: '2026-02-19' },
      query: `query ($id: ID!) { ${field}Inspection(id: $id) {
      result findings rectifyBy rectifiedOn creditDeductions { deductionNo } ${PROVENANCE} } }`,
    },
    deduction: {
      dataset: 'CREDIT_DEDUCTION',
      operation: `submit${type}CreditDeductions`,
      input: `${type}CreditDeductionRecordInput`,
      record: (deductionNo: string, more: object = {}) => ({
        projectCode: 'A',
        deductionNo,
        decidedOn: '2026-02-25',
        enterpriseCode: CONTRACTOR,
        points: 5,
        basis: '未落实实名制考勤',
        ...more,
      }),
      changed: { points: 3, post: 'WAGE_OFFICER' },
      shown: { points: 3, post: 'WAGE_OFFICER', enterprise: { creditCode: CONTRACTOR } },
      query: `query ($id: ID!) { ${field}CreditDeduction(id: $id) {
      points post basis enterprise { creditCode } inspection { inspectionNo } ${PROVENANCE} } }`,
    },
  }) satisfies Record<string, Sent>;
