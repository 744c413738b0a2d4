import { RECORD_FIELDS, submissionSdl } from './sector-submissions-sdl.ts';
import type { SectorPlatform } from './sector-platform.ts';

/** A sector's inspections (检查): type, record, queries, and the list on its kind of project. */
export const sectorInspectionSdl = (platform: SectorPlatform): string =>
  typeSdl(platform) + recordSdl(platform) + querySdl(platform);

const READ = '@requiresScopes(scopes: [["sector:read"]])';

const typeSdl = ({ type, noun, department }: SectorPlatform): string => `
"""
An inspection (检查) of a ${noun} project by the ${noun} department (${department}): what was found on site, and whether it was
put right. Source: Guangxi 管理细则 Art. 5 gives the duty; the form of an inspection is modelled.
"""
type ${type}Inspection @key(fields: "id") @classified(level: GENERAL) ${READ} {
  "The hub's id of this record (记录编号)."
  id: ID!
  "The project inspected (所属项目)."
  project: ${type}Project
  "The number of the inspection in its project (检查编号)."
  inspectionNo: String!
  "The day of the inspection (检查日期)."
  inspectedOn: Date!
  "The organisation that inspected (检查单位)."
  inspector: String!
  "What follows from it (检查结果)."
  result: SiteInspectionResult!
  "What was found (检查发现的问题); null when all was in order, unless the source states a remark all the same. It names no person."
  findings: String
  "The day by which it is to be put right (整改期限); null when none was set."
  rectifyBy: Date
  "The day it was found put right (整改完成日期); null until then."
  rectifiedOn: Date
  "The credit deductions that follow from it (信用扣分), the latest first."
  creditDeductions: [${type}CreditDeduction!]!
  "Where this record comes from (数据来源)."
  provenance: Provenance!
  "Every version of this record, the newest first (历史版本)."
  versions: [Provenance!]!
}

"What follows from an inspection of a site (检查结果); the same in each sector. Modelled: this project's own list."
enum SiteInspectionResult {
  "In order (合格)."
  IN_ORDER
  "To be put right by a day (限期整改)."
  RECTIFY
  "Work stops until it is put right (停工整改)."
  STOP_WORK
}

extend type ${type}Project {
  "The inspections by the ${noun} department (检查), the latest first."
  inspections: [${type}Inspection!] ${READ}
}
`;

const recordSdl = ({ type, noun }: SectorPlatform): string => `
"""
An inspection of a ${noun} project as its source states it (检查报送记录), whole: what was found first, and under the same number
once more when it was put right. Modelled: no format is published.
"""
input ${type}InspectionRecordInput {
  "The project inspected (项目编码), a ${noun} project within the caller's reach; required."
  projectCode: Stated
  "The number of the inspection in its project (检查编号): text of up to 50 characters; required. Kept half-width, every dash a hyphen."
  inspectionNo: Stated
  "The day of the inspection (检查日期): YYYY-MM-DD, not in the future; required."
  inspectedOn: Stated
  "The organisation that inspected (检查单位): text of up to 100 characters; required."
  inspector: Stated
  "What follows from it (检查结果): a value of SiteInspectionResult; required."
  result: Stated
  "What was found (检查发现的问题): text of up to 1,000 characters on one or several lines; required unless all was in order; a remark beside IN_ORDER is taken and told. It names no person."
  findings: Stated
  "The day by which it is to be put right (整改期限): YYYY-MM-DD, not before the inspection."
  rectifyBy: Stated
  "The day it was found put right (整改完成日期): YYYY-MM-DD, not before the inspection and not in the future."
  rectifiedOn: Stated${RECORD_FIELDS}
}
${submissionSdl(
  `submit${type}Inspections`,
  `${type}InspectionRecordInput`,
  '检查记录',
  `States inspections of ${noun} projects (报送检查): each record gets a verdict.`,
)}`;

const querySdl = ({ type, field, noun }: SectorPlatform): string => `
"Which inspections to list (检查筛选条件). What is left out does not limit."
input ${type}InspectionFilter {
  "Of projects in this division and below (区划及下级)."
  division: DivisionCode
  "Of this project (项目编码)."
  projectCode: ID
  "With these results (检查结果)."
  results: [SiteInspectionResult!]
  "Inspected on this day or later (检查日期起)."
  inspectedFrom: Date
  "Inspected on this day or earlier (检查日期止)."
  inspectedTo: Date
  "Of those that found something: whether it was put right (是否已整改)."
  isRectified: Boolean
}

extend type Query {
  "One inspection of a ${noun} project by the hub's id (检查); null when there is none or it is outside the caller's scope."
  ${field}Inspection("The hub's id of the record (记录编号)." id: ID!): ${type}Inspection ${READ}
  "The inspections of ${noun} projects within the caller's scope (检查列表), the latest first."
  ${field}Inspections("Which ones (筛选条件)." filter: ${type}InspectionFilter): ${type}InspectionConnection ${READ}
}
`;
