import { createHash, hkdfSync } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import { writeFileAtomically } from '@neustream/shared/node/atomic-file.ts';
import { open, seal } from '@neustream/shared/node/sealing.ts';
import type { Logger } from 'pino';
import { recordFromText, recordToText, type SessionRecord } from './session-record.ts';

const SUFFIX = '.sealed';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Sessions on disk, one file each, sealed with AES-256-GCM under a key derived from the node's token, because plans
 * contain stream keys. A full or unwritable disk is logged and otherwise ignored: sessions carry on from memory.
 */
export class PlanStore {
  readonly #folder: string;
  readonly #key: Buffer;
  readonly #log: Logger;
  #warned = false;

  constructor(folder: string, nodeToken: Secret, log: Logger) {
    this.#folder = folder;
    this.#log = log;
    this.#key = Buffer.from(hkdfSync('sha256', nodeToken.reveal(), '', 'neustream media plans v1', 32));
  }

  save(record: SessionRecord): void {
    this.#try(() => {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      const name = fileName(record.plan.sessionId);
      writeFileAtomically(join(this.#folder, name), seal(this.#key, recordToText(record), name));
      this.#warned = false;
    });
  }

  forget(sessionId: string): void {
    this.#try(() => rmSync(join(this.#folder, fileName(sessionId)), { force: true }));
  }

  /** Every session held when the node last ran. Files that cannot be opened are logged and left where they are. */
  load(): SessionRecord[] {
    return this.#names().flatMap((name) => {
      try {
        return [recordFromText(this.#open(name))];
      } catch (error) {
        this.#log.warn(
          { err: error, file: name },
          'a stored session cannot be read; was the node’s token changed?',
        );
        return [];
      }
    });
  }

  #names(): string[] {
    try {
      return readdirSync(this.#folder).filter((name) => name.endsWith(SUFFIX));
    } catch {
      return [];
    }
  }

  #open(name: string): string {
    const sealed = readFileSync(join(this.#folder, name));
    try {
      return open(this.#key, sealed, name).toString('utf8');
    } catch {
      return open(this.#key, fromEarlierLayout(sealed), '').toString('utf8');
    }
  }

  #try(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (this.#warned) return;
      this.#warned = true;
      this.#log.warn(
        { err: error, folder: this.#folder },
        'sessions cannot be stored: they carry on, but a crash of the media node would end them. Free disk space or ' +
          'make DATA_DIR writable.',
      );
    }
  }
}

function fileName(sessionId: string): string {
  return createHash('sha256').update(sessionId).digest('hex').slice(0, 32) + SUFFIX;
}

/** Files of earlier versions have the tag before the ciphertext and are bound only to the key. */
function fromEarlierLayout(sealed: Buffer): Buffer {
  const body = NONCE_BYTES + TAG_BYTES;
  return Buffer.concat([
    sealed.subarray(0, NONCE_BYTES),
    sealed.subarray(body),
    sealed.subarray(NONCE_BYTES, body),
  ]);
}
