import { RelayFailure } from '../failure.ts';

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|HOSTNAME_MISMATCH|INVALID_CA/;

function errorCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return typeof code === 'string' ? code : '';
}

/** Why no TCP connection was established. */
export function connectFailure(error: unknown): RelayFailure {
  if (error instanceof RelayFailure) return new RelayFailure(error.reason, { beforeConnection: true });
  switch (errorCode(error)) {
    case 'ECONNREFUSED':
      return new RelayFailure('CONNECTION_REFUSED', { beforeConnection: true });
    case 'ECONNRESET':
      return new RelayFailure('CONNECTION_RESET', { beforeConnection: true });
    default:
      return new RelayFailure('CONNECTION_TIMED_OUT', { beforeConnection: true });
  }
}

/** Why no TLS session was established on an open connection. */
export function tlsFailure(error: unknown): RelayFailure {
  const code = errorCode(error);
  return new RelayFailure(CERTIFICATE.test(code) ? 'CERTIFICATE_INVALID' : 'TLS_FAILED', {
    detail: code || null,
  });
}

/** Why an open connection ended. */
export function brokenFailure(error: unknown): RelayFailure {
  if (error instanceof RelayFailure) return error;
  switch (errorCode(error)) {
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return new RelayFailure('CONNECTION_TIMED_OUT');
    case 'ECONNRESET':
    case 'EPIPE':
      return new RelayFailure('CONNECTION_RESET');
    default:
      return new RelayFailure('CONNECTION_CLOSED');
  }
}
