import { dayEdges } from '../kernel/calendar.ts';
import type { Fact } from '../ledger/fact.ts';
import { type Dataset, dataset } from '../ledger/submission/dataset.ts';
import { CLOCK_TOLERANCE_MS } from '../ledger/submission/envelope.ts';
import {
  day,
  documentNo,
  instant,
  namesNobody,
  notInFuture,
  oneOf,
  projectCode,
  required,
  text,
  timely,
} from '../ledger/submission/fields/index.ts';
import { project } from '../ledger/submission/references/project.ts';
import { checkDepartment } from './department-only.ts';
import { checkSector, SECTOR_SUBMIT, type SectorPlatform } from './sector-platform.ts';

const fields = {
  projectCode: required(projectCode()),
  reviewNo: required(documentNo({ max: 50, isFree: true })),
  aspect: required(oneOf(['FILING', 'STATUS_CHANGE', 'ATTENDANCE'])),
  result: required(oneOf(['PASSED', 'RETURNED', 'PENDING'])),
  reviewedOn: day(),
  reviewer: required(text({ max: 100 })),
  opinion: text({ max: 500 }),
  occurredAt: instant(),
};

/** 校核, as the department that reviews states it: asked for first, decided later under the same number. */
export function reviewSubmission(review: Fact, platform: SectorPlatform): Dataset {
  return dataset<typeof fields>({
    name: 'SECTOR_REVIEW',
    operation: `submit${platform.type}Reviews`,
    scopes: SECTOR_SUBMIT,
    fact: review,
    fields,
    check({ result, reviewedOn, opinion, occurredAt }, report, moment, caller) {
      checkDepartment(report, caller);
      namesNobody(report, { opinion }, moment);
      const isPending = result === 'PENDING';
      if (isPending && reviewedOn !== null)
        report.reject('PENDING_WITH_DECISION', {
          path: 'reviewedOn',
          expected: 'no day while it is pending',
        });
      if (isPending && occurredAt === null)
        report.reject('VALUE_MISSING', {
          path: 'occurredAt',
          expected: 'the instant the review was asked for',
        });
      if (!isPending && reviewedOn === null)
        report.reject('VALUE_MISSING', { path: 'reviewedOn', expected: 'the day of the decision' });
      if (result === 'RETURNED' && opinion === null) report.reject('RETURN_UNEXPLAINED', { path: 'opinion' });
      notInFuture(report, 'reviewedOn', reviewedOn, moment);
      timely(report, 'occurredAt', occurredAt, moment, { ahead: CLOCK_TOLERANCE_MS });
    },
    references: [project],
    checkFound: (_values, found, report) => checkSector(platform, found, report),
    write: ({ occurredAt, ...content }) => ({
      content,
      occurredAt: occurredAt ?? dayEdges(content.reviewedOn!).from,
    }),
    heldBy: ['projectCode', 'reviewNo'],
  });
}
