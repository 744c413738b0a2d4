import { describe, expect, test } from '@jest/globals';
import {
  buildASTSchema,
  findBreakingChanges,
  findDangerousChanges,
  type GraphQLSchema,
  isNonNullType,
  parse,
} from 'graphql';
import { businessDateOf } from '../../kernel/calendar.ts';
import { committedPromise, committedSupergraph, compose } from '../../hub/wiring/supergraph.ts';
import { callerOfToken } from '../../gateway/callers/caller-of-token.ts';
import { demoClaims } from '../../gateway/callers/issuer.ts';
import { roles } from '../../gateway/callers/roles.ts';
import { meets } from '../../gateway/gate/access.ts';
import { accessTable } from '../../schema/access.ts';
import { brokenPromises, promiseOf } from '../../schema/promise.ts';
import { subgraphs } from '../../subgraphs/registry.ts';

const schemaOf = (sdl: string): GraphQLSchema => buildASTSchema(parse(sdl), { assumeValidSDL: true });

/** What only the hub asks of itself. */
const OF_THE_HUB = ['Mutation.ensureWorkers'];

describe('schema/supergraph.graphql', () => {
  const composed = compose(subgraphs);
  const committed = committedSupergraph();

  test('promises nothing that the subgraphs do not keep, and keeps nothing that it does not promise', () => {
    const [made, reviewed] = [schemaOf(composed), schemaOf(committed)];
    const changes = (from: GraphQLSchema, to: GraphQLSchema) =>
      [...findBreakingChanges(from, to), ...findDangerousChanges(from, to)].map((one) => one.description);
    expect({ lost: changes(reviewed, made), unreviewed: changes(made, reviewed) }).toEqual({
      lost: [],
      unreviewed: [],
    });
  });

  test('is, to the letter, what the subgraphs compose to (hub compose writes it)', () => {
    expect(composed).toBe(committed);
  });

  test('takes nothing away that outsiders were promised before its day, and promises what it has', () => {
    expect(brokenPromises(committedPromise(), composed, businessDateOf(new Date()))).toEqual([]);
    expect(promiseOf(composed)).toBe(committedPromise());
  });

  test('tells nothing of our own as configured by a province: rules, levels and limits of warnings are modelled', () => {
    expect(committed).not.toMatch(
      /\bas configured\b|(province|it) (has )?configured|configured by the province/,
    );
    const described = (name: string) => schemaOf(committed).getType(name)?.description ?? '';
    for (const name of ['EarlyWarning', 'WarningLevel', 'InclusionRate'])
      expect(described(name)).toMatch(/modelled \(枢纽配置\); no official\s+rule/);
    // The day of labour cost is each province's own.
    expect(committed).not.toMatch(/After the 20th/);
  });

  test('does not depend on the order of the registry', () => {
    expect(compose([...subgraphs].reverse())).toBe(committed);
  });

  test('every field can be had by somebody: one role holds all that it demands', () => {
    const callers = roles.map((role) => callerOfToken(demoClaims(role)));
    const closed = [...accessTable(committed).entries()]
      .filter(([, demand]) => !callers.some((caller) => meets(caller, demand)))
      .map(([place]) => place);
    expect(closed).toEqual(OF_THE_HUB);
  });

  test('every root field demands something of its caller', () => {
    const access = accessTable(committed);
    const schema = schemaOf(committed);
    const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
      Object.keys(type?.getFields() ?? {}).map((field) => [type!.name, field] as const),
    );
    expect(roots.length).toBeGreaterThan(25);
    const open = roots.filter(([type, field]) => {
      const demand = access.field(type, field);
      return !demand || (!demand.authenticated && demand.scopes.length === 0 && demand.policies.length === 0);
    });
    expect(open).toEqual([]);
  });
});

describe('What lists and roots promise', () => {
  const schema = schemaOf(committedSupergraph());
  const access = accessTable(committedSupergraph());

  test('a page and its edges demand what their item demands: totals and cursors are knowledge, too', () => {
    const lists = Object.values(schema.getTypeMap()).filter((type) => /(Connection|Edge)$/.test(type.name));
    expect(lists.length).toBeGreaterThan(20);
    for (const { name } of lists) {
      const item = name.replace(/(Connection|Edge)$/, '');
      expect({ name, scopes: access.type(name)?.scopes ?? [] }).toEqual({
        name,
        scopes: access.type(item)?.scopes ?? [],
      });
    }
  });

  test('no root question is non-null: one department that is down must not cost the answers of the others', () => {
    const roots = Object.values(schema.getQueryType()!.getFields());
    expect(roots.filter(({ type }) => isNonNullType(type)).map(({ name }) => name)).toEqual([]);
  });
});
