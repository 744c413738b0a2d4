import type { SubmissionVerdict } from './candidate.ts';

/** The projects of which a source states what stands (项目数据来源): not of what only another source's fact says. */
export const statedProjects = (verdicts: readonly SubmissionVerdict[]): string[] => [
  ...new Set(verdicts.flatMap((one) => (isStated(one) ? (one.projectCode ?? []) : []))),
];

const isStated = ({ outcome, code }: SubmissionVerdict): boolean =>
  outcome !== 'DUPLICATE' || code === 'ALREADY_RECORDED' || code === 'CLAIM_KEPT';
