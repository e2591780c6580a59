export { createSourceChanges, lockSource, type SourceChanges } from './changes.ts';
export { createSourceDetails, type SourceDetails } from './details.ts';
export { ingestKeyFits, ingestKeyOf } from './ingest-key.ts';
export { createKeyGuesses, type KeyGuesses } from './key-guesses.ts';
export { sourcesModule } from './module.ts';
export { heldUntil, isHeld } from './publish-hold.ts';
export { changeSource, findSource, findSourceById, findSourceByPublicId, type SourceRow } from './store.ts';
export { viewSources } from './views.ts';
