import { conflict, type Problem } from '../../infra/http/problem.ts';

/** The refusal of a command for a session that is not open any more. */
export function sessionOver(): Problem {
  return conflict({
    code: 'SESSION_OVER',
    message: 'This session has ended or is ending.',
    action: 'Go live again to start a new one.',
  });
}
