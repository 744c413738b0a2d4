import { dataset } from '../../../ledger/submission/dataset.ts';
import type { ValuesOf } from '../../../ledger/submission/field.ts';
import {
  code,
  creditCode,
  day,
  identifier,
  identityFields,
  namesNobody,
  notInFuture,
  notReversed,
  oneOf,
  personName,
  projectCode,
  required,
  text,
  yuan,
} from '../../../ledger/submission/fields/index.ts';
import { Crew } from '../facts.ts';
import { checkDocument } from '../fields/contact.ts';
import { allDigests, attachments, filesNameNobody, namedAttachments } from '../../attachments.ts';
import { digests } from '../../file-digests.ts';
import { sealedParticularsOf, particularsOf, withoutThemes } from '../fields/particulars.ts';
import { unit } from '../references/parties.ts';
import { project } from '../references/project.ts';
import { crewsWithPeople } from './crew-on-record.ts';

/** The number of a crew (班组编号), as every record that names one states it. */
export const crewNo = () => identifier({ max: 32, takesNumbers: true });

const WAGE_KINDS = ['FIXED_MONTHLY', 'MONTHLY', 'DAILY', 'HOURLY', 'PIECEWORK'] as const;

/** §6.4. */
const MOST_FILES = 5;

const particulars = {
  remark: text({ max: 200 }),
  workType: code('work-types'),
  wageKind: oneOf(WAGE_KINDS),
  wage: yuan(),
  entryAttachments: digests({ max: MOST_FILES }),
  exitAttachments: digests({ max: MOST_FILES }),
  entryFiles: attachments(MOST_FILES),
  exitFiles: attachments(MOST_FILES),
};

const people = {
  leaderName: personName({ max: 50 }),
  leaderPhone: text({ max: 50 }),
  leaderDocumentType: code('id-cert-types'),
  leaderDocumentNumber: identityFields.documentNumber,
  responsibleName: personName({ max: 50 }),
  responsiblePhone: text({ max: 50 }),
  responsibleDocumentType: code('id-cert-types'),
  responsibleDocumentNumber: identityFields.documentNumber,
};

/** What the theme of particulars, and the sealed one of people, are made of. */
const PARTICULARS = Object.keys(particulars) as (keyof typeof particulars)[];
const PEOPLE = Object.keys(people) as (keyof typeof people)[];

/** 班组. */
export const crewSubmission = dataset({
  name: 'CREW',
  operation: 'submitCrews',
  scopes: ['project:submit'],
  fact: Crew,
  fields: {
    projectCode: required(projectCode()),
    unitCode: required(creditCode()),
    crewNo: required(crewNo()),
    name: required(text({ max: 100 })),
    enteredOn: day(),
    exitedOn: day(),
    ...particulars,
    ...people,
  },
  check({ enteredOn, exitedOn, ...values }, report, moment) {
    namesNobody(report, { remark: values.remark }, moment);
    for (const files of ['entryFiles', 'exitFiles'] as const)
      filesNameNobody(report, files, values[files], moment);
    for (const who of ['leader', 'responsible'] as const)
      checkDocument(
        report,
        `${who}DocumentNumber`,
        values[`${who}DocumentType`],
        values[`${who}DocumentNumber`],
      );
    notInFuture(report, 'enteredOn', enteredOn, moment);
    notInFuture(report, 'exitedOn', exitedOn, moment);
    notReversed(report, 'exitedOn', enteredOn, exitedOn);
  },
  references: [project, unit],
  write: (values, _found, { sentAt }) => ({
    content: {
      ...withoutThemes(values, PARTICULARS, PEOPLE),
      particulars: particularsOf({ ...values, ...filesOf(values) }, PARTICULARS),
      people: sealedParticularsOf(values, PEOPLE),
    },
    occurredAt: sentAt,
  }),
  heldBy: ['projectCode', 'unitCode', 'crewNo'],
  heldFast: crewsWithPeople,
  releases: ({ projectCode, crewNo }) => [{ name: 'crew', key: `${projectCode} ${crewNo}` }],
});

/** The files of entry and exit: all digests in one text, and those that have a name by name. */
const filesOf = (values: ValuesOf<typeof particulars>) => ({
  entryAttachments: allDigests(values.entryAttachments, values.entryFiles),
  entryFiles: namedAttachments(values.entryFiles),
  exitAttachments: allDigests(values.exitAttachments, values.exitFiles),
  exitFiles: namedAttachments(values.exitFiles),
});
