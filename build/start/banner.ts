import type { NodeEndpoints } from '@neustream/shared/contracts/media-control.ts';

export interface BannerParts {
  openAt: string;
  endpoints: NodeEndpoints;
  logDir: string;
}

/** Where to open it and how to point an encoder at it, in a few lines. */
export function banner({ openAt, endpoints, logDir }: BannerParts): string {
  const others = (['rtmps', 'srt', 'whip'] as const).flatMap((name) => {
    const address = endpoints[name];
    return address === null ? [] : [`${name.toUpperCase()} ${address}`];
  });
  return [
    '',
    'Neustream Studio is running.',
    '',
    `  Open in a browser   ${openAt}`,
    ...(endpoints.rtmp === null
      ? []
      : [
          `  Point OBS at        ${endpoints.rtmp}   (Settings → Stream → Custom)`,
          '  with the key that   the page shows for your source',
        ]),
    ...(others.length > 0 ? [`  Also available      ${others.join('   ')}`] : []),
    `  Logs                ${logDir}`,
    '  Stop                Ctrl-C',
    '',
  ].join('\n');
}
