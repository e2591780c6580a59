import type { Child } from '@neustream/shared/node/child.ts';

/** Calls and answers over the message channel between a program of the kit and its parent. */
interface Call {
  call: number;
  name: string;
  input: unknown;
}
interface Answer {
  answer: number;
  output?: unknown;
  problem?: string;
}

const DEADLINE_MS = 20_000;
let calls = 0;

/** Calls a child that runs `serveCalls`. Throws what went wrong there, or when it does not answer within 20 s. */
export async function callChild<T>(child: Child, name: string, input: unknown = null): Promise<T> {
  calls += 1;
  const call = calls;
  const answered = child.message((message) => (isAnswerTo(message, call) ? message : undefined), DEADLINE_MS);
  child.send({ call, name, input } satisfies Call);
  const { output, problem } = await answered;
  if (problem !== undefined) throw new Error(`${child.name}: ${problem}`);
  return output as T;
}

type Handlers = Record<string, (input: never) => unknown>;

/** Answers the parent's calls. Sends `{type: 'ready'}`, and ends this process when the parent is gone. */
export function serveCalls(handlers: Handlers): void {
  process.on('message', (message: Call) => {
    const { call, name, input } = message;
    const answer = (rest: Omit<Answer, 'answer'>) => process.send?.({ answer: call, ...rest });
    Promise.resolve()
      .then(() => handlers[name]?.(input as never))
      .then(
        (output) => answer({ output: output ?? null }),
        (error: unknown) => answer({ problem: error instanceof Error ? error.message : String(error) }),
      );
  });
  process.once('disconnect', () => process.exit(0));
  // A terminal's Ctrl-C reaches the whole group, but the parent decides when we end.
  process.on('SIGINT', () => undefined);
  process.send?.({ type: 'ready' });
}

/** Waits for `{type: 'ready'}`. */
export async function childReady(child: Child, timeoutMs = 10_000): Promise<void> {
  await child.message((message) => isReady(message) || undefined, timeoutMs);
}

function isReady(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready';
}

function isAnswerTo(message: unknown, call: number): message is Answer {
  return typeof message === 'object' && message !== null && 'answer' in message && message.answer === call;
}
