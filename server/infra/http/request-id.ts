import { uuidV7 } from '@neustream/shared/node/uuid.ts';
import type { RequestHandler, Response } from 'express';
import type { Origin } from '../security-log.ts';

/** Gives each answer an `X-Request-Id`, by which people and logs name it. */
export const requestId: RequestHandler = (_request, response, next) => {
  response.set('X-Request-Id', uuidV7());
  next();
};

export function requestIdOf(response: Response): string {
  return response.get('X-Request-Id') ?? '';
}

/** Which request a call is, as the security log tells it. */
export function originOf({ response, ip }: { response: Response; ip: string }): Origin {
  return { requestId: requestIdOf(response), address: ip };
}
