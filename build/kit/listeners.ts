import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { connect } from 'node:net';

export interface Listener {
  transport: 'tcp' | 'udp';
  port: number;
}

const TABLES = { tcp: ['tcp', 'tcp6'], udp: ['udp', 'udp6'] } as const;
/** States in `/proc/net/tcp` and `/proc/net/udp` in which a socket accepts what others send. */
const OPEN = { tcp: '0A', udp: '07' };

/** Every port that these processes listen on (Linux). */
export function listenersOf(pids: readonly number[]): Listener[] {
  const theirs = new Set(pids.flatMap(socketsOf));
  return (['tcp', 'udp'] as const).flatMap((transport) =>
    TABLES[transport].flatMap((table) =>
      readFileSync(`/proc/net/${table}`, 'utf8')
        .split('\n')
        .slice(1)
        .map((line) => line.trim().split(/\s+/))
        .filter(([, , , state, , , , , , inode]) => state === OPEN[transport] && theirs.has(inode ?? ''))
        .map(([, local = '']) => ({ transport, port: Number.parseInt(local.split(':')[1] ?? '', 16) })),
    ),
  );
}

/** Inodes of the sockets that a process holds. */
function socketsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((descriptor) => {
      const inode = /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${descriptor}`))?.[1];
      return inode === undefined ? [] : [inode];
    });
  } catch {
    return [];
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

/** Whether something accepts connections on a loopback port. */
export function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
