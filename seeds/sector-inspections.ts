import { addDays } from '../kernel/calendar.ts';
import type { HousingCreditDeduction, HousingInspection } from '../subgraphs/housing/facts.ts';
import type { TransportCreditDeduction, TransportInspection } from '../subgraphs/transport/facts.ts';
import type { WaterCreditDeduction, WaterInspection } from '../subgraphs/water/facts.ts';
import { type Planned, planned } from './planned.ts';
import type { Site } from './sites.ts';
import type { Span } from './span.ts';

type Inspection = typeof HousingInspection | typeof TransportInspection | typeof WaterInspection;
type Deduction =
  | typeof HousingCreditDeduction
  | typeof TransportCreditDeduction
  | typeof WaterCreditDeduction;

/**
 * Every site was inspected once in the demo's months: two of three in order, the others with something that was put right
 * in time, or that stopped the work and cost the contractor points (检查与信用扣分).
 */
export function inspectionsOf(
  { to }: Span,
  { serial, code, source, contractor }: Site,
  inspection: Inspection,
  deduction: Deduction,
): Planned[] {
  const inspectedOn = addDays(to, -40 + (serial % 10));
  const inspected = {
    projectCode: code,
    inspectionNo: 'JC-01',
    inspectedOn,
    inspector: '示例行业主管部门',
  };
  if (serial % 3 !== 0)
    return [planned(inspection, inspectedOn, { ...inspected, result: 'IN_ORDER' }, { source })];
  if (serial % 2 === 0) {
    const found = {
      ...inspected,
      result: 'RECTIFY',
      findings: '维权信息告示牌内容不全',
      rectifyBy: addDays(inspectedOn, 15),
    };
    const rectifiedOn = addDays(inspectedOn, 12);
    return [
      planned(inspection, inspectedOn, found, { source }),
      planned(inspection, rectifiedOn, { ...found, rectifiedOn }, { source }),
    ];
  }
  const decidedOn = addDays(inspectedOn, 5);
  const stopped = {
    ...inspected,
    result: 'STOP_WORK',
    findings: '进场人员未实名登记',
    rectifyBy: addDays(to, 10),
  };
  const taken = {
    projectCode: code,
    deductionNo: 'KF-01',
    inspectionNo: inspected.inspectionNo,
    decidedOn,
    enterpriseCode: contractor.creditCode,
    post: 'PROJECT_MANAGER',
    points: 5,
    basis: '未按规定落实实名制管理',
  };
  return [
    planned(inspection, inspectedOn, stopped, { source }),
    planned(deduction, decidedOn, taken, { source }),
  ];
}
