import { jsonSchema } from '@neustream/shared/contracts/kinds.ts';
import type { Route } from '@neustream/shared/contracts/route.ts';
import type { Response } from 'express';

/**
 * Sends what a handler returned, as the kind of answer its route declares; handlers are typed by the same declaration.
 */
export async function sendAnswer(
  response: Response,
  { answer: kind, status }: Route,
  answer: unknown,
): Promise<void> {
  response.set('Cache-Control', 'no-store').status(status);
  if (!kind) return void response.end();
  if (jsonSchema(kind) || !('kind' in kind)) return void response.json(answer);
  if (kind.kind === 'text') return void response.type(kind.type).send(answer);
  if (kind.kind === 'redirect') return response.redirect(status, (answer as { location: string }).location);
  response.type(kind.type);
  await sendFile(response, (answer as { path: string }).path);
}

/** A file, or the part of it that `Range` asks for; a caller who hangs up is not an error. */
function sendFile(response: Response, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    response.sendFile(path, { dotfiles: 'allow', cacheControl: false }, (error?: unknown) => {
      if (error && !response.req.destroyed) reject(error);
      else resolve();
    });
  });
}
