import type { SectorPlatform } from './sector-platform.ts';

/** The mutations by which a sector's permits and reviews are stated, with the types of their records. */
export const sectorSubmissionsSdl = (platform: SectorPlatform, ownOfPermit = ''): string =>
  permitSdl(platform, ownOfPermit) + reviewSdl(platform);

/** The two fields that every record input ends with. */
export const RECORD_FIELDS = `
  "The version under which the source states the record (来源版本): a whole number; the time of sending when left out."
  sourceVersion: Stated
  "The held record that this one puts right (更正的暂存记录编号)."
  replacesHeld: Stated`;

/** A mutation that takes records of a sector's dataset. */
export const submissionSdl = (operation: string, input: string, zh: string, description: string): string => `
extend type Mutation {
  """
  ${description}
  """
  ${operation}(
    "What goes around the records (提交信封)."
    envelope: SubmissionEnvelopeInput!
    "The records (${zh}), at most 5,000."
    records: [${input}!]!
  ): Receipt! @requiresScopes(scopes: [["sector:submit"]])
}
`;

const permitSdl = ({ type, noun }: SectorPlatform, own: string): string => `
"""
A construction permit of a ${noun} project as its source states it (施工许可证报送记录), whole. It is known again by its
number. Source: 603号 interface §6.2 builderLicenses for number and name; the other fields are modelled on the printed permit.
"""
input ${type}PermitRecordInput {
  """
  The number of the permit (施工许可证号): at most 50 letters, digits, Chinese characters, brackets and hyphens, a digit among
  them. No rule of its form is published. Source: 603号 interface §6.2 builderLicenseNum; required.
  """
  permitNo: Stated
  "The project it permits (项目编码), a ${noun} project within the caller's reach; required."
  projectCode: Stated
  "The day it was issued (发证日期): YYYY-MM-DD, not in the future; required."
  issuedOn: Stated
  "The authority that issued it (发证机关): text of up to 100 characters; required."
  issuingAuthority: Stated
  "The kind of works it permits (工程类别): two digits, none of another sector's. Source: dictionary project-categories; required."
  worksKind: Stated
  "The contract price it states (合同价格): yuan with at most two decimals, not negative."
  cost: Stated
  "The project owner it names (建设单位): a unified social credit code. Source: GB 32100-2015."
  ownerCode: Stated
  "The contractor it names (施工单位): a unified social credit code. Source: GB 32100-2015."
  contractorCode: Stated
  "The first day of the contract period (合同开工日期): YYYY-MM-DD."
  startsOn: Stated
  "The last day of the contract period (合同竣工日期): YYYY-MM-DD, not before the first."
  endsOn: Stated${own}${RECORD_FIELDS}
}
${submissionSdl(
  `submit${type}Permits`,
  `${type}PermitRecordInput`,
  '施工许可证记录',
  `States construction permits of ${noun} projects (报送施工许可证): each record gets a verdict. Modelled: no format is published.`,
)}`;

const reviewSdl = ({ type, noun, department }: SectorPlatform): string => `
"""
A review of a ${noun} project as the department states it (校核报送记录), whole: what was asked for, and later under the same
number what was decided. Source: Guangxi 管理细则 Art. 4 and 5 give the duty; the form of a review is modelled.
"""
input ${type}ReviewRecordInput {
  "The project reviewed (项目编码), a ${noun} project within the caller's reach; required."
  projectCode: Stated
  "The number of the review in its project (校核编号): text of up to 50 characters; required. Kept half-width, every dash a hyphen."
  reviewNo: Stated
  "What was reviewed (校核内容): a value of ReviewAspect; required."
  aspect: Stated
  "What the review found (校核结果): a value of ReviewResult; required."
  result: Stated
  "The day it was decided (校核日期): YYYY-MM-DD, not in the future; of a decided review, and of no other."
  reviewedOn: Stated
  "The organisation that reviews (校核单位): text of up to 100 characters; required."
  reviewer: Stated
  "Its opinion, and the reason of what is sent back (校核意见): text of up to 500 characters on one or several lines; required when RETURNED. It names no person (NUMBER_OF_PERSON)."
  opinion: Stated
  """
  The instant it was asked for or decided (发生时间): RFC 3339, not in the future. Required while PENDING; of a decided one the
  beginning of its day when left out.
  """
  occurredAt: Stated${RECORD_FIELDS}
}
${submissionSdl(
  `submit${type}Reviews`,
  `${type}ReviewRecordInput`,
  '校核记录',
  `States reviews of ${noun} projects (报送校核): each record gets a verdict. Only the department in charge (${department}) states them.`,
)}`;
