import { expect, test } from '@jest/globals';
import { whatToDo } from '../../hub/what-to-do.ts';

const failed = (code: string, syscall: string) => Object.assign(new Error(code), { code, syscall });

test.each([
  ['a port below 1024', failed('EACCES', 'listen'), /HUB_PORT/, /HUB_DATA_DIR/],
  ['a file of somebody else’s', failed('EACCES', 'open'), /read or write there/, /PORT/],
  ['a folder of somebody else’s', failed('EACCES', 'mkdir'), /HUB_DATA_DIR/, /PORT/],
  ['a folder for a file', failed('EISDIR', 'read'), /folder/, /PORT/],
])('What a person can do is told for %s', (_what, error, told, untold) => {
  expect(whatToDo(error)).toMatch(told);
  expect(whatToDo(error)).not.toMatch(untold);
});

test('Nothing is told of what says it itself', () => {
  expect(whatToDo(new Error('there is no file x'))).toBeUndefined();
});
