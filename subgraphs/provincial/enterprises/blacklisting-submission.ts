import { dataset } from '../../../ledger/submission/dataset.ts';
import {
  creditCode,
  day,
  documentNo,
  namesNobody,
  notInFuture,
  notReversed,
  required,
  text,
} from '../../../ledger/submission/fields/index.ts';
import { enterprise } from '../references/parties.ts';
import { warnLong } from '../references/terms.ts';
import { EnterpriseBlacklisting } from './facts.ts';

/** 企业黑名单, as the authority that keeps the list states it. */
export const blacklistingSubmission = dataset({
  name: 'ENTERPRISE_BLACKLISTING',
  operation: 'submitEnterpriseBlacklistings',
  scopes: ['credit:submit'],
  fact: EnterpriseBlacklisting,
  fields: {
    enterpriseCode: required(creditCode()),
    listingNo: required(documentNo({ max: 50 })),
    startsOn: required(day()),
    endsOn: required(day()),
    removedOn: day(),
    reason: required(text({ max: 500 })),
    authority: required(text({ max: 200 })),
  },
  check({ startsOn, endsOn, removedOn, reason }, report, moment) {
    namesNobody(report, { reason }, moment);
    notInFuture(report, 'startsOn', startsOn, moment);
    notInFuture(report, 'removedOn', removedOn, moment);
    notReversed(report, 'endsOn', startsOn, endsOn);
    notReversed(report, 'removedOn', startsOn, removedOn);
    if (removedOn !== null && endsOn !== null && removedOn > endsOn)
      report.reject('REMOVED_AFTER_TERM', { path: 'removedOn', expected: `a day not later than ${endsOn}` });
    warnLong(report, startsOn, endsOn, 'BLACKLISTING_USUAL_YEARS');
  },
  references: [enterprise],
  write: (values, _found, { sentAt }) => ({ content: { ...values }, occurredAt: sentAt }),
  heldBy: ['enterpriseCode', 'listingNo'],
});
