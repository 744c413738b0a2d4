import { describe, expect, test } from '@jest/globals';
import { getNamedType, type GraphQLObjectType, isObjectType, buildASTSchema, parse } from 'graphql';
import { committedSupergraph } from '../../hub/wiring/supergraph.ts';
import { standardShapes } from '../../schema/standard.ts';

const NUMBERS = new Set(['Int', 'Float', 'Yuan', 'Ratio', 'Decimal']);

/** Types with numbers that are computed from no facts of sources, and why. */
const NOT_OF_SOURCES: Readonly<Record<string, string>> = {
  BankProject: 'the version of a record',
  CrewParticulars: 'part of a crew’s record, which shows its provenance',
  DoubtfulBatchTaken: 'counts the batch that was handed in',
  DoubtfulDataMove: 'a step of a case, by its place',
  DoubtfulRecordAnswer: 'a place in the batch',
  EnsuredWorker: 'a place in the call',
  FieldUsage: 'counted by the gateway itself',
  EnterpriseRegistration: 'part of an enterprise’s record, which shows its provenance',
  GeoPoint: 'a position',
  PayrollEntryParticulars: 'of one line, which tells its source',
  WageItem: 'of one line, which tells its source',
  WorkerProject: 'the version of a record',
  ProjectParticulars: 'part of a project’s record, which shows its provenance',
  GuaranteeDepositUse: 'stated with one deposit, whose provenance stands beside it',
};

const types = Object.values(
  buildASTSchema(parse(committedSupergraph()), { assumeValidSDL: true }).getTypeMap(),
)
  .filter(isObjectType)
  .filter(
    ({ name }) => !/^(__|join__|link__|Query$|Mutation$)/.test(name) && !/(Connection|Edge)$/.test(name),
  );
const fieldsOf = (type: GraphQLObjectType, named: (name: string) => boolean): string[] =>
  Object.values(type.getFields())
    .filter((field) => named(getNamedType(field.type).name))
    .map(({ name }) => name);

/** A record of one source shows its provenance; what is computed from records has none. */
const computed = types.filter(
  (type) =>
    fieldsOf(type, (name) => NUMBERS.has(name)).length > 0 &&
    !('provenance' in type.getFields()) &&
    !standardShapes.has(type.name),
);

describe('What is summed, counted or concluded', () => {
  test.each(computed.map((type) => [type.name, type] as const))(
    '%s tells how fresh its facts are',
    (name, type) => {
      const told = fieldsOf(type, (one) => one === 'Freshness');
      expect(told.length > 0).toBe(!(name in NOT_OF_SOURCES));
    },
  );

  test('nothing is excused that is not there', () => {
    const names = new Set(computed.map(({ name }) => name));
    expect(Object.keys(NOT_OF_SOURCES).filter((name) => !names.has(name))).toEqual([]);
  });

  test('what is said of an account and of an enterprise tells it as well', () => {
    const told = (name: string) =>
      fieldsOf(types.find((type) => type.name === name)!, (one) => one === 'Freshness');
    expect(told('SpecialWageAccount')).toEqual(['freshness']);
    expect(told('Enterprise').sort()).toEqual(['freshness', 'humanResourcesFreshness']);
    expect(told('WorkerSiteRecord')).toEqual(['freshness']);
    expect(told('PlatformFigures').sort()).toEqual(['bankingFreshness', 'freshness']);
  });
});
