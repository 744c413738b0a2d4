import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Caller, SCOPES } from '../../../kernel/caller.ts';
import { official } from '../support/department.ts';
import {
  card,
  CONTRACTOR,
  type Hub,
  LABOUR,
  openHub,
  openSite,
  OWNER,
  platform,
  project,
} from './submissions/support.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await openHub();
  await openSite(hub, 'A');
  const others = [
    { projectCode: '4501032026010001', name: '青秀区Ａ３地块安置房', divisionCode: '450103' },
    { projectCode: '4501032026010002', name: '安置房青秀区b7地块', divisionCode: '450103' },
    {
      projectCode: '4501032026010003',
      name: '青秀区100%合格路工程',
      divisionCode: '450103',
      thirdPartyCode: '青秀区',
    },
  ];
  const none = { ownerCode: null, generalContractorCode: null };
  expect(
    await hub.submit(
      'fileProjects',
      others.map((more) => project({ ...none, ...more })),
    ),
  ).toEqual(others.map(() => 'ACCEPTED'));
});
afterAll(() => hub?.close());

const SEARCH = `query ($text: String!, $first: Int, $after: Cursor, $last: Int, $before: Cursor) {
  search(text: $text) {
    projects(first: $first, after: $after, last: $last, before: $before) {
      nodes { code } totalCount totalIsEstimate pageInfo { hasNextPage endCursor startCursor }
    }
  }
}`;

interface Found {
  readonly nodes: readonly { readonly code: string }[];
  readonly totalCount: number;
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly endCursor: string;
    readonly startCursor: string;
  };
}

const found = async (text: string, page: object = {}): Promise<Found> =>
  ((await hub.ask(SEARCH, { text, ...page })) as { projects: Found }).projects;
const codes = ({ nodes }: Found) => nodes.map(({ code }) => code.replace('450103202601000', 'P'));

describe('A search for projects', () => {
  test.each([
    ['a code', '4501032026010002', ['P2']],
    ['the beginning of a code', '45010320260100', ['P1', 'P2', 'P3']],
    ['fewer characters of a code than a county has', '45010', []],
    ['the credit code of a general contractor', CONTRACTOR.toLowerCase(), ['A']],
    ['the credit code of an owner', OWNER, ['A']],
    ['the credit code of a subcontractor', LABOUR, ['A']],
    ['a fragment of a contractor’s name', '示例建设', ['A']],
    ['half-width capitals for what is full-width', 'A3地块', ['P1']],
    ['full-width small letters for what is half-width', 'ａ３地块', ['P1']],
    ['a capital for a small letter', 'B7', ['P2']],
    ['a percent sign that stands for itself', '0%合', ['P3']],
    ['percent signs alone', '%%', []],
    ['an underscore that stands for itself', '_房', []],
    ['a backslash', '\\房', []],
    ['a quote', "房'; drop", []],
  ])('by %s finds what it stands for', async (_what, text, expected) => {
    const projects = await found(text);
    expect(codes(projects)).toEqual(expected);
    expect(projects.totalCount).toBe(expected.length);
  });

  test('puts what the text is the number of before names that begin with it, and those before names with it elsewhere', async () => {
    expect(codes(await found('青秀区'))).toEqual(['P3', 'P1', 'A', 'P2']);
    expect(codes(await found('安置房'))).toEqual(['P2', 'P1', 'A']);
  });

  test('goes page by page in that order, both ways', async () => {
    const one = await found('青秀区', { first: 2 });
    expect([codes(one), one.totalCount, one.pageInfo.hasNextPage]).toEqual([['P3', 'P1'], 4, true]);
    const two = await found('青秀区', { first: 2, after: one.pageInfo.endCursor });
    expect([codes(two), two.pageInfo.hasNextPage]).toEqual([['A', 'P2'], false]);
    expect(codes(await found('青秀区', { last: 2, before: two.pageInfo.startCursor }))).toEqual(['P3', 'P1']);
  });

  test('says which sectors it could not ask for permits, and asks none for what can be no number of one', async () => {
    const asked = async (text: string, caller: Caller = reader) => {
      const { data, errors } = await hub.department.ask(
        caller,
        'query ($text: String!) { search(text: $text) { unansweredSectors projects { nodes { code } } } }',
        { variables: { text } },
      );
      expect(errors).toBeUndefined();
      const { unansweredSectors, projects } = data!.search as {
        unansweredSectors: string[];
        projects: Found;
      };
      return [unansweredSectors, codes(projects)];
    };
    // This department has no graph to ask.
    expect(await asked('4501032026010002')).toEqual([['HOUSING', 'TRANSPORT', 'WATER'], ['P2']]);
    expect(await asked('安置房')).toEqual([[], ['P2', 'P1', 'A']]);
    const without = { ...reader, scopes: ['project:read'] };
    expect(await asked('4501032026010002', without)).toEqual([[], ['P2']]);
  });

  test.each([
    ['one character', ' 路 ', 'NAME_FRAGMENT_TOO_SHORT'],
    ['one full-width character', '　Ａ　', 'NAME_FRAGMENT_TOO_SHORT'],
    ['201 characters', '路'.repeat(201), 'SEARCH_TEXT_TOO_LONG'],
    ['a whole book', '路'.repeat(100_000), 'SEARCH_TEXT_TOO_LONG'],
    ['the number of somebody’s identity card', card('1988-04-05'), 'SEARCH_TEXT_OF_PERSON'],
  ])('by %s is refused', async (_what, text, code) => {
    const { errors } = await hub.department.ask(reader, SEARCH, { variables: { text } });
    expect(errors).toMatchObject([{ extensions: { code } }]);
    expect(JSON.stringify(errors)).not.toContain(text.trim().slice(0, 18).padEnd(2, '*'));
  });

  test('takes a permit number that looks like an identity card’s for what it is', async () => {
    expect(codes(await found(card('2025-06-01')))).toEqual([]);
  });

  test('finds what the caller may see, and no more', async () => {
    const { data } = await hub.department.ask(official('450203', 'HOUSING'), SEARCH, {
      variables: { text: '安置房' },
    });
    expect(data).toMatchObject({ search: { projects: { nodes: [], totalCount: 0 } } });
  });
});

const reader: Caller = { ...platform, kind: 'DEPARTMENT', scopes: SCOPES };
