import { maps } from '../maps.ts';
import type { WriteMethod } from './method.ts';
import { single } from './single.ts';

/** 企业信息上传: the interface has no update of an enterprise, so that what is left out stays as this client stated it before. */
export const corpUpload: WriteMethod = {
  kind: 'WRITE',
  name: 'Corp.Upload',
  isDirect: false,
  required: ['corpCode', 'corpName', 'areaCode'],
  plan: (business, desk) =>
    single('submitEnterprises', maps.enterprise, business, desk, {
      after: (fields) => ({ ...fields, keepsUnstated: true }),
    }),
};
