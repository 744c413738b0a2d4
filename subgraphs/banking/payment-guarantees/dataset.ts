import { dataset } from '../../../ledger/submission/dataset.ts';
import { creditCode, documentNo, required } from '../../../ledger/submission/fields/index.ts';
import { project } from '../../../ledger/submission/references/project.ts';
import { PaymentGuarantee } from '../facts.ts';
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

/** 工程款支付担保, as those who issue it state it: what the owner gives the contractor for the price of the works. */
export const paymentGuarantees = dataset<typeof fields>({
  name: 'PAYMENT_GUARANTEE',
  operation: 'submitPaymentGuarantees',
  scopes: ['account:submit'],
  fact: PaymentGuarantee,
  fields,
  check(values, report, _moment, caller) {
    checkUndertaking(values, report, caller);
    if (values.ownerCode !== null && values.ownerCode === values.beneficiaryCode)
      report.reject('GUARANTEED_BY_ITSELF', { path: 'beneficiaryCode' });
  },
  references: [project],
  checkFound: (values, _found, report, moment) => tellWhenEnded(values, report, moment),
  write: ({ guaranteeNo, ownerCode, beneficiaryCode, ...values }, _found, { sentAt }) => ({
    content: { ...undertakingContent(values), guaranteeNo, ownerCode, beneficiaryCode },
    occurredAt: sentAt,
  }),
  heldBy: ['issuerCode', 'guaranteeNo'],
});
