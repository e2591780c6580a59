import { AppError } from '@neustream/shared/kernel/app-error.ts';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import { drainNode } from './drain-node.ts';
import type { NodeClient } from './node-client.ts';
import { nodeTable } from './node-table.ts';
import { DEFAULT_NODE_NAME } from './own-node.ts';
import { listNodes } from './token-store.ts';
import { issueToken, revokeNode, type TokenDeps, tokenOfNode } from './tokens.ts';

const ON_A_NODE = ['add', 'rotate', 'revoke', 'drain'] as const;

/** What an operator can do with media nodes and their tokens. */
export type NodeCommand = { do: 'list' } | { do: (typeof ON_A_NODE)[number]; name: string };

/** Letters, digits, dots, dashes and underscores: a name goes into settings, logs and paths. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;

/**
 * The words after `npm run node --`.
 * @throws AppError `USAGE`
 */
export function parseNodeCommand(words: readonly string[]): NodeCommand {
  const [verb, name, ...more] = words;
  if (verb === 'list' && name === undefined) return { do: 'list' };
  const named = ON_A_NODE.find((known) => known === verb);
  if (named === undefined || name === undefined || more.length > 0) {
    throw usage(
      'Use one of: add NAME, rotate NAME, revoke NAME, drain NAME, list.',
      'For example: npm run node -- add eu-1',
    );
  }
  if (!NAME.test(name)) {
    throw usage(
      `${name} cannot be the name of a media node.`,
      'Use letters, digits, dots, dashes and underscores, beginning with a letter or digit, at most 63 of them.',
    );
  }
  return { do: named, name };
}

interface CommandDeps extends TokenDeps {
  nodeClient: Pick<NodeClient, 'post'>;
  /** `MEDIA_NODE_ID`; null when it is not set. */
  ownNodeId: string | null;
  /** Stores the token where the node of this data folder reads it; null when its token comes from a setting. */
  keep: ((token: string) => void) | null;
}

/**
 * Does what the operator asks; returns the text to show. Only that text contains a new token, in plain text.
 * @throws AppError `NODE_EXISTS`, `NO_SUCH_NODE` or `NODE_AWAY`
 */
export async function runNodeCommand(deps: CommandDeps, command: NodeCommand): Promise<string> {
  if (command.do === 'list') return nodeTable(await listNodes(deps.db), deps.clock());
  const { name } = command;
  const known = (await tokenOfNode(deps, name)) !== null;
  if (command.do === 'add') {
    if (known) throw exists(name);
    return handOver(deps, name, await issueToken(deps, name));
  }
  if (!known) throw noSuchNode(name);
  if (command.do === 'drain') return await drainNode(deps, name);
  if (command.do === 'rotate') {
    const text = handOver(deps, name, await issueToken(deps, name));
    return `${text}\nUntil then, its current token keeps working.`;
  }
  await revokeNode(deps, name);
  return `${name} is locked out: the API accepts nothing from it and sends it nothing. Stop the node itself to end the\nsessions it still carries.`;
}

function handOver({ ownNodeId, keep }: CommandDeps, name: string, token: Secret): string {
  if (keep !== null && name === (ownNodeId ?? DEFAULT_NODE_NAME)) {
    keep(token.reveal());
    return `${name} has a new token in the data folder. Restart the node to use it; its sessions are\ninterrupted for a few seconds.`;
  }
  return [
    `The token of ${name}, shown only now:`,
    '',
    `  MEDIA_NODE_ID=${name}`,
    `  MEDIA_NODE_TOKEN=${token.reveal()}`,
    '',
    'Put both into the node’s settings and (re)start it.',
  ].join('\n');
}

function usage(message: string, action: string): AppError {
  return new AppError({ code: 'USAGE', fault: 'user', message, action });
}

function exists(name: string): AppError {
  return new AppError({
    code: 'NODE_EXISTS',
    fault: 'user',
    message: `The media node ${name} already has a token.`,
    action: `To replace it: npm run node -- rotate ${name}. If it may be in the wrong hands, revoke it first and add the node again.`,
  });
}

function noSuchNode(name: string): AppError {
  return new AppError({
    code: 'NO_SUCH_NODE',
    fault: 'user',
    message: `No media node called ${name} has a token.`,
    action: 'To see which do: npm run node -- list',
  });
}
