import { conflict, type Problem, unavailable } from '../infra/http/problem.ts';
import type { SendingSession } from './changes.ts';

/** A test would be a second publisher, which platforms refuse, or which makes them drop the first. */
export function destinationLive(sending: SendingSession | null): Problem {
  return conflict({
    code: 'DESTINATION_LIVE',
    message: 'A session is sending to this destination, so it cannot be tested now.',
    action: 'Check its state on the live page, or test it after the session.',
    details: sending && {
      session_id: sending.sessionId,
      status: sending.status,
      reason_code: sending.reasonCode,
    },
  });
}

export function testUnderWay(): Problem {
  return conflict({
    code: 'TEST_UNDER_WAY',
    message: 'Another test of yours is still running.',
    action: 'Wait a few seconds for it to finish, then test this destination.',
  });
}

export function testsBusy(): Problem {
  return unavailable(
    {
      code: 'TESTS_BUSY',
      message: 'Too many connections are being tested at the moment.',
      action: 'Try again in a few seconds.',
    },
    { 'Retry-After': '5' },
  );
}

export function noNodeForTests(): Problem {
  return unavailable(
    {
      code: 'NO_MEDIA_NODE',
      message: 'No media node is ready to test the connection.',
      action:
        'Try again in a few seconds. If it keeps happening, whoever runs this server has to check the media node.',
    },
    { 'Retry-After': '3' },
  );
}
