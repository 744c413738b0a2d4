import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readCountyMapping } from '../../../adapters/county-self-built/county-mapping.ts';
import {
  datasetNamed,
  datasetOperations,
  submissionDocument,
} from '../../../adapters/county-self-built/datasets.ts';
import {
  importRows,
  type SubmissionReceipt,
  type Submit,
} from '../../../adapters/county-self-built/import-rows.ts';
import { sheetOf } from '../../../adapters/county-self-built/sheet-of.ts';
import { unknownIn } from '../../../hub/wiring/import-fields.ts';
import type { Caller } from '../../../kernel/caller.ts';
import { housing } from '../../../subgraphs/housing/index.ts';
import { subgraphs } from '../../../subgraphs/registry.ts';
import { type Department, openDepartment } from '../../subgraphs/support/department.ts';
import { vendor } from '../../subgraphs/support/submitting.ts';

const FILE = 'examples/county/qinglan-housing.yaml';
const example = () => readCountyMapping(readFileSync(FILE, 'utf8'), FILE);

const mapping = (...datasets: string[]) => `
county: test
version: 1
sourceSystem: county-test
sheets:
  - sheet: rows
    targets:
${datasets
  .map(
    (dataset) => `      - dataset: ${dataset}
        fields:
          - { to: projectCode, from: 工程编号, required: true }`,
  )
  .join('\n')}
`;
const named = (...datasets: string[]) =>
  readCountyMapping(mapping(...datasets), 'test.yaml').sheets[0]!.targets.map(({ dataset }) => dataset);
const problem = (...datasets: string[]): string => {
  try {
    named(...datasets);
  } catch (error) {
    return (error as Error).message;
  }
  return '';
};

/** Every dataset of the registry, with the subgraphs that have one of that name. */
const kept = Map.groupBy(
  subgraphs.flatMap(({ name, datasets = [] }) => datasets.map((one) => ({ subgraph: name, ...one }))),
  ({ name }) => name,
);

describe('The datasets that a county mapping names', () => {
  test.each(Object.entries(datasetOperations))(
    '%s is one of its subgraph, by its mutation',
    (name, listed) => {
      const own = kept.get(name.split('/').at(-1)!)!;
      const one = own.find(({ subgraph }) => subgraph === listed.subgraph)!;
      expect(one.operation).toBe(listed.operation);
      expect(name.includes('/')).toBe(own.length > 1);
    },
  );

  const repeated = [...kept].filter(([, own]) => own.length > 1).map(([name]) => name);
  test('some have the same name in several subgraphs', () => {
    expect(repeated.sort()).toEqual([
      'CONSTRUCTION_PERMIT',
      'CREDIT_DEDUCTION',
      'INSPECTION',
      'SECTOR_REVIEW',
    ]);
  });

  test.each(repeated)('%s alone is refused with its place, its code and what would do', (name) => {
    const choices = ['housing', 'transport', 'water'].map((one) => `${one}/${name}`);
    expect(problem(name)).toBe(
      `test.yaml:8:18: sheets.0.targets.0.dataset: DATASET_AMBIGUOUS: ${name} is kept by several subgraphs; say which: ${choices.join(', ')}`,
    );
    for (const choice of choices) expect(named(choice)).toEqual([choice]);
  });

  test('a name that is enough may carry its subgraph, and is the same dataset then', () => {
    expect(named('provincial/ATTENDANCE')).toEqual(['ATTENDANCE']);
    expect(problem('provincial/ATTENDANCE', 'ATTENDANCE')).toContain('ATTENDANCE has a target already');
    expect(named('housing/INSPECTION', 'water/INSPECTION')).toEqual([
      'housing/INSPECTION',
      'water/INSPECTION',
    ]);
  });

  test.each(['housing/ATTENDANCE', 'forestry/INSPECTION', 'NO_SUCH'])(
    '%s is unknown, and said to be',
    (name) => {
      expect(datasetNamed(name)).toBe(name);
      const county = readCountyMapping(mapping(name), 'test.yaml');
      expect(unknownIn(county).join()).toContain(`there is no dataset ${name} for rows`);
    },
  );

  test.each(['Housing/INSPECTION', 'housing/', '/INSPECTION', 'housing/water/INSPECTION'])(
    '%s is no name',
    (name) => {
      expect(problem(name)).toContain(
        'expected the name of a dataset, such as ATTENDANCE or housing/SECTOR_REVIEW',
      );
    },
  );
});

