import type { DestinationView } from '@neustream/shared/destinations/schemas.ts';
import type { RelayView, SessionView } from '@neustream/shared/live/schemas.ts';
import { type RelayLook, relayLook } from './relay-look.ts';

/** A line of the list of destinations: a saved destination, its relay in the open session, or both. */
export interface DestinationRow {
  id: string;
  name: string;
  platform: string;
  address: string;
  saved: DestinationView | null;
  relay: RelayView | null;
  look: RelayLook;
}

/** All saved destinations in their order, then relays whose destination is no longer saved. */
export function destinationRows(
  saved: readonly DestinationView[],
  session: SessionView | null,
): DestinationRow[] {
  const relays = new Map((session?.relays ?? []).map((relay) => [relay.destination_id, relay]));
  const rows = saved.map((destination): DestinationRow => {
    const relay = relays.get(destination.id) ?? null;
    relays.delete(destination.id);
    return {
      id: destination.id,
      name: destination.name,
      platform: destination.platform,
      address: destination.rtmp_url,
      saved: destination,
      relay,
      look: session !== null && relay === null ? 'removed' : relayLook(relay, destination.is_active),
    };
  });
  for (const relay of relays.values()) {
    if (relay.status === 'DISCONNECTED' && relay.reason_code === 'REMOVED') continue;
    const { destination_id: id, name, platform, address } = relay;
    rows.push({ id, name, platform, address, saved: null, relay, look: relayLook(relay, true) });
  }
  return rows;
}
