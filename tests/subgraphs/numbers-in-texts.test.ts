import { describe, expect, test } from '@jest/globals';
import { hubCaller } from '../../kernel/caller.ts';
import type { Dataset, Moment } from '../../ledger/submission/dataset.ts';
import type { Field } from '../../ledger/submission/field.ts';
import type { Report } from '../../ledger/submission/report.ts';
import { residentNumber } from '../../seeds/synthetic-numbers.ts';
import { readHandedDown } from '../../subgraphs/provincial/doubtful-data/rules/handed-down.ts';
import { subgraphs } from '../../subgraphs/registry.ts';
import type { BusinessDate } from '../../kernel/calendar.ts';

/** A free text that is read in clear (自由文本): it is looked through. */
const LOOKED_THROUGH = 'looked through';
/** Why a text is not: each of these is a rule of the house. */
const NAME = 'what something or an office is called, or where it lies, and no free text';
const MASKED = 'masked from whoever may not read it in clear';
const NUMBER = 'a number that its source gave';

/** Every text of every dataset, and what becomes of the number of a person in it. */
const TEXTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  submitEnterprises: {
    name: NAME,
    abbreviation: NAME,
    licenceNo: NUMBER,
    address: NAME,
    legalRepresentativeDuty: NAME,
    legalRepresentativeTitle: NAME,
    contactPhone: MASKED,
    officePhone: MASKED,
    faxNumber: MASKED,
  },
  fileProjects: {
    name: NAME,
    abbreviation: NAME,
    address: NAME,
    ownerName: NAME,
    thirdPartyCode: NUMBER,
    description: LOOKED_THROUGH,
    landPermitNo: NUMBER,
    planningPermitNo: NUMBER,
    approvalNo: NUMBER,
    contactPhone: MASKED,
  },
  submitCrews: { name: NAME, remark: LOOKED_THROUGH, leaderPhone: MASKED, responsiblePhone: MASKED },
  submitMigrantWorkers: {
    homeAddress: MASKED,
    issuingAuthority: NAME,
    specialty: MASKED,
    emergencyPhone: MASKED,
  },
  submitEnterpriseQualifications: { name: NAME, issuingOrganisation: NAME },
  submitEnterpriseRecords: { authority: NAME, reason: LOOKED_THROUGH },
  submitEnterpriseBlacklistings: { reason: LOOKED_THROUGH, authority: NAME },
  submitWorkerCredentials: { issuingOrganisation: NAME },
  submitWorkerRecords: { authority: NAME, reason: LOOKED_THROUGH },
  submitOrganisations: { name: NAME, abbreviation: NAME },
  submitStatusChangeApplications: { reason: LOOKED_THROUGH },
  submitPayrollSheets: { thirdPartyCode: NUMBER },
  submitGeofences: { approvedBy: NAME },
  submitProjectApprovals: { authority: NAME },
  submitKeySupervisionMarks: { reason: LOOKED_THROUGH, authority: NAME },
  submitAbbreviationApprovals: { abbreviation: NAME, authority: NAME },
  submitContractSections: { name: NAME, routeName: NAME },
  submitWaterSections: { name: NAME },
  submitWaterWorks: { name: NAME, section: NAME, designLevel: NAME },
  ...Object.fromEntries(
    ['Housing', 'Transport', 'Water'].flatMap((sector) => [
      [`submit${sector}Permits`, { issuingAuthority: NAME }],
      [`submit${sector}Reviews`, { reviewer: NAME, opinion: LOOKED_THROUGH }],
      [`submit${sector}Inspections`, { inspector: NAME, findings: LOOKED_THROUGH }],
      [`submit${sector}CreditDeductions`, { basis: LOOKED_THROUGH }],
    ]),
  ),
  submitSpecialWageAccounts: { accountName: NAME, bankName: NAME },
  submitAccountFlows: { counterpartyName: MASKED, summary: MASKED },
  submitDisbursements: { reason: LOOKED_THROUGH },
  submitWageCards: { bankName: NAME },
  submitGuaranteeDeposits: { accountName: NAME },
  submitGuaranteeLetters: { issuerName: NAME },
  submitPaymentGuarantees: { issuerName: NAME },
  submitAccountFreezes: { orderNo: NUMBER, authority: NAME },
  submitLabourContracts: { contractNo: NUMBER },
  submitTrainings: {
    trainingNo: NUMBER,
    name: NAME,
    organisation: NAME,
    place: NAME,
    description: LOOKED_THROUGH,
  },
  submitInspectionCases: { authority: NAME },
  submitInterviews: { authority: NAME, cause: LOOKED_THROUGH, commitment: LOOKED_THROUGH },
  submitRectificationOrders: { authority: NAME },
  submitDiscreditedListings: { reason: LOOKED_THROUGH, authority: NAME },
  submitCreditRecords: { authority: NAME, summary: LOOKED_THROUGH },
};

