import { uuidV7 } from '@neustream/shared/node/uuid.ts';
import type { RequestHandler, Response } from 'express';
import type { Origin } from '../security-log.ts';

/** Gives each answer an `X-Request-Id`, which identifies it to people and in logs. */
export const requestId: RequestHandler = (_request, response, next) => {
  response.set('X-Request-Id', uuidV7());
  next();
};

export function requestIdOf(response: Response): string {
  return response.get('X-Request-Id') ?? '';
}

/** Which request a call is, for the security log. */
export function originOf({ response, ip }: { response: Response; ip: string }): Origin {
  return { requestId: requestIdOf(response), address: ip };
}
