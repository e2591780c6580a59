import { ApiFailure } from '@neustream/shared/contracts/failure.ts';
import { useEffect } from 'react';
import { usePageDeps } from '../api/context.tsx';
import { useReport } from './use-report.ts';

/** Shows what the server refuses on the socket; otherwise a page would wait for updates that never come. */
export function SocketFailures() {
  const { socket } = usePageDeps();
  const report = useReport();
  useEffect(
    () =>
      socket.on('error', ({ code, message }) =>
        report(new ApiFailure({ status: 0, code, fault: 'ours', message, action: '' })),
      ),
    [socket, report],
  );
  return null;
}
