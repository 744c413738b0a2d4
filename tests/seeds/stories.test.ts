import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TROUBLES } from '../../seeds/troubles.ts';
import { caseNo, warningNo } from '../../seeds/warnings.ts';
import { type Graphed, graphOverDemo } from './support.ts';
import { expectations } from './story-expectations.ts';

const text = readFileSync(new URL('../../seeds/STORIES.md', import.meta.url), 'utf8');
const stories = text.split(/^## /m).slice(1);
const DAY = '2026-11-21';
const variables = { month: '2026-11', before: '2026-10', paid: '2026-10' };

let demo: Graphed;
beforeAll(async () => {
  demo = await graphOverDemo(DAY);
}, 240_000);
afterAll(() => demo.close());

describe('STORIES.md', () => {
  test('tells every planted trouble under its number', () => {
    expect(stories.map((story) => Number.parseInt(story, 10))).toEqual(
      Object.values(TROUBLES).map(({ no }) => no),
    );
  });

  test.each(stories.map((story) => [story.split('\n')[0]!, story]))('%s', async (title, story) => {
    const query = /```graphql\n([^`]*)```/.exec(story)![1]!;
    const { data, errors } = await demo.ask(query, variables);
    expect(errors).toBeUndefined();
    expectations[Number.parseInt(title, 10)]!(data);
  });

  test('every warning and every doubt that a trouble names was raised', async () => {
    const answer = await demo.ask(
      '{ earlyWarnings(first: 100) { nodes { warningNo rule { code } } } doubtfulDataCases(first: 100) { nodes { externalNo kind { code } } } }',
      {},
    );
    const found = answer.data as {
      earlyWarnings: { nodes: { warningNo: string; rule: { code: string } }[] };
      doubtfulDataCases: { nodes: { externalNo: string; kind: { code: string } }[] };
    };
    const troubles = Object.entries(TROUBLES) as [keyof typeof TROUBLES, { rule?: string; kind?: string }][];
    const warned = found.earlyWarnings.nodes.map((one) => `${one.warningNo} ${one.rule.code}`);
    const doubted = found.doubtfulDataCases.nodes.map((one) => `${one.externalNo} ${one.kind.code}`);
    expect(warned.sort()).toEqual(
      troubles.flatMap(([name, { rule }]) => (rule ? [`${warningNo(name)} ${rule}`] : [])),
    );
    expect(doubted.sort()).toEqual(
      troubles.flatMap(([name, { kind }]) => (kind ? [`${caseNo(name)} ${kind}`] : [])),
    );
  });
});
