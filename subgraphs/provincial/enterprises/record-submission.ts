import { dataset } from '../../../ledger/submission/dataset.ts';
import { creditCode, required } from '../../../ledger/submission/fields/index.ts';
import { checkConduct, conductFields } from '../references/conduct-record.ts';
import { enterprise } from '../references/parties.ts';
import { project } from '../references/project.ts';
import { EnterpriseConductRecord } from './facts.ts';

const fields = { enterpriseCode: required(creditCode()), ...conductFields };

/** 企业良好、不良记录, as the authority that decided states it. */
export const enterpriseRecordSubmission = dataset<typeof fields>({
  name: 'ENTERPRISE_RECORD',
  operation: 'submitEnterpriseRecords',
  scopes: ['credit:submit'],
  fact: EnterpriseConductRecord,
  fields,
  check: checkConduct,
  references: [enterprise, project],
  write: (values, _found, { sentAt }) => ({ content: { ...values }, occurredAt: sentAt }),
  heldBy: ['enterpriseCode', 'kind', 'recordNo'],
});
