import type {
  NodeSession,
  PlannedDestination,
  SessionPlan,
} from '@neustream/shared/contracts/media-control.ts';
import type { Clock } from '@neustream/shared/kernel/clock.ts';
import type { IngestFacts, IngestProtocol } from '@neustream/shared/live/facts.ts';
import type { SessionEndReason } from '@neustream/shared/live/session.ts';
import type { Logger } from 'pino';
import type { Encoders, PublisherFacts } from '../ingest/public.ts';
import { Feed, type FeedEvent } from '../relay/public.ts';
import { decideEnd, type Life, nextDeadline, timerFor } from './decide-life.ts';
import type { SourceState } from './decide-relay.ts';
import { EncoderState } from './encoder-state.ts';
import { EventLog } from './event-log.ts';
import { type RelayBackground, type RelayHandle, RelaySet } from './relay-set.ts';
import type { GivenSession, SessionRecord } from './session-record.ts';

export interface OpenRelayOptions extends RelayBackground {
  destination: PlannedDestination;
  feed: Feed;
}

export interface LiveSessionDeps {
  /** Names this run of the process: every counter begins at 0 with it. */
  runId: string;
  encoders: Encoders;
  openRelay(options: OpenRelayOptions): RelayHandle;
  /** Something that the next snapshot should report soon. */
  onChange(): void;
  log: Logger;
  now: Clock;
  /** Milliseconds that setting the system's clock does not change: how long the media paused. */
  steady: Clock;
}

/** One session on this node: its plan (what is desired), and its encoder and relays (what is actual). */
export class LiveSession {
  readonly #deps: LiveSessionDeps;
  readonly #feed: Feed;
  readonly #events: EventLog;
  readonly #relays: RelaySet;
  readonly #encoder = new EncoderState();
  readonly #over = new AbortController();
  #record: SessionRecord;
  /** Ended, and every connection is closed: only then is the end reported. */
  #closed: boolean;
  /** This process is stopping; the session is not. */
  #suspended = false;
  #attachment: Promise<void> | null = null;
  /** An encoder was admitted while the previous publish was still being followed. */
  #cameAgain: IngestProtocol | null = null;
  #deadline: NodeJS.Timeout | null = null;

  constructor({ record, events, restarted }: GivenSession, deps: LiveSessionDeps) {
    this.#record = record;
    this.#closed = record.endedReason !== null;
    this.#deps = deps;
    this.#feed = new Feed({ clock: deps.steady, onEvent: (event) => this.#noticed(event) });
    this.#events = new EventLog(deps.now, deps.onChange, events);
    this.#relays = new RelaySet({
      earlier: record.publishedAt === null ? [] : record.plan.destinations,
      open: (destination, background) => deps.openRelay({ ...background, destination, feed: this.#feed }),
      onEvent: (event) => this.#events.add(event),
      onChange: deps.onChange,
    });
    // A session that was live elsewhere: its encoder has the grace to be found again.
    if (record.publishedAt !== null) this.#encoder.lost(deps.now());
    if (restarted) this.#events.add({ kind: 'node.restarted', hop: 'ingest', data: {} });
  }

  get plan(): SessionPlan {
    return this.#record.plan;
  }

  /** What has to be remembered of it. */
  get record(): SessionRecord {
    return this.#record;
  }

  get ended(): boolean {
    return this.#record.endedReason !== null;
  }

  /** An encoder is attached; a second one would be refused. */
  get taken(): boolean {
    return this.#attachment !== null && this.#encoder.status !== 'waiting' && this.#encoder.status !== 'gone';
  }

  /** An encoder is being followed, whatever it sends. */
  get attached(): boolean {
    return this.#attachment !== null;
  }

  /** How its encoder connects, or last did. */
  get protocol(): IngestProtocol | null {
    return this.#ingestFacts().protocol;
  }

