import { workflow } from '../../../../kernel/workflow.ts';

/**
 * How a case of doubtful data moves (疑点数据办理流程: 下发、核实、处置、反馈). Every state and event of the vocabulary stands
 * here, also those whose mutations come later. Modelled: the sources name the duty, not the steps.
 */
export const caseWorkflow = workflow(
  {
    ISSUED: { RECEIVE: 'RECEIVED', VOID: 'VOIDED', LINK_TO_WARNING: 'ISSUED', ESCALATE: 'ISSUED' },
    RECEIVED: { ASSIGN: 'ASSIGNED', RETURN: 'ISSUED', ...beforeTheLimit('RECEIVED') },
    ASSIGNED: {
      START_VERIFICATION: 'VERIFYING',
      RETURN: 'RECEIVED',
      REASSIGN: 'ASSIGNED',
      ...beforeTheLimit('ASSIGNED'),
    },
    VERIFYING: {
      CONCLUDE_VERIFICATION: 'CONCLUDED',
      RETURN: 'RECEIVED',
      REASSIGN: 'ASSIGNED',
      ...beforeTheLimit('VERIFYING'),
    },
    CONCLUDED: {
      START_HANDLING: 'HANDLING',
      PASS_RECHECK: 'REVIEWED',
      REFUSE_RECHECK: 'VERIFYING',
      ...beforeTheLimit('CONCLUDED'),
    },
    HANDLING: { COMPLETE_HANDLING: 'HANDLED', ...beforeTheLimit('HANDLING') },
    HANDLED: { PASS_RECHECK: 'REVIEWED', REFUSE_RECHECK: 'VERIFYING', VOID: 'VOIDED', ESCALATE: 'HANDLED' },
    REVIEWED: { FEED_BACK: 'FED_BACK', VOID: 'VOIDED', ESCALATE: 'REVIEWED' },
    FED_BACK: { CLOSE: 'CLOSED', VOID: 'VOIDED' },
    CLOSED: { REOPEN: 'ASSIGNED', VOID: 'VOIDED' },
    VOIDED: {},
  },
  { initial: 'ISSUED', ends: ['VOIDED'] },
);

export type CaseState = (typeof caseWorkflow.states)[number];
export type CaseEvent = Parameters<typeof caseWorkflow.next>[1];
export type VerificationResult = 'TRUE' | 'PARTLY_TRUE' | 'UNTRUE' | 'UNVERIFIABLE';

/** What decides, beside the state, whether a step is possible. */
export interface Standing {
  readonly state: CaseState;
  readonly verificationResult: string | null;
}

/** The state after the event, or nothing when the case does not allow it. */
export function nextState(standing: Standing, event: CaseEvent): CaseState | undefined {
  return isSkipped(standing, event) ? undefined : caseWorkflow.next(standing.state, event);
}

/** The events the case allows, whoever asks. */
export function possibleEvents(standing: Standing): CaseEvent[] {
  return caseWorkflow.allowedEvents(standing.state).filter((event) => !isSkipped(standing, event));
}

/** What proved untrue (不属实) has nothing to handle and goes to the recheck; everything else is handled first. */
function isSkipped({ state, verificationResult }: Standing, event: CaseEvent): boolean {
  if (state !== 'CONCLUDED') return false;
  const isUntrue = verificationResult === 'UNTRUE';
  return isUntrue ? event === 'START_HANDLING' : event === 'PASS_RECHECK';
}

/** What may happen to a case that somebody works on under a limit, without moving it; and its withdrawal. */
function beforeTheLimit<State extends string>(state: State) {
  return {
    REQUEST_EXTENSION: state,
    DECIDE_EXTENSION: state,
    ESCALATE: state,
    LINK_TO_WARNING: state,
    VOID: 'VOIDED',
  } as const;
}
