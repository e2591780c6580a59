import { isIP } from 'node:net';
import type { FieldCode } from '../../contracts/errors.ts';
import type { RtmpAddress } from '../../destinations/rtmp-address.ts';
import { type PortRange, portAllowed } from './ports.ts';
import { isPublicAddress } from './public-address.ts';

/**
 * Where destinations may be. The API checks this when a destination is saved, the engine enforces it when it connects.
 */
export interface DestinationRules {
  /** Allows loopback and private networks too: for tests and for people who host their own servers. */
  allowPrivate: boolean;
  /** Ports that may be dialled; null allows all except those of other well-known services. */
  allowedPorts: readonly PortRange[] | null;
}

/** Returns the IP addresses of a name; rejects when it has none or cannot be looked up. */
export type Lookup = (name: string) => Promise<readonly string[]>;

/** What an operator allows, as a process's configuration states it. */
export interface DestinationConfig {
  allowPrivateDestinations: boolean;
  /** Null allows every port except those of other well-known services. */
  allowedDestinationPorts: readonly number[] | null;
}

/** The rules that follow from an operator's settings. */
export function destinationRules(config: DestinationConfig): DestinationRules {
  const allowedPorts = config.allowedDestinationPorts?.map((port) => ({ from: port, to: port })) ?? null;
  return { allowPrivate: config.allowPrivateDestinations, allowedPorts };
}

/**
 * What the rules object to in an address, as far as can be told without DNS; null when nothing. Names that DNS reserves
 * for local use never lead to a public server (RFC 6761, RFC 6762, RFC 8375).
 */
export function addressProblem({ host, port }: RtmpAddress, rules: DestinationRules): FieldCode | null {
  if (!portAllowed(port, rules.allowedPorts)) return 'RTMP_ADDRESS_PORT_CLOSED';
  if (rules.allowPrivate) return null;
  const isPublic = isIP(host) ? isPublicAddress(host) : !isLocalName(host);
  return isPublic ? null : 'RTMP_ADDRESS_NOT_PUBLIC';
}

/** Whether we may connect to the addresses that a name resolved to. */
export function mayConnect(addresses: readonly string[], rules: DestinationRules): boolean {
  // One private address among public ones is refused too: mixing them is a way to trick the check.
  return rules.allowPrivate || addresses.every(isPublicAddress);
}

const LOCAL_ZONES = new Set([
  'localhost',
  'local',
  'localdomain',
  'internal',
  'intranet',
  'lan',
  'home',
  'corp',
  'onion',
  'invalid',
  'test',
]);

function isLocalName(host: string): boolean {
  const labels = host.toLowerCase().replace(/\.$/, '').split('.');
  if (labels.length < 2) return true;
  return LOCAL_ZONES.has(labels.at(-1) ?? '') || labels.slice(-2).join('.') === 'home.arpa';
}
