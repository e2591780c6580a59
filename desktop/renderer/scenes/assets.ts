import type { Asset } from '@neustream/shared/studio/inputs.ts';
import { useCollection } from './model/collection-store.ts';

/** Keeps a file that a creator chose, in the browser's private storage, found by its content. Films may be large. */
export async function keepFile(file: File): Promise<Asset> {
  const sha256 = await sha256Of(file);
  const kept = await folder();
  const asset: Asset = {
    sha256,
    name: file.name.slice(0, 300),
    type: file.type.slice(0, 100),
    bytes: file.size,
  };
  const known = await fileOf(asset);
  if (known?.size === file.size) return asset;
  const handle = await kept.getFileHandle(sha256, { create: true });
  try {
    // Until the end, it is written beside the file.
    await file.stream().pipeTo(await handle.createWritable());
  } catch (error) {
    // Nothing is left of what has no room.
    await kept.removeEntry(sha256).catch(() => undefined);
    throw error;
  }
  return asset;
}

/** The file, or null when it is not on this computer. */
export async function fileOf({ sha256, name, type }: Asset): Promise<File | null> {
  try {
    const handle = await (await folder()).getFileHandle(sha256);
    const stored = await handle.getFile();
    return new File([stored], name, { type });
  } catch {
    return null;
  }
}

/** The browser's own digest takes a file only as a whole, which films do not fit into. */
async function sha256Of(file: Blob): Promise<string> {
  const { sha256 } = await import('@noble/hashes/sha2.js');
  const hash = sha256.create();
  const reader = file.stream().getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (value === undefined || done) break;
    hash.update(value);
  }
  return [...hash.digest()].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A computer may be shared: each person has a folder. */
async function folder(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  return await root.getDirectoryHandle(`assets of ${useCollection.getState().owner}`, { create: true });
}
