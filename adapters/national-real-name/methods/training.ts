import { attachmentsAt, namedDigests, readFiles } from '../files.ts';
import { maps } from '../maps.ts';
import type { PlannedRecord } from '../plan.ts';
import { listPlace, type Translated, translate } from '../translate.ts';
import type { WriteMethod } from './method.ts';

/**
 * 项目培训: one training with its workers. The interface gives it no number: the same day, kind and name in the project is the same
 * training, stated whole again.
 */
export const trainingAdd: WriteMethod = {
  kind: 'WRITE',
  name: 'ProjectTraining.Add',
  isDirect: false,
  required: ['projectCode', 'trainingDate', 'trainingDuration', 'trainingName', 'trainingTypeCode'],
  plan(business, { cipher }) {
    const outer = translate(maps.training, [business.raw], () => '', cipher);
    const workers = translate(maps.trainingWorker, business.list('workers'), listPlace('workers'), cipher);
    const sent = business.list('attachments');
    const files = readFiles(attachmentsAt(sent, 'attachments'));
    const attachments = namedDigests(sent, 'attachments', files.files);
    const complaints = [outer, workers, files].flatMap((one) => one.complaints);
    const [training] = outer.taken;
    // A training without one of its workers would say less than was held: it waits until all can be read.
    const isWhole = training !== undefined && complaints.length === 0;
    const beside = attachments.length > 0 ? { attachments } : {};
    const records = isWhole ? [recordOf(training, workers.taken, beside)] : [];
    return { parts: [{ operation: 'submitTrainings', records }], complaints, files: files.files };
  },
};

function recordOf(
  { fields, place }: Translated,
  workers: readonly Translated[],
  beside: object,
): PlannedRecord {
  return {
    fields: { ...fields, ...beside, participants: workers.map((one) => one.fields) },
    place,
    fieldAt(path) {
      const [, index, name = ''] = /^participants\.(\d+)\.?(.*)$/.exec(path) ?? [];
      if (index !== undefined) {
        const at = workers[Number(index)]?.place ?? '[workers]';
        const named = maps.trainingWorker.backwards.get(name);
        return named === undefined ? at : `${at}[${named}]`;
      }
      if (path === 'participants') return '[workers]';
      if (path.startsWith('attachments')) return '[attachments]';
      const named = maps.training.backwards.get(path);
      return named === undefined ? place : `[${named}]`;
    },
    words: {
      WORKER_UNKNOWN: ['工人不存在', 'the worker is not known'],
    },
  };
}
