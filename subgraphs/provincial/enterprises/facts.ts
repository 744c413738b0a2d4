import { column } from '../../../ledger/column-types.ts';
import { fact } from '../../../ledger/fact.ts';

const schema = 'provincial';

/** What is stated of an enterprise (企业): the content of the fact, and of each source’s word on it. */
export const enterpriseColumns = {
  creditCode: column.code(),
  name: column.text(),
  abbreviation: column.text().nullable(),
  divisionCode: column.code(),
  registrationType: column.code().nullable(),
  legalRepresentative: column.text().nullable(),
  establishedOn: column.day().nullable(),
  /** What its register says of it; and, sealed, whom to ask for. */
  registration: column.json().nullable(),
  contacts: column.bytes().nullable(),
};

/** Columns that are sealed, in the fact and in each source's word. */
export const ENTERPRISE_SEALED = ['contacts'] as const;

/** One source's word on an enterprise (企业主数据的来源陈述); what is shown is `Enterprise`. */
export const EnterpriseClaim = fact(
  {
    name: 'EnterpriseClaim',
    schema,
    table: 'enterprise_claim',
    naturalKey: ['creditCode', 'claimedBy'],
    sealed: ENTERPRISE_SEALED,
  },
  { ...enterpriseColumns, claimedBy: column.text() },
);

/** 企业资质: one qualification on one certificate. */
export const EnterpriseQualification = fact(
  {
    name: 'EnterpriseQualification',
    schema,
    table: 'enterprise_qualification',
    naturalKey: ['enterpriseCode', 'certificateNo', 'name'],
  },
  {
    enterpriseCode: column.code(),
    certificateNo: column.code(),
    name: column.text(),
    kind: column.code(),
    grade: column.code().nullable(),
    validFrom: column.day().nullable(),
    validTo: column.day().nullable(),
    issuingOrganisation: column.text().nullable(),
  },
);

/** 企业良好、不良记录. */
export const EnterpriseConductRecord = fact(
  {
    name: 'EnterpriseConductRecord',
    schema,
    table: 'enterprise_conduct_record',
    naturalKey: ['enterpriseCode', 'kind', 'recordNo'],
  },
  {
    enterpriseCode: column.code(),
    kind: column.code(),
    recordNo: column.code(),
    level: column.code().nullable(),
    decidedOn: column.day(),
    authority: column.text(),
    reason: column.text(),
    projectCode: column.code().nullable(),
  },
);

/** 企业黑名单: one listing. */
export const EnterpriseBlacklisting = fact(
  {
    name: 'EnterpriseBlacklisting',
    schema,
    table: 'enterprise_blacklisting',
    naturalKey: ['enterpriseCode', 'listingNo'],
  },
  {
    enterpriseCode: column.code(),
    listingNo: column.code(),
    startsOn: column.day(),
    endsOn: column.day(),
    removedOn: column.day().nullable(),
    reason: column.text(),
    authority: column.text(),
  },
);
