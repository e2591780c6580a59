import { AppError } from '@neustream/shared/kernel/app-error.ts';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import { DEFAULT_NODE_NAME } from './own-node.ts';
import { type ListedNode, listNodes } from './token-store.ts';
import { issueToken, revokeNode, type TokenDeps, tokenOfNode } from './tokens.ts';

/** What an operator can do with the tokens of media nodes. */
export type NodeCommand = { do: 'list' } | { do: 'add' | 'rotate' | 'revoke'; name: string };

/** Letters, digits, dots, dashes and underscores: a name goes into settings, logs and paths. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;

/**
 * The words after `npm run node --`.
 * @throws AppError `USAGE`
 */
export function parseNodeCommand(words: readonly string[]): NodeCommand {
  const [verb, name, ...more] = words;
  if (verb === 'list' && name === undefined) return { do: 'list' };
  const named = verb === 'add' || verb === 'rotate' || verb === 'revoke';
  if (!named || name === undefined || more.length > 0) {
    throw usage(
      'Use one of: add NAME, rotate NAME, revoke NAME, list.',
      'For example: npm run node -- add eu-1',
    );
  }
  if (!NAME.test(name)) {
    throw usage(
      `${name} cannot be the name of a media node.`,
      'Use letters, digits, dots, dashes and underscores, beginning with a letter or digit, at most 63 of them.',
    );
  }
  return { do: verb, name };
}

interface CommandDeps extends TokenDeps {
  /** `MEDIA_NODE_ID`; null when it is not set. */
  ownNodeId: string | null;
  /** Stores the token where the node of this data folder reads it; null when its token comes from a setting. */
  keep: ((token: string) => void) | null;
}

/**
 * Does what the operator asks; returns the text to show. Only that text contains a new token, in plain text.
 * @throws AppError `NODE_EXISTS` or `NO_SUCH_NODE`
 */
export async function runNodeCommand(deps: CommandDeps, command: NodeCommand): Promise<string> {
  if (command.do === 'list') return table(await listNodes(deps.db), deps.clock());
  const { name } = command;
  const known = (await tokenOfNode(deps, name)) !== null;
  if (command.do === 'add') {
    if (known) throw exists(name);
    return handOver(deps, name, await issueToken(deps, name));
  }
  if (!known) throw noSuchNode(name);
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

function table(nodes: readonly ListedNode[], now: number): string {
  if (nodes.length === 0) return 'There is no media node yet. To add one: npm run node -- add NAME';
  const rows = nodes.map((node) => [node.node_id, tokenState(node), lastReport(node.heartbeat_at, now)]);
  const lines = [['NODE', 'TOKEN', 'LAST REPORT'], ...rows];
  const width = (column: number) => Math.max(...lines.map((line) => line[column]?.length ?? 0));
  const widths = [width(0), width(1), 0];
  return lines
    .map((line) =>
      line
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function tokenState({ issued_at, used_at, rotating }: ListedNode): string {
  if (issued_at === null) return 'none: locked out';
  if (used_at === null) return 'issued, not used yet';
  return rotating ? 'in use, and a new one has been issued' : 'in use';
}

function lastReport(at: Date | null, now: number): string {
  if (at === null) return 'never';
  const seconds = Math.max(0, Math.round((now - at.getTime()) / 1000));
  return seconds < 120 ? `${seconds} s ago` : at.toISOString();
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
