import { RECORD_FIELDS, submissionSdl } from './sector-submissions-sdl.ts';
import type { SectorPlatform } from './sector-platform.ts';

/** A sector's credit deductions (信用扣分): type, record, queries, and the lists on projects and enterprises. */
export const creditDeductionSdl = (platform: SectorPlatform): string =>
  typeSdl(platform) + recordSdl(platform) + querySdl(platform);

const READ = '@requiresScopes(scopes: [["sector:read"]])';

const typeSdl = ({ type, field, noun, department }: SectorPlatform): string => `
"""
Credit points taken from an enterprise, or from a post on its site (信用扣分), by the ${noun} department (${department}). Modelled:
this project's own form; the scale is the department's.
"""
type ${type}CreditDeduction @key(fields: "id") @classified(level: GENERAL) ${READ} {
  "The hub's id of this record (记录编号)."
  id: ID!
  "The project it was decided for (所属项目)."
  project: ${type}Project
  "The number of the decision in its project (扣分编号)."
  deductionNo: String!
  "The number of the inspection it follows from (检查编号); null when it follows from none."
  inspectionNo: String
  "That inspection (所依据的检查)."
  inspection: ${type}Inspection
  "The day of the decision (扣分日期)."
  decidedOn: Date!
  "The enterprise that loses the points (被扣分企业); null when only a post does."
  enterprise: Enterprise
  "The post on the site that loses them (被扣分岗位); null when only the enterprise does. Who holds it is not stated here."
  post: CreditDeductionPost
  "How many points (扣分值), 1 to 100."
  points: Int!
  "The ground (扣分依据)."
  basis: String!
  "Where this record comes from (数据来源)."
  provenance: Provenance!
  "Every version of this record, the newest first (历史版本)."
  versions: [Provenance!]!
}

"A post on a site that can lose credit points (被扣分岗位); the same in each sector. Modelled: this project's own list."
enum CreditDeductionPost {
  "The project manager (项目经理)."
  PROJECT_MANAGER
  "The technical lead (技术负责人)."
  TECHNICAL_LEAD
  "A safety officer (专职安全员)."
  SAFETY_OFFICER
  "The chief supervising engineer (总监理工程师)."
  CHIEF_SUPERVISOR
  "The wage officer (劳资专管员)."
  WAGE_OFFICER
}

"An enterprise (企业), whose master record is another's, with the credit points that the ${noun} department took from it."
type Enterprise @key(fields: "creditCode") @classified(level: GENERAL) {
  "The unified social credit code (统一社会信用代码). Source: GB 32100-2015."
  creditCode: SocialCreditCode!
  "The credit deductions of the ${noun} department (信用扣分) for projects within the caller's scope, the latest first."
  ${field}CreditDeductions: ${type}CreditDeductionConnection ${READ}
}

extend type ${type}Project {
  "The credit deductions by the ${noun} department (信用扣分), the latest first."
  creditDeductions: [${type}CreditDeduction!] ${READ}
}
`;

const recordSdl = ({ type, noun }: SectorPlatform): string => `
"""
A credit deduction for a ${noun} project as its source states it (信用扣分报送记录), whole. It waits for the inspection it names.
Modelled: no format is published.
"""
input ${type}CreditDeductionRecordInput {
  "The project it was decided for (项目编码), a ${noun} project within the caller's reach; required."
  projectCode: Stated
  "The number of the decision in its project (扣分编号): text of up to 50 characters; required. Kept half-width, every dash a hyphen."
  deductionNo: Stated
  "The number of the inspection it follows from (检查编号): one of the same project; held until that is on record."
  inspectionNo: Stated
  "The day of the decision (扣分日期): YYYY-MM-DD, not in the future and not before the inspection; required."
  decidedOn: Stated
  "The enterprise that loses the points (被扣分企业): a unified social credit code; it or a post is required. Source: GB 32100-2015."
  enterpriseCode: Stated
  "The post on the site that loses them (被扣分岗位): a value of CreditDeductionPost."
  post: Stated
  "How many points (扣分值): a whole number from 1 to 100; required."
  points: Stated
  "The ground (扣分依据): text of up to 500 characters; required."
  basis: Stated${RECORD_FIELDS}
}
${submissionSdl(
  `submit${type}CreditDeductions`,
  `${type}CreditDeductionRecordInput`,
  '信用扣分记录',
  `States credit deductions for ${noun} projects (报送信用扣分): each record gets a verdict.`,
)}`;

const querySdl = ({ type, field, noun }: SectorPlatform): string => `
"Which credit deductions to list (信用扣分筛选条件). What is left out does not limit."
input ${type}CreditDeductionFilter {
  "Of projects in this division and below (区划及下级)."
  division: DivisionCode
  "Of this project (项目编码)."
  projectCode: ID
  "From this enterprise (被扣分企业)."
  enterpriseCode: SocialCreditCode
  "Decided on this day or later (扣分日期起)."
  decidedFrom: Date
  "Decided on this day or earlier (扣分日期止)."
  decidedTo: Date
}

extend type Query {
  "One credit deduction for a ${noun} project by the hub's id (信用扣分); null when there is none or it is outside the caller's scope."
  ${field}CreditDeduction("The hub's id of the record (记录编号)." id: ID!): ${type}CreditDeduction ${READ}
  "The credit deductions for ${noun} projects within the caller's scope (信用扣分列表), the latest first."
  ${field}CreditDeductions("Which ones (筛选条件)." filter: ${type}CreditDeductionFilter): ${type}CreditDeductionConnection
    ${READ}
}
`;
