import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import {
  type DestinationConfig,
  type DestinationRules,
  destinationRules,
  type Lookup,
} from '@neustream/shared/node/destinations/rules.ts';

/** Where relays may connect to, and how. */
export interface NetworkRules extends DestinationRules {
  /** Certificate authorities to trust, in PEM, instead of Node's own. */
  ca?: readonly string[];
  /** Resolves a name to its addresses; the system's resolver by default. */
  lookup?: Lookup;
}

/** What an operator allows, as the settings state it. */
export interface NetworkSettings extends DestinationConfig {
  /** Certificate authority (PEM) to trust in addition to the public ones. */
  destinationCaFile: string | null;
}

/**
 * The rules that follow from an operator's settings.
 * @throws the file system's error when `destinationCaFile` cannot be read
 */
export function networkRules(settings: NetworkSettings): NetworkRules {
  const rules = destinationRules(settings);
  if (settings.destinationCaFile === null) return rules;
  return { ...rules, ca: [...rootCertificates, readFileSync(settings.destinationCaFile, 'utf8')] };
}
