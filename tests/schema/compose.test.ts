import { describe, expect, test } from '@jest/globals';
import { buildSchema, isObjectType, parse, type GraphQLFieldMap } from 'graphql';
import { composeSupergraph } from '../../schema/compose.ts';
import { composed, departments, parts, spoilt } from './small-graph.ts';

const graph = composed();

describe('composition under the rules of the house', () => {
  test('a graph of kinds, sector detail, an interface object and a person composes', () => {
    const { HousingProject, OtherProject } = typesOf(graph);
    expect(Object.keys(HousingProject!).sort()).toEqual(['account', 'code', 'name', 'permitNo']);
    expect(Object.keys(OtherProject!).sort()).toEqual(['account', 'code', 'name']);
  });

  test('the order of the parts changes nothing', () => {
    expect(composeSupergraph(parts().reverse()).supergraphSdl).toBe(graph);
  });

  test('what is written can be parsed again and has one directive a line', () => {
    expect(() => parse(graph)).not.toThrow();
    expect(graph).toMatch(
      /^type MigrantWorker\n {2}@join__type\(graph: BANKING, key: "id"\)\n {2}@join__type/m,
    );
    expect(graph).toMatch(/^schema\n {2}@link/);
  });

  test.each([
    [
      'a root field without an access directive',
      'banking',
      ' @authenticated',
      '',
      'Query.accounts has no access directive',
    ],
    [
      'a mutation without an access directive',
      'provincial',
      ' @requiresScopes(scopes: [["project:submit"], ["project:read", "doubtful:handle"]])',
      '',
      'Mutation.closeProject has no access directive',
    ],
    [
      'a type whose fields are classified neither themselves nor by it',
      'housing',
      '@key(fields: "code") @classified(level: GENERAL)',
      '@key(fields: "code")',
      '[housing] HousingProject.permitNo is not classified',
    ],
    [
      'a personal field classified GENERAL',
      'provincial',
      'name: String! @classified(level: PERSONAL, mask: PERSON_NAME, basis: "个人信息保护法 Art. 4")',
      'name: String! @classified(level: GENERAL)',
      'MigrantWorker.name is classified GENERAL, but its name says personal data: at least PERSONAL',
    ],
    [
      'a document number that is only PERSONAL',
      'provincial',
      'level: SENSITIVE_PERSONAL, mask: RESIDENT_NUMBER',
      'level: PERSONAL',
      'MigrantWorker.residentNumber is classified PERSONAL, but its name says personal data: at least SENSITIVE_PERSONAL',
    ],
    [
      'a type without a description',
      'provincial',
      '"A migrant worker (农民工)."',
      '',
      'MigrantWorker has no description',
    ],
    [
      'a field without a description',
      'provincial',
      '"Projects (工程项目)."',
      '',
      'Query.projects has no description',
    ],
    [
      'an argument without a description',
      'provincial',
      '"The number (编号)."',
      '',
      'Query.find(no:) has no description',
    ],
    [
      'an enum value without a description',
      'provincial',
      'type Mutation',
      '"How (方式)." enum How { FAST } type Mutation',
      'How.FAST has no description',
    ],
    [
      'an input field without a description',
      'provincial',
      'type Mutation',
      '"What (内容)." input What { x: Int } type Mutation',
      'What.x has no description',
    ],
    [
      'a deprecation without a day',
      'provincial',
      'type Mutation',
      '"Who (何人)." type Who @classified(level: GENERAL) { "Old (旧)." old: Int @deprecated(reason: "ask new") } type Mutation',
      'Who.old is deprecated without a day',
    ],
    [
      'a scope that nobody can have',
      'banking',
      'account:read',
      'acount:read',
      'Project.account requires acount:read',
    ],
    [
      'a requirement with arguments',
      'housing',
      'permitNo: String',
      'works(size: Int): Int @external "Due (应付)." due: Int @requires(fields: "works(size: 3)") "Permit (许可证)." permitNo: String',
      'HousingProject.due has arguments in its @requires',
    ],
    [
      'a lookup by something else than a key',
      'housing',
      'permitNo: String',
      'permitNo: String } extend type Query { "One (一个)." one("Name (名称)." name: String!): HousingProject @lookup @authenticated',
      'Query.one is no @lookup',
    ],
    [
      'a lookup of many',
      'housing',
      'permitNo: String',
      'permitNo: String } extend type Query { "All (全部)." all("Code (编码)." code: ID!): [HousingProject!] @lookup @authenticated',
      'Query.all is no @lookup',
    ],
    ['what composition itself refuses', 'housing', 'permitNo: String', 'name: Int', 'HousingProject.name'],
  ] as const)('refuses %s', (_what, name, from, to, problem) => {
    expect(() => composed(spoilt(name, from, to))).toThrow(problem);
  });

  test('names every problem at once, each with its subgraph', () => {
    const spoiltTwice = {
      ...spoilt('banking', ' @authenticated', ''),
      housing: departments.housing.replace('"A housing project with its permit (房建项目)."', ''),
    };
    expect(() => composed(spoiltTwice)).toThrow(
      /\[banking\] Query\.accounts has no access[\s\S]*\[housing\] HousingProject has no description/,
    );
  });

  test('a field that only tells whether or how many is not taken for personal data', () => {
    const counted = spoilt(
      'housing',
      'permitNo: String',
      'hasPhone: Boolean "Without (无电话)." withoutPhones: Int "Permit (许可证)." permitNo: String',
    );
    expect(() => composed(counted)).not.toThrow();
  });

  test.each(['contactPhone', 'contactPhones', 'phone', 'payeeBankCardNo'])(
    '%s is taken for personal data',
    (field) => {
      expect(() => composed(spoilt('housing', 'permitNo', field))).toThrow(
        `HousingProject.${field} is classified GENERAL`,
      );
    },
  );

  test('a project address and a bid number are not taken for personal data', () => {
    expect(() => composed(spoilt('housing', 'permitNo', 'bidNumber'))).not.toThrow();
    expect(() => composed(spoilt('housing', 'permitNo', 'address'))).not.toThrow();
  });
});