describe('The example of a county’s housing office', () => {
  test('names what the graph takes, and nothing else', () => {
    expect(unknownIn(example())).toEqual([]);
  });

  test('its rows become facts of the housing sub-platform, each with its verdict', async () => {
    const platform = await openDepartment(housing);
    try {
      await platform.scope([
        ['450103202503001', 'HOUSING', '450103'],
        ['450103202503002', 'WATER', '450103'],
      ]);
      expect(
        await imported(platform, REVIEWS, [
          ['450103202503001', 'XH-1', '建档', '退回', '2026/2/20', '缺少合同'],
          ['450103202503001', 'XH-2', '不知道', '通过', '2026/2/20', ''],
          ['450103202503002', 'XH-3', '考勤', '通过', '2026-02-20', '无'],
        ]),
      ).toEqual([
        [2, 'housing/SECTOR_REVIEW', 'ACCEPTED', null],
        [3, null, 'CODE_UNKNOWN', '校核内容'],
        [4, 'housing/SECTOR_REVIEW', 'SECTOR_OF_ANOTHER', '工程编号'],
      ]);
      expect(
        await imported(platform, INSPECTIONS, [
          ['450103202503001', 'JC-1', '2026/2/21', '整改', '考勤设备未接入', '2026/3/10'],
        ]),
      ).toEqual([[2, 'housing/INSPECTION', 'ACCEPTED', null]]);
      const { data } = await platform.ask(
        OFFICE,
        `query ($of: [_Any!]!) { _entities(representations: $of) { ... on HousingProject {
          reviews { reviewNo aspect result reviewedOn reviewer opinion }
          inspections { inspectionNo result rectifyBy } } } }`,
        { variables: { of: [{ __typename: 'HousingProject', code: '450103202503001' }] } },
      );
      expect(data!._entities).toEqual([
        {
          reviews: [
            {
              reviewNo: 'XH-1',
              aspect: 'FILING',
              result: 'RETURNED',
              reviewedOn: '2026-02-20',
              reviewer: '青岚县住房和城乡建设局',
              opinion: '缺少合同',
            },
          ],
          inspections: [{ inspectionNo: 'JC-1', result: 'RECTIFY', rectifyBy: '2026-03-10' }],
        },
      ]);
    } finally {
      await platform.close();
    }
  });
});

const REVIEWS = ['工程编号', '校核编号', '校核内容', '校核结果', '校核日期', '校核意见'];
const INSPECTIONS = ['工程编号', '检查编号', '检查日期', '检查结果', '存在问题', '整改期限'];

/** The housing office of the county, as the hub knows it. */
const OFFICE: Caller = {
  ...vendor('county-qinglan-housing', '450103', ['sector:submit', 'sector:read'], 'HOUSING', 'WATER'),
  kind: 'DEPARTMENT',
};

/** Rows of one file through the example's mapping into a department. @returns line, dataset, code and column of each */
async function imported(platform: Department, columns: readonly string[], cells: readonly string[][]) {
  const submit: Submit = async (dataset, idempotencyKey, records) => {
    const operation = datasetOperations[dataset]!;
    const envelope = {
      idempotencyKey,
      sourceSystem: example().sourceSystem,
      sentAt: '2026-03-01T07:00:00+08:00',
      mode: 'PARTIAL',
      dryRun: false,
    };
    const { data, errors } = await platform.ask(OFFICE, submissionDocument(operation), {
      variables: { envelope, records },
    });
    expect(errors).toBeUndefined();
    return data![operation.operation] as SubmissionReceipt;
  };
  async function* rows() {
    for (const [at, one] of cells.entries()) yield { line: at + 2, cells: one };
  }
  const told = [];
  for await (const some of importRows(sheetOf(example(), columns, 1), rows(), 'file', submit))
    told.push(...some);
  return told.map(({ line, dataset, code, column }) => [line, dataset, code, column]);
}
