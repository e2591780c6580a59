import { uuidV7 } from '@neustream/shared/node/uuid.ts';
import type { RequestHandler, Response } from 'express';

/** Gives each answer an `X-Request-Id`, by which people and logs name it. */
export const requestId: RequestHandler = (_request, response, next) => {
  response.set('X-Request-Id', uuidV7());
  next();
};

export function requestIdOf(response: Response): string {
  return response.get('X-Request-Id') ?? '';
}
