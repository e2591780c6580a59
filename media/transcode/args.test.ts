import { expect, it } from 'vitest';
import { audioTranscodeArgs } from './args.ts';

it('asks FFmpeg to keep the picture and make the sound AAC', () => {
  expect(audioTranscodeArgs({ rtspPort: 8554, path: 'live/abcdef12' }).join(' ')).toBe(
    '-hide_banner -nostdin -loglevel warning -protocol_whitelist tcp,rtp,pipe -probesize 500000 ' +
      '-analyzeduration 500000 -fflags nobuffer -rtsp_transport tcp -i rtsp://127.0.0.1:8554/live/abcdef12 ' +
      '-map 0:v:0? -map 0:a:0? -c:v copy -c:a aac -b:a 160k -ar 48000 -ac 2 -af aresample=async=1 ' +
      '-flvflags no_duration_filesize -flush_packets 1 -f flv pipe:1',
  );
});
