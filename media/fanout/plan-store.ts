import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import { writeFileAtomically } from '@neustream/shared/node/atomic-file.ts';
import type { Logger } from 'pino';
import { recordFromText, recordToText, type SessionRecord } from './session-record.ts';

const SUFFIX = '.sealed';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Sessions on disk, one file each, sealed with AES-256-GCM under a key derived from the node's token, because plans
 * hold stream keys. A full or unwritable disk is logged and otherwise ignored: sessions go on from memory.
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
      writeFileAtomically(this.#file(record.plan.sessionId), this.#seal(recordToText(record)));
      this.#warned = false;
    });
  }

  forget(sessionId: string): void {
    this.#try(() => rmSync(this.#file(sessionId), { force: true }));
  }

  /** Every session that an earlier start held. Files that cannot be opened are logged and left where they are. */
  load(): SessionRecord[] {
    return this.#names().flatMap((name) => {
      try {
        return [recordFromText(this.#open(readFileSync(join(this.#folder, name))))];
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

  #file(sessionId: string): string {
    return join(this.#folder, createHash('sha256').update(sessionId).digest('hex').slice(0, 32) + SUFFIX);
  }

  #seal(plain: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce);
    const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  }

  #open(sealed: Buffer): string {
    const nonce = sealed.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', this.#key, nonce);
    decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const plain = decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([plain, decipher.final()]).toString('utf8');
  }

  #try(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (this.#warned) return;
      this.#warned = true;
      this.#log.warn(
        { err: error, folder: this.#folder },
        'sessions cannot be stored: they go on, but a crash of the media node would end them. Free disk space or ' +
          'make DATA_DIR writable.',
      );
    }
  }
}
