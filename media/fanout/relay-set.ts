import type { PlannedDestination } from '@neustream/shared/contracts/media-control.ts';
import type { RelayFacts } from '@neustream/shared/live/facts.ts';
import type { RelayCloseReason } from '../relay/public.ts';
import { desiredRelay, nextStep, type SourceState, sameTarget } from './decide-relay.ts';
import type { NewEvent } from './event-log.ts';
import { NOTHING_RECORDED, type RecordedRelay, recordRelay } from './relay-events.ts';
import { addTotals, idleFacts, NO_TOTALS, type RelayTotals } from './relay-totals.ts';

/** One relay as the set controls it: the engine's `Relay`, or a stand-in in tests of what is opened and closed. */
export interface RelayHandle {
  facts(): RelayFacts;
  /** Tries again at once, even after a failure that is not retried. */
  retryNow(): void;
  /** Unpublishes, and settles when the connection is closed. */
  close(reason: RelayCloseReason): Promise<void>;
}

/** What a relay is given beside its destination. */
export interface RelayBackground {
  onChange: () => void;
  /** Another server is sent to than the planned one, because that one said so. */
  onRedirect: (server: string) => void;
  /** An earlier relay of the session was live there with this key, which may still be held. */
  wasLive: boolean;
}

export interface RelaySetDeps {
  /** What an earlier process may have sent to in this session: these keys may still be held. */
  earlier?: readonly PlannedDestination[];
  open(destination: PlannedDestination, background: RelayBackground): RelayHandle;
  onEvent(event: NewEvent): void;
  onChange(): void;
}

interface Slot {
  relay: RelayHandle | null;
  sendingTo: PlannedDestination | null;
  /** Where it was sending when it was last live. */
  lastLive: PlannedDestination | null;
  closing: Promise<void> | null;
  retriesSeen: number;
  /** What closed relays of this destination had sent. */
  before: RelayTotals;
  recorded: RecordedRelay;
  droppedTold: number;
  /** The server that we were last sent on to, as the timeline says. */
  redirectTold: string | null;
}

/** The relays of one session: brings what is actual towards what is desired, one step at a time per destination. */
export class RelaySet {
  readonly #deps: RelaySetDeps;
  readonly #slots = new Map<string, Slot>();
  #destinations = new Map<string, PlannedDestination>();
  #source: SourceState = { begun: false, videoCodec: null, audioOnly: false, ended: false };

  constructor(deps: RelaySetDeps) {
    this.#deps = deps;
  }

  /** Takes a new plan or a new state of the source, and acts on it. Repeats are harmless. */
  reconcile(destinations: readonly PlannedDestination[], source: SourceState): void {
    this.#destinations = new Map(destinations.map((destination) => [destination.id, destination]));
    this.#source = source;
    for (const { id, retryRequests } of destinations) {
      if (!this.#slots.has(id)) this.#slots.set(id, newSlot(retryRequests));
    }
    for (const id of [...this.#slots.keys()]) this.#advance(id);
  }

  /** Facts of every destination in the plan. */
  facts(): (RelayFacts & { destinationId: string })[] {
    return [...this.#destinations.keys()].map((destinationId) => ({
      ...this.#factsOf(destinationId),
      destinationId,
    }));
  }

  /** Adds the frames dropped since the last call to the timeline. */
  recordDrops(): void {
    for (const [destinationId, slot] of this.#slots) {
      const dropped = slot.before.framesDropped + (slot.relay?.facts().framesDropped ?? 0);
      const frames = dropped - slot.droppedTold;
      slot.droppedTold = dropped;
      if (frames <= 0) continue;
      this.#deps.onEvent({
        kind: 'relay.dropped_frames',
        hop: 'destination',
        destinationId,
        data: { frames },
      });
    }
  }

  /** Settles when no connection is left. */
  async closed(): Promise<void> {
    for (let open = this.#closing(); open.length > 0; open = this.#closing()) await Promise.all(open);
  }

  #closing(): Promise<void>[] {
    return [...this.#slots.values()].flatMap((slot) => (slot.closing === null ? [] : [slot.closing]));
  }

  #advance(id: string): void {
    const slot = this.#slots.get(id);
    if (slot === undefined) return;
    const destination = this.#destinations.get(id);
    const step = nextStep(destination, desiredRelay(destination, this.#source), {
      sendingTo: slot.sendingTo,
      closing: slot.closing !== null,
      retriesSeen: slot.retriesSeen,
    });
    if (step.do === 'open' && destination !== undefined) this.#open(slot, destination);
    else if (step.do === 'close') this.#close(id, slot, step.reason);
    else if (step.do === 'retry') slot.relay?.retryNow();
    slot.retriesSeen = destination?.retryRequests ?? slot.retriesSeen;
    if (destination === undefined && slot.relay === null && slot.closing === null) this.#slots.delete(id);
  }

  #open(slot: Slot, destination: PlannedDestination): void {
    const { id: destinationId } = destination;
    const before = slot.lastLive ?? this.#deps.earlier?.find(({ id }) => id === destinationId);
    const wasLive = before !== undefined && sameTarget(before, destination);
    slot.sendingTo = destination;
    slot.relay = this.#deps.open(destination, {
      onChange: () => this.#changed(destinationId, slot),
      onRedirect: (server) => this.#redirected(destinationId, slot, server),
      wasLive,
    });
    this.#changed(destinationId, slot);
  }

  #close(id: string, slot: Slot, reason: RelayCloseReason): void {
    const relay = slot.relay;
    if (relay === null) return;
    slot.sendingTo = null;
    slot.closing = relay.close(reason).then(() => {
      slot.before = addTotals(slot.before, relay.facts());
      slot.relay = null;
      slot.closing = null;
      slot.recorded = { ...slot.recorded, status: 'DISCONNECTED' };
      this.#deps.onChange();
      this.#advance(id);
    });
  }

  #changed(destinationId: string, slot: Slot): void {
    if (slot.relay !== null && slot.closing === null) {
      const { recorded, lines } = recordRelay(slot.recorded, slot.relay.facts(), slot.sendingTo?.audioTrack);
      slot.recorded = recorded;
      if (recorded.status === 'LIVE') slot.lastLive = slot.sendingTo;
      for (const line of lines) this.#deps.onEvent({ ...line, destinationId });
    }
    this.#deps.onChange();
  }

  /** Every try is sent on anew, mostly to the same server: that is told once. */
  #redirected(destinationId: string, slot: Slot, server: string): void {
    if (slot.redirectTold === server) return;
    slot.redirectTold = server;
    const where = { hop: 'destination', destinationId, data: { detail: server } } as const;
    this.#deps.onEvent({ kind: 'relay.redirected', ...where });
    this.#deps.onChange();
  }

  #factsOf(id: string): RelayFacts {
    const slot = this.#slots.get(id);
    const before = slot?.before ?? NO_TOTALS;
    if (slot?.relay != null && slot.closing === null) {
      const facts = slot.relay.facts();
      return { ...facts, ...addTotals(before, facts) };
    }
    const desired = desiredRelay(this.#destinations.get(id), this.#source);
    const sent = slot?.relay == null ? before : addTotals(before, slot.relay.facts());
    return desired.run
      ? idleFacts('CONNECTING', null, sent)
      : idleFacts(desired.status, desired.reason, sent);
  }
}

function newSlot(retriesSeen: number): Slot {
  return {
    relay: null,
    sendingTo: null,
    lastLive: null,
    closing: null,
    retriesSeen,
    before: NO_TOTALS,
    recorded: NOTHING_RECORDED,
    droppedTold: 0,
    redirectTold: null,
  };
}
