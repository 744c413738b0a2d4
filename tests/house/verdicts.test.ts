import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { verdictsPage } from '../../scripts/print-verdicts.ts';
import { verdictCatalogue } from '../../schema/verdicts.ts';

const page = readFileSync('docs/verdicts.md', 'utf8');

describe('The verdict codes (判定代码)', () => {
  test('docs/verdicts.md is what scripts/print-verdicts.ts prints', () => {
    expect(page).toBe(verdictsPage());
  });

  test('every code has one line on the page, and its texts do not break the table', () => {
    const lines = page.split('\n').filter((line) => /^\| `/.test(line));
    expect(lines.map((line) => /`(\w+)`/.exec(line)![1]).sort()).toEqual(
      Object.keys(verdictCatalogue).sort(),
    );
    for (const line of lines) expect(line.split('|')).toHaveLength(7);
  });

  test('every code is given somewhere in the ledger, a subgraph, an adapter or the hub', () => {
    const source = globSync(['ledger/**/*.ts', 'subgraphs/**/*.ts', 'adapters/**/*.ts', 'hub/**/*.ts'])
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    const idle = Object.keys(verdictCatalogue).filter((code) => !source.includes(`'${code}'`));
    expect(idle).toEqual([]);
  });
});
