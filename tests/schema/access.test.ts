import { describe, expect, test } from '@jest/globals';
import { ApolloGateway } from '@apollo/gateway';
import { accessTable, withoutSecurityLinks } from '../../schema/access.ts';
import { composed, departments, spoilt } from './small-graph.ts';

const graph = composed();
const table = accessTable(graph);

describe('the access table of a supergraph', () => {
  test('a field demands what stands on itself', () => {
    expect(table.field('HousingProject', 'permitNo')).toMatchObject({
      authenticated: true,
      scopes: [[['sector:read']]],
    });
    expect(table.field('Query', 'find')).toMatchObject({
      authenticated: true,
      scopes: [],
      policies: [[['DUTY_OFFICER']]],
    });
  });

  test('scopes are alternatives of sets', () => {
    expect(table.field('Mutation', 'closeProject')?.scopes).toEqual([
      [['project:submit'], ['project:read', 'doubtful:handle']],
    ]);
  });

  test('a field without an access directive is open by itself', () => {
    expect(table.field('HousingProject', 'name')).toMatchObject({
      authenticated: false,
      scopes: [],
      policies: [],
    });
  });

  test('what stands on a type holds for its fields, in whichever subgraph they live', () => {
    expect(table.field('MigrantWorker', 'name')?.scopes).toEqual([[['worker:read']]]);
    expect(table.field('MigrantWorker', 'cardNumbers')?.scopes).toEqual([[['worker:read']]]);
    expect(table.type('MigrantWorker')).toMatchObject({ authenticated: true, scopes: [[['worker:read']]] });
  });

  test('what stands on a type holds for the fields that return it', () => {
    expect(table.field('MigrantWorkerConnection', 'nodes')?.scopes).toEqual([[['worker:read']]]);
    expect(table.field('MigrantWorkerEdge', 'node')?.scopes).toEqual([[['worker:read']]]);
  });

  test('a field of an interface demands whatever one of its kinds does', () => {
    expect(table.field('Project', 'name')?.scopes).toEqual([[['sector:read']]]);
    expect(table.field('Project', 'code')?.scopes).toEqual([]);
  });

  test('a field of an interface demands it even where composition did not write it there', () => {
    const older = graph.replace(
      /(interface Project\n[\s\S]*?name: String! @join__field\(graph: PROVINCIAL\)) @requiresScopes\(.*?\)/,
      '$1',
    );
    expect(older.length).toBe(graph.length - ' @requiresScopes(scopes: [["sector:read"]])'.length);
    expect(accessTable(older).field('Project', 'name')).toMatchObject({
      authenticated: true,
      scopes: [[['sector:read']]],
    });
  });

  test('a kind does not demand what only its sibling does', () => {
    expect(table.field('HousingProject', 'name')?.scopes).toEqual([]);
    expect(table.field('OtherProject', 'name')?.scopes).toEqual([[['sector:read']]]);
  });

  test.each(['Project', 'HousingProject', 'OtherProject'])(
    'the field of an interface object demands its scope on %s',
    (type) => {
      expect(table.field(type, 'account')).toMatchObject({
        scopes: [[['account:read']]],
        classification: 'IMPORTANT',
        mask: 'FULL',
      });
    },
  );

  test('a kind demands what the interface object states, even where an older composition left it on the interface', () => {
    const older = graph.replace(
      /(account: SpecialWageAccount) @requiresScopes\(scopes: \[\["account:read"\]\]\) @join__field @/g,
      '$1 @join__field @',
    );
    expect(older).not.toBe(graph);
    expect(accessTable(older).field('OtherProject', 'account')?.scopes).toEqual([[['account:read']]]);
  });

  test('a field that returns a union leaves the demands to the members', () => {
    expect(table.field('Query', 'find')?.scopes).toEqual([]);
    expect(table.field('Found', 'name')).toBeUndefined();
    expect(table.type('Found')).toMatchObject({ authenticated: false });
  });

  test('scopes and policies of type and field add up', () => {
    const both = composed(
      spoilt(
        'provincial',
        'residentNumber: String ',
        'residentNumber: String @requiresScopes(scopes: [["sensitive:clear"]]) ',
      ),
    );
    expect(accessTable(both).field('MigrantWorker', 'residentNumber')?.scopes).toEqual([
      [['sensitive:clear']],
      [['worker:read']],
    ]);
  });

  test('where two subgraphs answer the same field, the demands of both hold', () => {
    const shared = (access: string) =>
      `"A tally (合计)." type Tally @shareable @classified(level: GENERAL) { "How much (金额)." amount: Yuan! ${access} }
       extend type Query { "The tally (合计)." tally: Tally @shareable @authenticated }`;
    const sdl = {
      provincial: departments.provincial + shared('@requiresScopes(scopes: [["payroll:read"]])'),
      housing: departments.housing + shared(''),
      banking: departments.banking + shared('@requiresScopes(scopes: [["account:read"]])'),
    };
    // Either form says the same: both scopes are needed.
    const { scopes } = accessTable(composed(sdl)).field('Tally', 'amount')!;
    const needed = scopes.map((demand) => demand.map((names) => [...names].sort()));
    expect([[[['account:read', 'payroll:read']]], [[['account:read']], [['payroll:read']]]]).toContainEqual(
      needed,
    );
  });

  test('an enum or scalar that demands something demands it of the fields that return it', () => {
    const sdl = spoilt(
      'provincial',
      'type Mutation',
      '"Rank (级)." enum Rank @requiresScopes(scopes: [["audit:read"]]) { "High (高)." HIGH } type Mutation',
    );
    const ranked = {
      ...sdl,
      provincial: sdl.provincial!.replace(
        'type Mutation {',
        'type Mutation { "Rank (级)." rank: Rank @authenticated ',
      ),
    };
    expect(accessTable(composed(ranked)).field('Mutation', 'rank')?.scopes).toEqual([[['audit:read']]]);
  });

  test('a type answers with what it demands and costs, and nothing else', () => {
    expect(table.type('SpecialWageAccount')).toEqual({
      authenticated: false,
      scopes: [],
      policies: [],
      classification: 'IMPORTANT',
    });
  });

  test('class and mask are those of the field, else those of its type', () => {
    expect(table.field('MigrantWorker', 'residentNumber')).toMatchObject({
      classification: 'SENSITIVE_PERSONAL',
      mask: 'RESIDENT_NUMBER',
    });
    expect(table.field('MigrantWorker', 'provenance')?.classification).toBe('PERSONAL');
    expect(table.field('MigrantWorker', 'provenance')?.mask).toBeUndefined();
  });

  test('two subgraphs that answer the same field give it the stricter class', () => {
    // provincial says GENERAL of the id, banking PERSONAL by its type.
    expect(table.field('MigrantWorker', 'id')?.classification).toBe('PERSONAL');
  });

  test('an interface shows the strictest class and mask of its kinds', () => {
    const strict = composed(
      spoilt('provincial', '@cost(weight: 7)', '@classified(level: IMPORTANT, mask: FULL)'),
    );
    expect(accessTable(strict).field('Project', 'name')).toMatchObject({
      classification: 'IMPORTANT',
      mask: 'FULL',
    });
    expect(accessTable(strict).field('HousingProject', 'name')).toMatchObject({ classification: 'GENERAL' });
  });

  test('a class on the interface holds for its kinds', () => {
    const strict = composed(
      spoilt(
        'provincial',
        '"Its name (项目名称)."\n  name: String!',
        '"Its name (项目名称)."\n  name: String! @classified(level: IMPORTANT)',
      ),
    );
    expect(accessTable(strict).field('HousingProject', 'name')?.classification).toBe('IMPORTANT');
  });

  test('costs of fields and arguments are read, an interface taking the dearest kind', () => {
    expect(table.field('SpecialWageAccount', 'balance')?.cost).toBe(5);
    expect(table.field('Project', 'name')?.cost).toBe(7);
    expect(table.field('Query', 'find')?.argumentCosts).toEqual({ no: 3 });
  });

  test('a connection has its list size without a department saying so', () => {
    expect(table.field('Query', 'accounts')?.listSize).toEqual({
      assumedSize: 50,
      slicingArguments: ['first', 'last'],
      sizedFields: ['edges', 'nodes'],
      requireOneSlicingArgument: false,
    });
  });

  test('a field or type that does not exist is not in the table', () => {
    expect(table.field('Project', 'password')).toBeUndefined();
    expect(table.type('Password')).toBeUndefined();
  });

  test('every field of the graph has a class or is a root field', () => {
    const open = [...table.entries()].filter(
      ([place, { classification }]) => !classification && !/^(Query|Mutation|join__)/.test(place),
    );
    expect(open).toEqual([]);
  });
});

