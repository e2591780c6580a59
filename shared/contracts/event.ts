import type { z } from 'zod';

/** One kind of message on an edge that pushes: what it means, and the schema of its payload. */
export interface EventContract {
  summary: string;
  payload: z.ZodType;
}

/** The events of a capability in one direction, each with its precise type. */
export function events<const E extends Record<string, EventContract>>(given: E): E {
  return given;
}

type Names<E> = keyof E & string;

/** What a sender has to pass. */
export type EventPayload<E extends Record<string, EventContract>, N extends Names<E>> = z.infer<
  E[N]['payload']
>;
