import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';
import { documents } from '../../../adapters/national-real-name/graph-document.ts';
import { methods, NOT_OPEN } from '../../../adapters/national-real-name/methods/registry.ts';
import { OPERATIONS } from '../../../adapters/national-real-name/operations.ts';

const supergraph = readFileSync(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8');
// Of the Query verbs, and of what a call that writes builds on.
const QUESTIONS = 31;
const schema = buildSchema(supergraph, { assumeValidSDL: true });

describe('What the door asks of the graph', () => {
  test.each([...documents].map((text) => [/\w+ RealName_\w+/.exec(text)![0], text]))(
    '%s is a document of the composed graph',
    (_name, text) => expect(validate(schema, parse(text)).map(({ message }) => message)).toEqual([]),
  );

  test('every method that writes and every question has its document', () => {
    expect(documents.size).toBe(Object.keys(OPERATIONS).length + QUESTIONS);
  });
});

describe('The methods of the interface (notes §5)', () => {
  const served = methods.map(({ name }) => name);
  test.each([
    'Corp.Upload',
    'Corp.Query',
    'Project.Add',
    'Project.PartUpdate',
    'Project.Query',
    'ProjectSubContractor.Add',
    'ProjectSubContractor.Update',
    'ProjectSubContractor.Query',
    'Team.Add',
    'Team.Update',
    'Team.Query',
    'ProjectWorker.Add',
    'ProjectWorker.Update',
    'ProjectWorker.Query',
    'WorkerEntryExit.Add',
    'WorkerEntryExit.Query',
    'WorkerContract.Add',
    'WorkerContract.Query',
    'WorkerAttendance.Add',
    'WorkerAttendance.Query',
    'Payroll.Add',
    'Payroll.Query',
    'ProjectTraining.Add',
    'ProjectTraining.Query',
    'AsyncHandleResult.Query',
    'CheckSign.Query',
  ])('%s is served', (name) => expect(served).toContain(name));

  test('what is not open is served by nobody', () => {
    expect(served.filter((name) => NOT_OPEN.has(name.toLowerCase()))).toEqual([]);
  });
});
