import type { Asset } from '@neustream/shared/studio/inputs.ts';

const FOLDER = 'assets';

/** Keeps a file that a creator chose, in the browser's private storage, found by its content. */
export async function keepFile(file: File): Promise<Asset> {
  const bytes = await file.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const handle = await (await folder()).getFileHandle(sha256, { create: true });
  const writable = await handle.createWritable();
  await writable.write(bytes);
  await writable.close();
  return { sha256, name: file.name, type: file.type, bytes: file.size };
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

async function folder(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  return await root.getDirectoryHandle(FOLDER, { create: true });
}
