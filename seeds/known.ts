/**
 * Well-known things of the demo (示例常量), the same for every business date and installation: what documents, tests and
 * the demo credentials name. All fictional; `STORIES.md` tells about them.
 */
export const KNOWN = {
  /** 青秀区: the county of the county officers' tokens, with three and more housing projects and other sectors' too. */
  county: '450103',
  /** A county of another city, out of the county officers' sight. */
  otherCounty: '450202',
  /** The general contractor of the enterprise's token; it builds all three of the county's first housing projects. */
  enterprise: '91450300MA0DEA1178',
  /** The worker of the worker's app, on the first housing project. */
  worker: 'c1d63e03-d891-4b83-b528-bf0a61bbd269',
  /** A bank of dictionary bank-codes that keeps special accounts of the demo. */
  bank: '102',
  /** One project of each kind, all in `county`. */
  projects: {
    HOUSING: '4501032025060001',
    TRANSPORT: '4501032025060005',
    WATER: '4501032025060006',
    OTHER: '4501032025060007',
  },
} as const;

/** What the demo's tokens are bound to, by role. Roles that are not named here get the reach the role itself states. */
export const DEMO_CLAIMS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'city-hr': { divisions: ['450100'] },
  'county-hr': { divisions: [KNOWN.county] },
  'county-housing': { divisions: [KNOWN.county] },
  bank: { bank: KNOWN.bank, organisation: '演示银行(102)' },
  vendor: { organisation: '演示考勤设备厂商' },
  enterprise: { enterprise: KNOWN.enterprise },
  'worker-app': { worker: KNOWN.worker },
};
