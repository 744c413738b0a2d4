import { type Refused, SHORTEST_REASON, type Subject } from './rules/decide-change.ts';

/** A refusal as a member of the mutation's result: its type and its fields. */
export type RefusalAnswer = { readonly __typename: Refused['kind'] } & Readonly<Record<string, unknown>>;

/** The words of a refusal (业务拒绝), for the person at the screen. */
export function refusalAnswer(
  refused: Refused,
  asked: { readonly expectedVersion: number; readonly outcome: string },
  subject: Subject | null,
): RefusalAnswer {
  const [code, message, remedy] = WORDS[refused.kind];
  const words = { __typename: refused.kind, code, message, remedy };
  switch (refused.kind) {
    case 'TransitionRefused':
      return { ...words, state: refused.state, requested: asked.outcome, allowed: refused.allowed };
    case 'ChangedByAnother':
      return {
        ...words,
        expectedVersion: asked.expectedVersion,
        currentVersion: refused.currentVersion,
      };
    case 'OutsideJurisdiction':
      return { ...words, division: null, sector: subject!.sector };
    case 'ReasonTooShort':
      return { ...words, minimum: SHORTEST_REASON };
    default:
      return words;
  }
}

const WORDS: Readonly<Record<Refused['kind'], readonly [code: string, message: string, remedy: string]>> = {
  NothingFound: [
    'NOTHING_FOUND',
    '没有此状态变更申请，或无权查看。',
    '请核对记录编号，或由有管辖权的部门审批。',
  ],
  ChangedByAnother: ['CHANGED_BY_ANOTHER', '此申请在您读取后已被申请单位更正。', '请重新读取后再审批。'],
  TransitionRefused: [
    'TRANSITION_REFUSED',
    '此申请已审批，或项目当前状态与申请的原状态不一致。',
    '已审批的申请不再审批；状态不一致的只能不予批准，由申请单位重新申请。',
  ],
  OutsideJurisdiction: [
    'OUTSIDE_JURISDICTION',
    '施工状态变更由项目的行业主管部门审批。',
    '请由项目所属行业的主管部门审批。',
  ],
  ReasonTooShort: [
    'REASON_TOO_SHORT',
    `理由不足${SHORTEST_REASON}个字。`,
    `请写明理由，至少${SHORTEST_REASON}个字（空格不计）。`,
  ],
};
