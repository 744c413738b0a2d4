import { dataset } from '../../../ledger/submission/dataset.ts';
import {
  day,
  flag,
  identifier,
  notInFuture,
  notReversed,
  projectCode,
  required,
} from '../../../ledger/submission/fields/index.ts';
import { digests } from '../../file-digests.ts';
import { project } from '../references/project.ts';
import { NoticeBoard } from './facts.ts';

/** 维权信息告示牌. One that lacks a group of contents is on record as it is: that it lacks it is what inspectors look for. */
export const noticeBoardSubmission = dataset({
  name: 'NOTICE_BOARD',
  operation: 'submitNoticeBoards',
  scopes: ['project:submit'],
  fact: NoticeBoard,
  fields: {
    projectCode: required(projectCode()),
    boardNo: required(identifier({ max: 32, takesNumbers: true })),
    showsParties: required(flag()),
    showsWageTerms: required(flag()),
    showsComplaintChannels: required(flag()),
    pictures: required(digests({ max: 20 })),
    postedOn: required(day()),
    removedOn: day(),
  },
  check(values, report, moment) {
    notInFuture(report, 'postedOn', values.postedOn, moment);
    notInFuture(report, 'removedOn', values.removedOn, moment);
    notReversed(report, 'removedOn', values.postedOn, values.removedOn);
    if (!isComplete(values)) report.warn('NOTICE_BOARD_INCOMPLETE');
  },
  references: [project],
  write: (values, _found, { sentAt }) => ({ content: { ...values }, occurredAt: sentAt }),
  heldBy: ['projectCode', 'boardNo'],
});

/** All three groups of Order 724 Art. 34 stand on the board (三组内容齐全). */
export const isComplete = (board: {
  readonly showsParties: boolean;
  readonly showsWageTerms: boolean;
  readonly showsComplaintChannels: boolean;
}): boolean => board.showsParties && board.showsWageTerms && board.showsComplaintChannels;
