import { dataset } from '../../../ledger/submission/dataset.ts';
import {
  code,
  creditCode,
  day,
  decimal,
  divisionCode,
  flag,
  identifier,
  identityFields,
  notInFuture,
  personName,
  required,
  text,
} from '../../../ledger/submission/fields/index.ts';
import { Enterprise } from '../facts.ts';
import { checkDocument, email, postcode, website } from '../fields/contact.ts';
import { particularsOf, withoutThemes } from '../fields/particulars.ts';
import { readTheme, type Theme, themeOf, themeText } from '../fields/theme.ts';
import { checkOwnEnterprise } from '../references/own-enterprise.ts';
import { keepingUnstated, ownEnterprise } from '../references/standing-word.ts';
import { rankOf } from './authority.ts';
import { EnterpriseClaim } from './facts.ts';
import { withoutPredecessor } from './legal-representative.ts';

/** In 10,000 units of the currency: 14 digits before the point, as decimal(18,4) has. */
const MOST_CAPITAL = 99_999_999_999_999;

const registration = {
  licenceNo: text({ max: 50 }),
  taxNo: identifier({ max: 30 }),
  address: text({ max: 200 }),
  postcode: postcode(),
  legalRepresentativeDuty: text({ max: 50 }),
  legalRepresentativeTitle: text({ max: 50 }),
  registeredCapital: decimal({ min: 0, max: MOST_CAPITAL, places: 4 }),
  paidInCapital: decimal({ min: 0, max: MOST_CAPITAL, places: 4 }),
  capitalCurrency: code('currency'),
  registeredOn: day(),
  website: website(),
};

const contacts = {
  contactName: personName({ max: 50 }),
  contactPhone: text({ max: 50 }),
  officePhone: text({ max: 50 }),
  faxNumber: text({ max: 50 }),
  email: email(),
  legalRepresentativeDocumentType: code('id-cert-types'),
  legalRepresentativeDocumentNumber: identityFields.documentNumber,
};

/** What the theme of registration, and the sealed one of contacts, are made of. */
const REGISTRATION = Object.keys(registration) as (keyof typeof registration)[];
const CONTACTS = Object.keys(contacts) as (keyof typeof contacts)[];

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
    ...registration,
    ...contacts,
    keepsUnstated: flag(),
  },
  check(values, report, moment, caller) {
    const { creditCode, establishedOn, registeredOn } = values;
    notInFuture(report, 'establishedOn', establishedOn, moment);
    notInFuture(report, 'registeredOn', registeredOn, moment);
    checkDocument(
      report,
      'legalRepresentativeDocumentNumber',
      values.legalRepresentativeDocumentType,
      values.legalRepresentativeDocumentNumber,
    );
    checkOwnEnterprise(creditCode, report, caller, 'creditCode');
  },
  references: [ownEnterprise],
  write({ keepsUnstated: _keeps, ...values }, found, { sentAt }) {
    const before = found(ownEnterprise);
    const kept = (theme: Theme | null) => withoutPredecessor(theme, before?.legalRepresentative, values);
    const contacts = kept(readTheme((before?.contacts ?? null) as string | null));
    return {
      content: {
        ...keepingUnstated(withoutThemes(values, REGISTRATION, CONTACTS), before),
        registration: themeOf(
          { ...particularsOf(values, REGISTRATION) },
          kept((before?.registration ?? null) as Theme | null),
        ),
        contacts: themeText(themeOf({ ...particularsOf(values, CONTACTS) }, contacts)),
      },
      occurredAt: sentAt,
    };
  },
  heldBy: ['creditCode'],
  releases: ({ creditCode }) => [{ name: 'enterprise', key: creditCode as string }],
});
