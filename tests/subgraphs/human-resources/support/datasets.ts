import { EMPLOYER, person } from './open.ts';

/** A dataset of the department, as every one of them is tried (life-of-a-record.test.ts). */
export interface Tried {
  readonly dataset: string;
  readonly mutation: readonly [operation: string, input: string];
  /** A record in order; `no` makes it one of its own. */
  readonly record: (no: string) => Record<string, unknown>;
  /** What a correction changes. */
  readonly change: Readonly<Record<string, unknown>>;
  /** The roots that show it, and what they show of the change, before and after. */
  readonly one: string;
  readonly list: string;
  readonly shown: readonly [fields: string, before: object, after: object];
  readonly isOfProject: boolean;
}

export const training = (trainingNo: string | null, more: object = {}) => ({
  projectCode: 'A',
  trainingNo,
  heldOn: '2026-02-20',
  hours: 4,
  name: '入场安全教育',
  kind: '003001',
  trainer: '覃示例',
  organisation: '示例培训中心',
  place: '项目部会议室',
  participants: [person(1), person(2)],
  ...more,
});

export const officer = (officerNo: string, more: object = {}) => ({
  projectCode: 'A',
  officerNo,
  employerCode: EMPLOYER,
  name: '覃示例',
  phone: '13800000000',
  trainedOn: '2026-01-15',
  certificateNo: 'LZ-2026-1',
  isReviewer: true,
  appointedOn: '2026-02-01',
  ...more,
});

export const TRIED: readonly Tried[] = [
  {
    dataset: 'TRAINING',
    mutation: ['submitTrainings', 'TrainingRecordInput'],
    record: training,
    change: { participants: [person(1), person(3), person(4)] },
    one: 'training',
    list: 'trainings',
    shown: [
      'participantsCount participants { totalCount }',
      { participantsCount: 2, participants: { totalCount: 2 } },
      { participantsCount: 3, participants: { totalCount: 3 } },
    ],
    isOfProject: true,
  },
  {
    dataset: 'WAGE_OFFICER',
    mutation: ['submitWageOfficers', 'WageOfficerRecordInput'],
    record: officer,
    change: { leftOn: '2026-02-28' },
    one: 'wageOfficer',
    list: 'wageOfficers',
    shown: ['leftOn', { leftOn: null }, { leftOn: '2026-02-28' }],
    isOfProject: true,
  },
];
