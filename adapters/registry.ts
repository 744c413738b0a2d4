import type { Adapter } from './adapter.ts';

/** The protocol families that the hub speaks (接口清单). */
export const adapters: readonly Adapter[] = [
  {
    name: 'national-real-name',
    speaks: '建办市函〔2018〕603号 全国建筑工人管理服务信息平台数据接口标准(试行)',
    path: '/open.api',
  },
  {
    name: 'national-early-warning',
    speaks: '国家预警平台疑点数据下发与结果回传 (modelled, the 业务指引 was not available)',
    path: '/national/early-warning/*',
  },
  { name: 'county-self-built', speaks: '县级自建系统导出文件, one mapping file for each county' },
];