describe('a supergraph with other security', () => {
  const link = '@link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)';

  test.each(['https://specs.example.invalid/quota/v1.0', 'https://specs.apollo.dev/authenticated/v9.0'])(
    'is refused when it links %s for security',
    (url) => {
      expect(() => accessTable(graph.replace(link, `${link} @link(url: "${url}", for: SECURITY)`))).toThrow(
        url,
      );
    },
  );

  test('is read when it calls the directives by other names', () => {
    const renamed = graph
      .replace(link, '@link(url: "https://specs.apollo.dev/authenticated/v0.1", as: "known", for: SECURITY)')
      .replaceAll('@authenticated', '@known');
    expect(accessTable(renamed).field('Query', 'projects')?.authenticated).toBe(true);
  });

  test('is refused when it extends a type', () => {
    expect(() => accessTable(`${graph}\nextend type Query @authenticated`)).toThrow('extends Query');
  });
});

describe('a supergraph without its security links', () => {
  const bare = withoutSecurityLinks(graph);

  test('keeps nothing of them', () => {
    expect(bare).not.toMatch(/for: SECURITY|@authenticated|equiresScopes|@policy|policy__/);
    expect(bare).toContain('@classified(level: IMPORTANT, mask: FULL)');
    expect(bare).toContain('for: EXECUTION');
  });

  test('still hides what is @inaccessible, which the engines see to', () => {
    const authenticated = '@link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)';
    const inaccessible = '@link(url: "https://specs.apollo.dev/inaccessible/v0.2", for: SECURITY)';
    const hiding = `${graph.replace(authenticated, `${authenticated} ${inaccessible}`)}
      directive @inaccessible on OBJECT
      "x" type Hidden @inaccessible @classified(level: GENERAL) { "a" a: Int }`;
    expect(() => accessTable(hiding)).not.toThrow();
    const left = withoutSecurityLinks(hiding);
    expect(left).toContain('https://specs.apollo.dev/inaccessible/v0.2');
    expect(left).toContain('type Hidden @inaccessible');
    expect(left).not.toContain('authenticated/v0.1');
  });

  test('is what the stock gateway loads', async () => {
    process.env.APOLLO_TELEMETRY_DISABLED = 'true';
    const gateway = new ApolloGateway({ supergraphSdl: bare });
    await expect(gateway.load()).resolves.toBeDefined();
    await gateway.stop();
  });
});
