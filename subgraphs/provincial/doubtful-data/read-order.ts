import type { Sector } from '../../../kernel/caller.ts';
import { hasNumberOfPerson } from '../../../kernel/identifiers/numbers-in-text.ts';
import { BadInput } from '../../../kernel/refusals.ts';
import type { Evidence } from './case-moves.ts';
import type { Subject } from './rules/decide-move.ts';
import { canVerify } from './rules/jurisdiction.ts';
import { isPlainText } from './rules/plain-text.ts';
import { suggestedAssignee } from './rules/routing.ts';

const LONGEST_REASON = 1_000;
const LONGEST_TITLE = 200;
const MOST_EVIDENCE = 20;

/** The reason as it will be kept. @throws BadInput `REASON_MALFORMED` */
export function readReason(reason: string | undefined, today: string): string | undefined {
  if (reason === undefined) return undefined;
  const text = reason.trim();
  if (text.length <= LONGEST_REASON && isPlainText(text, true) && !hasNumberOfPerson(text, today))
    return text;
  throw new BadInput('REASON_MALFORMED', 'the reason is no text that can be kept', {
    path: ['input', 'reason'],
    expected: `at most ${LONGEST_REASON} characters, no control character and no number of a person among them`,
    came: `${text.length} characters`,
    remedy: 'shorten the reason, type it instead of pasting it, and leave numbers of persons out',
  });
}

/** @throws BadInput `EVIDENCE_MALFORMED` */
export function refuseBadEvidence(evidence: readonly Evidence[] | undefined, today: string): void {
  if (evidence === undefined) return;
  const isGood = ({ title }: Evidence) =>
    title.trim() !== '' &&
    title.length <= LONGEST_TITLE &&
    isPlainText(title) &&
    !hasNumberOfPerson(title, today);
  if (evidence.length <= MOST_EVIDENCE && evidence.every(isGood)) return;
  throw new BadInput('EVIDENCE_MALFORMED', 'the evidence cannot be kept as it is', {
    path: ['input', 'evidence'],
    expected: `at most ${MOST_EVIDENCE}, each with a title of 1 to ${LONGEST_TITLE} characters that holds no number of a person`,
    came: `${evidence.length} of them`,
    remedy: 'name each document in a few words',
  });
}

/**
 * The organisation a case is given to: the one that was named, otherwise the suggested one.
 * @throws BadInput `ASSIGNEE_OUT_OF_REACH` for who cannot see the case, `ASSIGNEE_UNCHANGED` for who has it already
 */
export function chosenAssignee(
  named: string | null,
  subject: Subject,
  { kindCode, bankCode }: { readonly kindCode: string; readonly bankCode?: string | null },
): string {
  const assignee =
    named ??
    suggestedAssignee({
      kindCode,
      bankCode: bankCode ?? null,
      sector: subject.sector as Sector,
      divisionCode: subject.divisionCode,
    });
  if (!canVerify(assignee, subject)) {
    throw new BadInput('ASSIGNEE_OUT_OF_REACH', 'this organisation cannot verify the case', {
      path: ['input', 'assignee'],
      expected: `division and office over ${subject.divisionCode} and ${subject.sector}, such as ${subject.divisionCode.slice(0, 6)}-${subject.sector.toLowerCase()}, or a bank such as bank-102`,
      came: `${assignee.length} characters that name no such organisation`,
      remedy: 'leave the assignee out to use the suggested one',
    });
  }
  if (assignee === subject.assignee) {
    throw new BadInput('ASSIGNEE_UNCHANGED', 'the case is with this organisation already', {
      path: ['input', 'assignee'],
      expected: 'another organisation',
      remedy: 'leave the case where it is, or name who is to have it',
    });
  }
  return assignee;
}
