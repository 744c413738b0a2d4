import { dataset } from '../../../ledger/submission/dataset.ts';
import {
  code,
  creditCode,
  day,
  divisionCode,
  notInFuture,
  personName,
  required,
  text,
} from '../../../ledger/submission/fields/index.ts';
import { Enterprise } from '../facts.ts';
import { checkOwnEnterprise } from '../references/own-enterprise.ts';
import { rankOf } from './authority.ts';
import { EnterpriseClaim } from './facts.ts';

/** 企业. An enterprise states its own record; the others state whomever they have to do with. */
export const enterpriseSubmission = dataset({
  name: 'ENTERPRISE',
  operation: 'submitEnterprises',
  scopes: ['project:submit'],
  fact: Enterprise,
  claims: { fact: EnterpriseClaim, rankOf },
  fields: {
    creditCode: required(creditCode()),
    name: required(text({ max: 200 })),
    abbreviation: text({ max: 100 }),
    divisionCode: required(divisionCode()),
    registrationType: code('enterprise-registration-types'),
    legalRepresentative: personName({ max: 50 }),
    establishedOn: day(),
  },
  check({ creditCode, establishedOn }, report, moment, caller) {
    notInFuture(report, 'establishedOn', establishedOn, moment);
    checkOwnEnterprise(creditCode, report, caller, 'creditCode');
  },
  references: [],
  write: (values, _found, { sentAt }) => ({ content: { ...values }, occurredAt: sentAt }),
  heldBy: ['creditCode'],
  releases: ({ creditCode }) => [{ name: 'enterprise', key: creditCode as string }],
});
