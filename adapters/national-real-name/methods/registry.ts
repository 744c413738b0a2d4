import { attendanceAdd } from './attendance.ts';
import { contractAdd } from './contract.ts';
import { corpUpload } from './corp.ts';
import { entryExitAdd } from './entry-exit.ts';
import type { Method } from './method.ts';
import { payrollAdd } from './payroll.ts';
import { projectAdd, projectPartUpdate } from './project.ts';
import { workerAdd, workerUpdate } from './project-worker.ts';
import { questions } from './questions.ts';
import { subContractorAdd, subContractorUpdate } from './sub-contractor.ts';
import { teamAdd, teamUpdate } from './team.ts';
import { trainingAdd } from './training.ts';

/** Every method that the hub serves (接口方法表). */
export const methods: readonly Method[] = [
  corpUpload,
  projectAdd,
  projectPartUpdate,
  subContractorAdd,
  subContractorUpdate,
  teamAdd,
  teamUpdate,
  workerAdd,
  workerUpdate,
  entryExitAdd,
  contractAdd,
  attendanceAdd,
  payrollAdd,
  trainingAdd,
  ...questions,
];

/** Methods of the interface that the hub does not serve (未开放): known by name, so that the answer can say so. */
export const NOT_OPEN: ReadonlySet<string> = new Set(
  [
    'CorpCredential.Query',
    'CorpBadRecord.Query',
    'CorpGoodRecord.Query',
    'CorpBlackList.Query',
    'Worker.Query',
    'WorkerCredential.Query',
    'WorkerBadRecord.Query',
    'Attendance.Query',
    'TempExit.Add',
  ].map((name) => name.toLowerCase()),
);

/** A method by its name, whose letters' case does not count: the signature does not protect it either. */
export const methodOf = (name: string): Method | undefined => BY_NAME.get(name.toLowerCase());

const BY_NAME = new Map(methods.map((method) => [method.name.toLowerCase(), method]));