  /** Its feed while an encoder fills it, and how that connects; null otherwise. */
  get flowing(): { protocol: IngestProtocol | null; feed: Feed } | null {
    if (this.ended || this.#suspended || this.#encoder.status !== 'publishing') return null;
    return { protocol: this.protocol, feed: this.#feed };
  }

  /** What another process would need to carry it on. */
  given(): GivenSession {
    return { record: this.#record, events: this.#events.list(), restarted: false };
  }

  get events(): EventLog {
    return this.#events;
  }

  /** Starts acting on its plan. */
  begin(): void {
    if (this.ended) this.#reconcile();
    else this.#act();
  }

  /** Takes a newer plan; an older or equal one changes nothing. */
  applyPlan(plan: SessionPlan): void {
    if (plan.version <= this.#record.plan.version) return;
    this.#record = { ...this.#record, plan };
    this.#act();
    this.#deps.onChange();
  }

  /** An encoder was admitted (or was found publishing). */
  encoderCame(protocol: IngestProtocol): void {
    if (this.ended) return;
    if (this.#attachment !== null) {
      this.#cameAgain = protocol;
      return;
    }
    this.#attachment = this.#follow(protocol).finally(() => {
      this.#attachment = null;
      const again = this.#cameAgain;
      this.#cameAgain = null;
      if (again !== null) this.encoderCame(again);
    });
  }

  /** Adds the frames dropped since the last call to the timeline. */
  recordDrops(): void {
    this.#relays.recordDrops();
  }

  /** The session's current facts. Changes nothing. */
  snapshot(): NodeSession {
    const { plan, endedReason, endedAt } = this.#record;
    const end = this.#closed ? { endedReason, endedAt } : { endedReason: null, endedAt: null };
    return {
      sessionId: plan.sessionId,
      runId: this.#deps.runId,
      version: plan.version,
      ingest: this.#ingestFacts(),
      ...end,
      relays: this.#relays.facts(),
      events: this.#events.list(),
    };
  }

  /** Ends the session for good: unpublishes everywhere and drops the encoder. Settles when nothing is left open. */
  async end(reason: SessionEndReason): Promise<void> {
    if (this.ended) return this.#relays.closed();
    this.#record = { ...this.#record, endedReason: reason, endedAt: this.#deps.now() };
    this.#deps.log.info({ sessionId: this.plan.sessionId, reason }, 'the session ended');
    this.#reconcile();
    this.#deps.onChange();
    await Promise.all([this.#leave(), this.#deps.encoders.kick(this.plan.publicId)]);
    this.#closed = true;
    this.#deps.onChange();
  }

  /** Closes everything because this process is stopping; the session itself continues with the next start. */
  async suspend(): Promise<void> {
    this.#suspended = true;
    this.#reconcile();
    await this.#leave();
  }

  /**
   * Gives the session up for another process to carry it on, unless something is being sent here, or an encoder is.
   * @returns what it needs there; null when it stays
   */
  release(): GivenSession | null {
    if (this.#attachment !== null || this.#encoder.begun || this.#suspended) return null;
    void this.suspend();
    return this.given();
  }

  async #leave(): Promise<void> {
    if (this.#deadline !== null) clearTimeout(this.#deadline);
    await this.#relays.closed();
    this.#over.abort();
    await this.#attachment;
    this.#feed.close();
  }

  async #follow(protocol: IngestProtocol): Promise<void> {
    const { encoders, log, now } = this.#deps;
    const { publicId } = this.plan;
    await encoders.attach({
      publicId,
      protocol,
      feed: this.#feed,
      signal: this.#over.signal,
      onFlowing: (facts) => this.#flowing(facts),
      onRejected: (problem, facts) => this.#rejected(problem, facts),
    });
    if (this.ended) return;
    if (this.#encoder.left(now()) && !this.#suspended) {
      log.info({ sessionId: this.plan.sessionId }, 'the encoder is gone');
      this.#events.add({ kind: 'encoder.gone', hop: 'encoder', data: {} });
    }
    this.#act();
    this.#deps.onChange();
  }

  #flowing(facts: PublisherFacts): void {
    const returned = this.#record.publishedAt !== null;
    this.#encoder.flowing(facts, this.#deps.now());
    const { protocol, encoder, videoCodec, audioCodec, width, height } = facts;
    this.#events.add({
      kind: returned ? 'encoder.returned' : 'encoder.connected',
      hop: 'encoder',
      data: { protocol, encoder, videoCodec, audioCodec, width, height },
    });
    if (!returned) {
      this.#record = { ...this.#record, publishedAt: this.#deps.now() };
    }
    this.#act();
    this.#deps.onChange();
  }

  /** What the feed noticed of its input, for the timeline. */
  #noticed(event: FeedEvent): void {
    const { videoCodec, audioCodec, width, height } = this.#feed.facts();
    const data = event === 'changed' ? { videoCodec, audioCodec, width, height } : {};
    this.#events.add({ kind: `encoder.${event}`, hop: 'encoder', data });
    this.#deps.onChange();
  }

  #rejected(problem: string, facts: PublisherFacts): void {
    this.#encoder.rejected(problem, facts);
    const { videoCodec, audioCodec } = facts;
    this.#events.add({ kind: 'encoder.rejected', hop: 'encoder', data: { problem, videoCodec, audioCodec } });
    this.#deps.onChange();
  }

  #act(): void {
    if (this.ended || this.#suspended) return;
    const end = decideEnd(this.plan, this.#life(), this.#deps.now());
    if (end !== null) {
      void this.end(end);
      return;
    }
    this.#reconcile();
    this.#armDeadline();
  }

  #reconcile(): void {
    this.#relays.reconcile(this.plan.destinations, this.#source());
  }

  #armDeadline(): void {
    if (this.#deadline !== null) clearTimeout(this.#deadline);
    this.#deadline = null;
    const at = nextDeadline(this.plan, this.#life());
    if (at === null) return;
    this.#deadline = setTimeout(() => this.#act(), timerFor(at, this.#deps.now())).unref();
  }

  #life(): Life {
    const { acceptedAt, publishedAt } = this.#record;
    return { acceptedAt, publishedAt, goneSince: this.#encoder.goneSince };
  }

  #source(): SourceState {
    const begun = this.#encoder.begun && !this.#suspended;
    const { videoCodec, audioOnly } = this.#encoder;
    return { begun, videoCodec, audioOnly, ended: this.ended };
  }

  #ingestFacts(): IngestFacts {
    const newest = this.#deps.encoders.facts(this.plan.publicId);
    return this.#encoder.facts(newest, this.#feed);
  }
}
