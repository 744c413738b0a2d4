import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readCountyMapping } from '../../../adapters/county-self-built/county-mapping.ts';
import { datasetNamed, datasetOperations } from '../../../adapters/county-self-built/datasets.ts';
import { importRows, type Submit } from '../../../adapters/county-self-built/import-rows.ts';
import { sheetOf } from '../../../adapters/county-self-built/sheet-of.ts';
import { unknownIn } from '../../../hub/wiring/import-fields.ts';
import { subgraphs } from '../../../subgraphs/registry.ts';

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

  test('its reviews go to the housing sub-platform', async () => {
    const columns = ['工程编号', '校核编号', '校核内容', '校核结果', '校核日期', '校核意见'];
    const calls: unknown[] = [];
    const submit: Submit = async (dataset, _key, records) => {
      calls.push([dataset, datasetOperations[dataset]!.operation, records]);
      return { replayed: false, verdicts: records.map((_, index) => accepted(index)) };
    };
    async function* rows() {
      yield { line: 2, cells: ['450103202503001', 'XH-1', '建档', '退回', '2026/3/1', '缺少合同'] };
      yield { line: 3, cells: ['450103202503001', 'XH-2', '不知道', '通过', '2026/3/1', ''] };
    }
    const told = [];
    for await (const some of importRows(sheetOf(example(), columns, 1), rows(), 'file', submit))
      told.push(...some);
    expect(calls).toEqual([
      [
        'housing/SECTOR_REVIEW',
        'submitHousingReviews',
        [
          {
            projectCode: '450103202503001',
            reviewNo: 'XH-1',
            aspect: 'FILING',
            result: 'RETURNED',
            reviewedOn: '2026-03-01',
            reviewer: '青岚县住房和城乡建设局',
            opinion: '缺少合同',
          },
        ],
      ],
    ]);
    expect(told.map(({ line, dataset, code }) => [line, dataset, code])).toEqual([
      [2, 'housing/SECTOR_REVIEW', 'ACCEPTED'],
      [3, null, 'CODE_UNKNOWN'],
    ]);
  });
});

const accepted = (index: number) => ({
  index,
  outcome: 'ACCEPTED' as const,
  code: 'ACCEPTED',
  recordId: null,
  path: null,
  expected: null,
  remedy: null,
  message: '',
  warnings: [],
});
