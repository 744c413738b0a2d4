// Writes docs/errors.md from gateway/refusal-codes.ts and kernel/faults.ts.
import { writeFileSync } from 'node:fs';
import { errorsPage } from '../gateway/errors-page.ts';

writeFileSync(new URL('../docs/errors.md', import.meta.url), errorsPage());
