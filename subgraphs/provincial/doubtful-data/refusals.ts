import type { Caller } from '../../../kernel/caller.ts';
import { isWithin } from '../../../kernel/identifiers/division-code.ts';
import type { CaseEvent } from './rules/case-workflow.ts';
import { type Refused, SHORTEST_REASON, type Subject } from './rules/decide-move.ts';

/** A refusal as a member of a mutation's result: its type and its fields. */
export type RefusalAnswer = { readonly __typename: Refused['kind'] } & Readonly<Record<string, unknown>>;

export interface RefusedStep {
  readonly event: CaseEvent;
  readonly expectedVersion: number;
  readonly caller: Caller;
  /** Null where nothing was found. */
  readonly subject: Subject | null;
}

/** The words of a refusal (业务拒绝), for the person at the screen. */
export function refusalAnswer(refused: Refused, step: RefusedStep): RefusalAnswer {
  const [code, message, remedy] = WORDS[refused.kind];
  const { subject, event, expectedVersion, caller } = step;
  const words = { __typename: refused.kind, code, message, remedy };
  switch (refused.kind) {
    case 'TransitionRefused':
      return { ...words, state: subject!.state, requested: event, allowed: refused.allowed };
    case 'ChangedByAnother':
      return { ...words, expectedVersion, currentVersion: refused.currentVersion };
    case 'OutsideJurisdiction':
      return { ...words, ...reachOf(subject!, caller) };
    case 'NotTheAssignee':
      return { ...words, assignee: refused.assignee };
    case 'ReasonTooShort':
      return { ...words, minimum: SHORTEST_REASON };
    case 'EvidenceMissing':
      return { ...words, missing: ['核实材料'] };
    default:
      return words;
  }
}

function reachOf({ divisionCode, sector }: Subject, { divisions, sectors }: Caller) {
  const isInDivision = divisions.some((division) => isWithin(divisionCode, division));
  const bySector = isInDivision && !sectors.includes(sector);
  return { division: bySector ? null : divisionCode, sector: bySector ? sector : null };
}

const WORDS: Readonly<Record<Refused['kind'], readonly [code: string, message: string, remedy: string]>> = {
  NothingFound: ['NOTHING_FOUND', '没有此疑点数据，或无权查看。', '请核对记录编号，或由有管辖权的部门办理。'],
  ChangedByAnother: ['CHANGED_BY_ANOTHER', '此疑点数据在您读取后已被他人办理。', '请重新读取后再办理。'],
  TransitionRefused: ['TRANSITION_REFUSED', '当前状态下不能进行此操作。', '请按允许的操作办理。'],
  OutsideJurisdiction: [
    'OUTSIDE_JURISDICTION',
    '签收、分派和改派由所在省、市人社部门办理。',
    '请联系有管辖权的省、市人社部门。',
  ],
  NotTheAssignee: ['NOT_THE_ASSIGNEE', '此疑点数据由承办单位办理。', '请由承办单位办理，或请人社部门改派。'],
  ReasonTooShort: [
    'REASON_TOO_SHORT',
    `理由不足${SHORTEST_REASON}个字。`,
    `请写明理由，至少${SHORTEST_REASON}个字（空格不计）。`,
  ],
  EvidenceMissing: ['EVIDENCE_MISSING', '完成核实需要核实材料。', '请附核实材料的名称和摘要。'],
};