const NOW = new Date('2026-03-01T08:00:00+08:00');
const moment: Moment = { now: NOW, today: '2026-03-01', sentAt: NOW, limits: {} as never };
const NUMBERS = [`身份证${residentNumber('450103', '1992-02-02')}`, '电话13900000001'];

const datasets = subgraphs.flatMap((subgraph) => subgraph.datasets ?? []);
const isText = ({ expected }: Field): boolean => expected.startsWith('text of at most');
const textsOf = ({ fields }: Dataset): string[] =>
  Object.entries(fields as Readonly<Record<string, Field>>)
    .filter(([, field]) => isText(field))
    .map(([name]) => name);

/** What the check of a dataset says of a record that states this alone; lists of it are empty. */
function found({ fields, check }: Dataset, stated: Readonly<Record<string, unknown>>): string[] {
  const said: string[] = [];
  const report: Report = {
    reject: (code, { path } = {}) => void said.push(`${code} ${path}`),
    hold: () => undefined,
    warn: () => undefined,
  };
  const values = Object.fromEntries(
    Object.entries(fields as Readonly<Record<string, Field>>).map(([name, field]) => [
      name,
      stated[name] ?? (field.expected.startsWith('a list') ? [] : null),
    ]),
  );
  check?.(values as never, report, moment, hubCaller('tests'));
  return said.filter((one) => one.startsWith('NUMBER_OF_PERSON'));
}

describe('The number of a person in a text', () => {
  test.each(datasets.map((one) => [one.operation, one] as const))('of %s has its rule', (operation, one) => {
    expect(Object.keys(TEXTS[operation] ?? {}).sort()).toEqual(textsOf(one).sort());
  });

  const looked = datasets.flatMap((one) =>
    textsOf(one)
      .filter((name) => TEXTS[one.operation]?.[name] === LOOKED_THROUGH)
      .map((name) => [`${one.operation} ${name}`, name, one] as const),
  );
  test.each(looked)('is refused in %s', (_title, name, one) => {
    for (const text of NUMBERS) expect(found(one, { [name]: text })).toEqual([`NUMBER_OF_PERSON ${name}`]);
    expect(found(one, { [name]: '材料未到，工期顺延三十天，2026-03-01' })).toEqual([]);
  });

  test.each([
    ['submitPayrollSheets', 'attachments', { payMonth: '2026-02' }],
    ['submitLabourContracts', 'attachments', {}],
    ['submitTrainings', 'attachments', {}],
    ['submitCrews', 'entryFiles', {}],
    ['submitCrews', 'exitFiles', {}],
  ])('is refused in the name of a file of %s %s, which tells its place', (operation, files, stated) => {
    const one = datasets.find((dataset) => dataset.operation === operation)!;
    const named = (...names: (string | null)[]) => ({ ...stated, [files]: names.map((name) => ({ name })) });
    for (const number of NUMBERS)
      expect(found(one, named('三月.pdf', null, `张三${number}.pdf`))).toEqual([
        `NUMBER_OF_PERSON ${files}.2.name`,
      ]);
    expect(found(one, named('三月.pdf', null))).toEqual([]);
  });

  test('is refused in what is doubtful of a record that was handed down', () => {
    const sent = { externalNo: 'N-1', kindCode: 'YD-01', detail: NUMBERS[0]!, issuedOn: '2026-02-28' };
    const known = { kinds: new Set(['YD-01']), today: '2026-03-01' as BusinessDate };
    expect(readHandedDown(sent, known)).toEqual({ code: 'NUMBER_OF_PERSON', field: 'detail' });
    expect(readHandedDown({ ...sent, detail: '同一人两处同时打卡' }, known)).toMatchObject({
      externalNo: 'N-1',
    });
  });
});
