import { dataset } from '../../../ledger/submission/dataset.ts';
import {
  checkIdentity,
  code,
  day,
  identityFields,
  list,
  namesNobody,
  notInFuture,
  personName,
  projectCode,
  required,
  text,
  within,
} from '../../../ledger/submission/fields/index.ts';
import { project } from '../../../ledger/submission/references/project.ts';
import { attachments, filesNameNobody, storedAttachments } from '../../attachments.ts';
import { Training, TrainingParticipant } from '../facts.ts';
import { hours } from './hours.ts';
import { contracted, missingParticipant, participants } from './participants.ts';
import { onePersonEach, overTheGraph } from '../../../ledger/submission/references/one-person.ts';

/** As many as the interface takes (§6.4), which states no number of its own for trainings: modelled. */
const MOST_FILES = 5;

const fields = {
  projectCode: required(projectCode()),
  trainingNo: text({ max: 50 }),
  heldOn: required(day()),
  hours: required(hours),
  name: required(text({ max: 100 })),
  kind: required(code('training-types')),
  trainer: personName({ max: 50 }),
  organisation: text({ max: 200 }),
  place: text({ max: 200 }),
  description: text({ max: 1_000 }),
  attachments: attachments(MOST_FILES),
  participants: list(identityFields, { min: 0, max: 5_000 }),
};

/** 培训 with all who took part, as contractors and their platforms state it. */
export const trainings = dataset<typeof fields>({
  name: 'TRAINING',
  operation: 'submitTrainings',
  scopes: ['contract:submit'],
  fact: Training,
  lines: { fact: TrainingParticipant, within: ['projectCode', 'trainingNo'] },
  fields,
  check(values, report, moment) {
    namesNobody(report, { description: values.description }, moment);
    filesNameNobody(report, 'attachments', values.attachments, moment);
    notInFuture(report, 'heldOn', values.heldOn, moment);
    for (const [place, one] of values.participants.entries())
      checkIdentity(one, within(report, `participants.${place}`));
  },
  references: [
    project,
    ...onePersonEach(overTheGraph, 'participants'),
    participants,
    missingParticipant,
    contracted,
  ],
  checkFound(_values, found, report) {
    const repeatedAt = found(participants)?.repeatedAt ?? -1;
    if (repeatedAt >= 0) report.reject('LINE_REPEATED', { path: `participants.${repeatedAt}` });
    if (found(contracted) === false) report.warn('NO_CONTRACT_HERE');
  },
  write({ participants: stated, attachments: files, trainingNo, ...values }, found, { sentAt }) {
    const { workerIds, digest } = found(participants)!;
    const known = {
      projectCode: values.projectCode,
      // Interfaces of 2018 give a training no number: it is then known by what it was.
      trainingNo: trainingNo ?? `${values.heldOn} ${values.kind} ${values.name}`,
    };
    return {
      content: {
        ...values,
        ...known,
        attachments: storedAttachments(files),
        participantsCount: stated.length,
        participantsDigest: digest,
      },
      occurredAt: sentAt,
      lines: [...workerIds]
        .sort()
        .map((workerId) => ({ content: { ...known, workerId }, occurredAt: sentAt })),
    };
  },
  heldBy: ['projectCode', 'trainingNo', 'heldOn', 'kind', 'name'],
});
