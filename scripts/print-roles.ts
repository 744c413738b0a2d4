// Writes docs/roles.md from gateway/callers/roles.ts.
import { writeFileSync } from 'node:fs';
import { rolesPage } from '../gateway/callers/roles-page.ts';

writeFileSync(new URL('../docs/roles.md', import.meta.url), rolesPage());
