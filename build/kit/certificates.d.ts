export interface Certificate {
  /** PEM text. */
  key: string;
  cert: string;
}
export interface TestAuthority {
  /** PEM file of the authority: what `NODE_EXTRA_CA_CERTS` takes. */
  caFile: string;
  /** A certificate of this authority, valid for these host names and IPv4 addresses. */
  issue(hosts: string[]): Promise<Certificate>;
}
/** Creates a certificate authority that only the tests trust, and writes it into `folder`. */
export declare function createTestAuthority(folder: string): Promise<TestAuthority>;
/** A certificate that no authority vouches for. */
export declare function createUntrustedCertificate(hosts: string[]): Promise<Certificate>;
/** A certificate for 127.0.0.1 that no authority vouches for, in files that are gone when disposed. */
export declare function certificateFiles(): Promise<
  {
    certFile: string;
    keyFile: string;
  } & {
    [Symbol.asyncDispose](): Promise<void>;
  }
>;
