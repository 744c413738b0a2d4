import { projectUnless } from '../../../ledger/submission/references/project.ts';
import { isWithdrawn } from './withdrawn-project.ts';

/** The project a bank's record is about (项目): one that was withdrawn is as little on record here as at the provincial hub. */
export const project = projectUnless(isWithdrawn('s.project_code'));

/**
 * Under this name records wait that name an account of such a project alone: judged by what is kept here, they are released by whoever keeps
 * it, and not when the project comes into scope again, which may be before.
 */
export const PROJECT_OF_ACCOUNT = 'project-of-account';
