/** Where a source's ingest key belongs, for sealing it. */
export function ingestKeyPlace(sourceId: string) {
  return { table: 'stream_sources', row: sourceId, column: 'ingest_key_enc' };
}

/** Where a session's preview token belongs, for sealing it. */
export function playTokenPlace(sessionId: string) {
  return { table: 'stream_sessions', row: sessionId, column: 'play_token_enc' };
}
