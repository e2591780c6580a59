import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import type { PortRange } from './ports.ts';

/** Where relays may connect to, and how. */
export interface NetworkRules {
  /** Loopback and private networks too: for tests and people who host their own servers. */
  allowPrivate: boolean;
  /** Ports that may be dialled; null for all but those of well-known other services. */
  allowedPorts: readonly PortRange[] | null;
  /** Certificate authorities to trust, in PEM, instead of those that Node brings. */
  ca?: readonly string[];
  /** Resolves a name to its addresses; the system's resolver by default. */
  lookup?: (host: string) => Promise<readonly string[]>;
}

/** What an operator allows, as settings say it. */
export interface NetworkSettings {
  allowPrivateDestinations: boolean;
  /** Null allows every port. */
  allowedDestinationPorts: readonly number[] | null;
  /** Certificate authority (PEM) to trust besides the public ones. */
  destinationCaFile: string | null;
}

/**
 * The rules that follow from an operator's settings.
 * @throws the file system's error when `destinationCaFile` cannot be read
 */
export function networkRules(settings: NetworkSettings): NetworkRules {
  const { allowPrivateDestinations, allowedDestinationPorts, destinationCaFile } = settings;
  const allowedPorts = allowedDestinationPorts?.map((port) => ({ from: port, to: port })) ?? null;
  const rules = { allowPrivate: allowPrivateDestinations, allowedPorts };
  if (destinationCaFile === null) return rules;
  return { ...rules, ca: [...rootCertificates, readFileSync(destinationCaFile, 'utf8')] };
}
