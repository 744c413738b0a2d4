import type { Caller } from '../../../../kernel/caller.ts';
import { type CaseEvent, type CaseState, nextState, possibleEvents, type Standing } from './case-workflow.ts';
import { actorOf, mayAct, mayRead, type Placed } from './jurisdiction.ts';

/** A case as the rules see it. */
export interface Subject extends Standing, Placed {
  readonly version: number;
}

/** What the caller asks for. */
export interface Asked {
  readonly event: CaseEvent;
  readonly expectedVersion: number;
  /** Given where the step needs one. */
  readonly reason?: string;
  readonly evidenceCount?: number;
}

export type Refused =
  | { readonly kind: 'NothingFound' }
  | { readonly kind: 'ChangedByAnother'; readonly currentVersion: number }
  | { readonly kind: 'TransitionRefused'; readonly allowed: readonly CaseEvent[] }
  | { readonly kind: 'NotTheAssignee'; readonly assignee: string | null }
  | { readonly kind: 'OutsideJurisdiction' }
  | { readonly kind: 'ReasonTooShort' }
  | { readonly kind: 'EvidenceMissing' };

export type Decision = { readonly to: CaseState } | { readonly refused: Refused };

/** A reason (理由) has at least so many characters, blanks not counted. Modelled. */
export const SHORTEST_REASON = 10;

/** The steps for which there are mutations; the table knows more. */
export const OFFERED: readonly CaseEvent[] = [
  'RECEIVE',
  'ASSIGN',
  'START_VERIFICATION',
  'CONCLUDE_VERIFICATION',
  'RETURN',
  'REASSIGN',
];

/**
 * Whether a step is taken, and where it leads. The order tells nothing to who may not know it: first whether the case
 * exists for the caller, then whether the caller decided on what stands, then the state, the office, the papers.
 */
export function decideMove(subject: Subject | null, caller: Caller, asked: Asked): Decision {
  if (subject === null || !mayRead(caller, subject)) return refused({ kind: 'NothingFound' });
  if (subject.version !== asked.expectedVersion)
    return refused({ kind: 'ChangedByAnother', currentVersion: subject.version });
  const to = nextState(subject, asked.event);
  if (to === undefined) return refused({ kind: 'TransitionRefused', allowed: offered(subject) });
  if (!mayAct(caller, asked.event, subject)) {
    return refused(
      actorOf(asked.event, subject.state) === 'ASSIGNEE'
        ? { kind: 'NotTheAssignee', assignee: subject.assignee }
        : { kind: 'OutsideJurisdiction' },
    );
  }
  if (asked.reason !== undefined && lengthOf(asked.reason) < SHORTEST_REASON)
    return refused({ kind: 'ReasonTooShort' });
  if (asked.evidenceCount === 0) return refused({ kind: 'EvidenceMissing' });
  return { to };
}

/** What this caller may do with the case now (允许的操作): state and caller together. */
export function allowedActions(subject: Subject, caller: Caller): CaseEvent[] {
  if (!caller.scopes.includes('doubtful:handle')) return [];
  return offered(subject).filter((event) => mayAct(caller, event, subject));
}

const offered = (subject: Subject): CaseEvent[] =>
  possibleEvents(subject).filter((event) => OFFERED.includes(event));

const lengthOf = (reason: string): number => [...reason.replace(/\s/gu, '')].length;

const refused = (why: Refused): Decision => ({ refused: why });
