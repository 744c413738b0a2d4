import { codeOf } from '../codes-back.ts';
import { attachmentNames } from '../files.ts';
import { graphDocument } from '../graph-document.ts';
import { askedPage, type Connection, PAGING, pageByCursor } from '../pages.ts';
import type { ReadMethod } from './method.ts';

/** 项目培训查询: the trainings of a project, the latest first. Who took part is counted and not listed, as modelled. */
export const trainingQuery: ReadMethod = {
  kind: 'READ',
  name: 'ProjectTraining.Query',
  required: ['projectCode'],
  answer(business, desk) {
    const projectCode = business.required('projectCode');
    const listing = {
      document: TRAININGS,
      variables: { code: projectCode },
      at: (data: Record<string, unknown>) =>
        (data.project as { trainings: Connection<Training> } | null)?.trainings ?? null,
    };
    return pageByCursor(desk, listing, askedPage(business), (one) => ({
      projectCode,
      trainingDate: one.heldOn,
      trainingDuration: one.hours,
      trainingName: one.name,
      trainingTypeCode: codeOf(one.kind),
      trainer: one.trainer,
      trainingOrg: one.organisation,
      trainingAddress: one.place,
      description: one.description,
      attachments: attachmentNames(one.attachments),
      workerCount: one.participantsCount,
    }));
  },
};

const TRAININGS = graphDocument(`query RealName_trainings($code: ID!, $first: Int!, $after: Cursor) {
  project(code: $code) { trainings(first: $first, after: $after) { ${PAGING} nodes {
    heldOn hours name kind { code } trainer organisation place description attachments { name } participantsCount
  } } }
}`);

interface Training {
  readonly heldOn: string;
  readonly hours: number;
  readonly name: string;
  readonly kind: { readonly code: string };
  readonly trainer: string | null;
  readonly organisation: string | null;
  readonly place: string | null;
  readonly description: string | null;
  readonly attachments: readonly { readonly name: string | null }[] | null;
  readonly participantsCount: number;
}