describe('the classification of the supergraph', () => {
  test.each([
    ['banking', 'provincial'],
    ['provincial', 'banking'],
  ] as const)('the strictest of two subgraphs wins when %s is the strict one', (strict, loose) => {
    const shared = (level: string) =>
      `"A tally (合计)." type Tally @shareable @classified(level: GENERAL) { "How much (金额)." amount: Yuan! @classified(level: ${level}) }
       extend type Query { "The tally (合计)." tallyOf${level}: Tally @authenticated }`;
    const sdl = {
      ...departments,
      [strict]: departments[strict] + shared('IMPORTANT'),
      [loose]: departments[loose] + shared('GENERAL'),
    };
    expect(composed(sdl)).toMatch(/amount: Yuan! @classified\(level: IMPORTANT\)/);
  });

  test('wins against a majority', () => {
    const shared = (level: string) =>
      `"A tally (合计)." type Tally @shareable @classified(level: ${level}) { "How much (金额)." amount: Yuan! }`;
    const sdl = {
      provincial: departments.provincial + shared('GENERAL'),
      housing: departments.housing + shared('PERSONAL'),
      banking: departments.banking + shared('GENERAL'),
    };
    expect(composed(sdl)).toMatch(/type Tally\n(?: {2}@join.*\n)+ {2}@classified\(level: PERSONAL\)/);
  });

  test('two masks for one field are refused, because neither is stricter', () => {
    const masked = (mask: string) =>
      `"A tally (合计)." type Tally @shareable @classified(level: GENERAL) { "Of what (事项)." subject: String @classified(level: PERSONAL, mask: ${mask}) }`;
    const sdl = {
      ...departments,
      provincial: departments.provincial + masked('FULL'),
      banking: departments.banking + masked('PHONE'),
    };
    expect(() => composed(sdl)).toThrow(
      'Tally.subject is masked as PHONE and as FULL by different subgraphs',
    );
    expect(() => composed({ ...sdl, banking: departments.banking + masked('FULL') })).not.toThrow();
  });

  test.each([
    ['banking', 'provincial'],
    ['provincial', 'banking'],
  ] as const)('of equal classes the mask stays when only %s states it', (masking, silent) => {
    const shared = (mask: string) =>
      `"A tally (合计)." type Tally @shareable @classified(level: GENERAL) { "Of what (事项)." subject: String @classified(level: PERSONAL${mask}) }`;
    const sdl = {
      ...departments,
      [masking]: departments[masking] + shared(', mask: FULL'),
      [silent]: departments[silent] + shared(''),
    };
    expect(composed(sdl)).toMatch(/subject: String @classified\(level: PERSONAL, mask: FULL\)/);
  });

  test('a field of an interface object keeps its class on every kind', () => {
    expect(
      graph.match(/account: SpecialWageAccount .*@classified\(level: IMPORTANT, mask: FULL\)/g),
    ).toHaveLength(3);
  });

  test('a field keeps its own class where another subgraph is stricter about the type', () => {
    const sdl = spoilt(
      'banking',
      '@key(fields: "id") @classified(level: PERSONAL)',
      '@key(fields: "id") @classified(level: SENSITIVE_PERSONAL)',
    );
    expect(composed(sdl)).toMatch(
      /name: String! @join__field\(graph: PROVINCIAL\) @classified\(level: PERSONAL, mask: PERSON_NAME, basis: /,
    );
  });
});

function typesOf(sdl: string): Record<string, GraphQLFieldMap<unknown, unknown>> {
  const schema = buildSchema(sdl, { assumeValidSDL: true });
  return Object.fromEntries(
    Object.values(schema.getTypeMap()).flatMap((type) =>
      isObjectType(type) ? [[type.name, type.getFields()]] : [],
    ),
  );
}
