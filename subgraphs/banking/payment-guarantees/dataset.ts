import { dataset } from '../../../ledger/submission/dataset.ts';
import { creditCode, documentNo, required } from '../../../ledger/submission/fields/index.ts';
import { project } from '../withdrawn-projects/project-on-file.ts';
import { PaymentGuarantee } from '../facts.ts';
import { movesTo, standingUndertaking } from '../guarantees/standing-undertaking.ts';
import {
  checkUndertaking,
  tellWhenEnded,
  undertakingContent,
  undertakingFields,
} from '../guarantees/undertaking.ts';

const fields = {
  ...undertakingFields,
  guaranteeNo: required(documentNo({ max: 64 })),
  ownerCode: creditCode(),
  beneficiaryCode: creditCode(),
};

const standingGuarantee = standingUndertaking(PaymentGuarantee, 'standing-guarantee', 'guaranteeNo');

/** 工程款支付担保, as those who issue it state it: what the owner gives the contractor for the price of the works. */
export const paymentGuarantees = dataset<typeof fields>({
  name: 'PAYMENT_GUARANTEE',
  operation: 'submitPaymentGuarantees',
  scopes: ['account:submit', 'guarantee:submit'],
  fact: PaymentGuarantee,
  fields,
  check(values, report, _moment, caller) {
    checkUndertaking(values, report, caller);
    if (values.ownerCode !== null && values.ownerCode === values.beneficiaryCode)
      report.reject('GUARANTEED_BY_ITSELF', { path: 'beneficiaryCode' });
  },
  references: [project, standingGuarantee],
  checkFound(values, found, report, moment) {
    tellWhenEnded(values, report, moment);
    if (movesTo(values.projectCode, found(standingGuarantee)!)) report.warn('GUARANTEE_ON_TWO_PROJECTS');
  },
  write: ({ guaranteeNo, ownerCode, beneficiaryCode, ...values }, _found, { sentAt }) => ({
    content: { ...undertakingContent(values), guaranteeNo, ownerCode, beneficiaryCode },
    occurredAt: sentAt,
  }),
  heldBy: ['issuerCode', 'guaranteeNo'],
});
