import { loginProblem } from '@neustream/shared/destinations/login.ts';
import { validationFailed } from '../infra/http/problem.ts';

/** @throws Problem 422 on the field of the login that is wrong */
export function requireLogin(...given: Parameters<typeof loginProblem>): void {
  const problem = loginProblem(...given);
  if (problem) throw validationFailed({ [problem.field]: problem.code });
}
