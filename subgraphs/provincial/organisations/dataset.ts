import { SECTORS } from '../../../kernel/caller.ts';
import { isWithin } from '../../../kernel/identifiers/division-code.ts';
import { dataset } from '../../../ledger/submission/dataset.ts';
import { divisionCode, identifier, oneOf, required, text } from '../../../ledger/submission/fields/index.ts';
import { Organisation } from './facts.ts';
import { isAbove, LEVELS, levelOf } from './levels.ts';
import { parent } from './references.ts';

const KINDS = [
  'HUMAN_RESOURCES',
  'INDUSTRY_DEPARTMENT',
  'FINANCIAL_SUPERVISOR',
  'LEADING_GROUP',
  'OTHER',
] as const;

/** The code of an organisation (机构代码), as every record that names one states it. */
export const organisationCode = () => identifier({ max: 32, characters: 'WORD' });

/** 组织机构. */
export const organisationSubmission = dataset({
  name: 'ORGANISATION',
  operation: 'submitOrganisations',
  scopes: ['organisation:submit'],
  fact: Organisation,
  fields: {
    code: required(organisationCode()),
    name: required(text({ max: 200 })),
    abbreviation: text({ max: 100 }),
    kind: required(oneOf(KINDS)),
    level: required(oneOf(LEVELS)),
    sector: oneOf(SECTORS),
    divisionCode: required(divisionCode()),
    parentCode: organisationCode(),
  },
  check({ code, kind, level, sector, divisionCode, parentCode }, report, _moment, caller) {
    if (!caller.divisions.some((one) => isWithin(divisionCode, one)))
      report.reject('DIVISION_OUTSIDE_REACH', { path: 'divisionCode' });
    const levelOfDivision = levelOf(divisionCode);
    if (level !== levelOfDivision)
      report.reject('LEVEL_NOT_OF_DIVISION', {
        path: 'level',
        ...(levelOfDivision && { expected: levelOfDivision }),
      });
    if (kind === 'INDUSTRY_DEPARTMENT' && sector === null)
      report.reject('SECTOR_MISSING', { path: 'sector' });
    // It would wait for itself.
    if (parentCode === code) report.reject('PARENT_NOT_ABOVE', { path: 'parentCode' });
  },
  references: [parent],
  checkFound(values, found, report) {
    const above = found(parent);
    if (above && !isAbove(above, values)) report.reject('PARENT_NOT_ABOVE', { path: 'parentCode' });
  },
  write: (values, _found, { sentAt }) => ({ content: { ...values }, occurredAt: sentAt }),
  heldBy: ['code'],
  releases: ({ code }) => [{ name: 'organisation', key: code as string }],
});
