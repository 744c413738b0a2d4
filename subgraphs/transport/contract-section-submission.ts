import { dataset } from '../../ledger/submission/dataset.ts';
import type { Field } from '../../ledger/submission/field.ts';
import {
  creditCode,
  documentNo,
  flag,
  integer,
  projectCode,
  required,
  text,
  yuan,
} from '../../ledger/submission/fields/index.ts';
import { asciiText } from '../../ledger/submission/fields/stated-text.ts';
import { project } from '../../ledger/submission/references/project.ts';
import { checkSector, SECTOR_SUBMIT } from '../sector-platform.ts';
import { ContractSection } from './facts.ts';
import { platform } from './platform.ts';
import { differs, metresBetween, parseChainage } from './rules/chainage.ts';

/** Modelled: twice the longest road of the country. */
const MOST_METRES = 12_000_000;

const fields = {
  projectCode: required(projectCode()),
  sectionNo: required(documentNo({ max: 50, isFree: true })),
  name: required(text({ max: 200 })),
  routeName: text({ max: 100 }),
  isWaterway: required(flag()),
  startsChainage: chainage(),
  endsChainage: chainage(),
  length: integer({ min: 1, max: MOST_METRES }),
  cost: yuan(),
  contractorCode: creditCode(),
};

/** 合同段, as the sub-platform states it. */
export const contractSections = dataset<typeof fields>({
  name: 'CONTRACT_SECTION',
  operation: 'submitContractSections',
  scopes: SECTOR_SUBMIT,
  fact: ContractSection,
  fields,
  check({ startsChainage, endsChainage, length }, report) {
    if ((startsChainage === null) !== (endsChainage === null))
      report.reject('VALUE_MISSING', {
        path: startsChainage === null ? 'startsChainage' : 'endsChainage',
        expected: 'both kilometre marks, or none',
      });
    if (startsChainage === null || endsChainage === null) return;
    const between = metresBetween(parseChainage(startsChainage)!, parseChainage(endsChainage)!);
    if (between === null) return;
    if (between <= 0) report.reject('CHAINAGE_REVERSED', { path: 'endsChainage' });
    else if (length !== null && differs(length, between)) report.warn('MILEAGE_DIFFERS');
  },
  references: [project],
  checkFound: (_values, found, report) => checkSector(platform, found, report),
  write: ({ length, cost, ...content }, _found, { sentAt }) => ({
    content: { ...content, lengthM: length, costFen: cost },
    occurredAt: sentAt,
  }),
  heldBy: ['projectCode', 'sectionNo'],
});

/** A kilometre mark (桩号), in capitals. */
function chainage(): Field<string | null> {
  const expected = 'a kilometre mark such as "K12+300", with three digits of metres';
  const malformed = 'CHAINAGE_MALFORMED';
  const terms = { expected, max: 20, malformed, tooLong: malformed } as const;
  return {
    expected,
    read(raw, report) {
      const stated = asciiText(raw, report, terms)?.toUpperCase();
      if (stated === undefined || parseChainage(stated) !== null) return stated ?? null;
      report.reject(malformed, { expected });
      return null;
    },
  };
}
