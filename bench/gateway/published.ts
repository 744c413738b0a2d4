import type { Running } from './contenders.ts';
import type { QueryName } from './questions.ts';
import type { Question } from './run.ts';

/** The query by its published operation, or undefined where this gateway has none of that name. */
export async function publishedQuestion(
  { port }: Running,
  query: QueryName,
  asked: Question,
): Promise<Question | undefined> {
  const path = `/op/${query}`;
  // The files of operations/ are given to the hub as its published operations.
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  await response.text();
  return response.status === 404 ? undefined : { ...asked, path, body: '{}' };
}
