import { createCipheriv, randomBytes } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where bytes stand in the file. */
export interface Block {
  readonly start: number;
  readonly length: number;
}

/** A temporary file that is read by this process alone. */
export interface SealedFile {
  readonly append: (bytes: Buffer) => Block;
  /** The bytes of blocks, one after another. */
  readonly read: (blocks: readonly Block[]) => Buffer;
  readonly close: () => void;
}

/**
 * Makes a file without a name, which ends with this process however it ends. Documents of a dump hold tokens, addresses and phone
 * numbers that nobody here reads: on the disk they are encrypted, with a key that is nowhere but in memory.
 */
export function createSealedFile(): SealedFile {
  const folder = mkdtempSync(join(tmpdir(), 'deskgraph-'));
  const file = openSync(join(folder, 'sealed'), 'wx+', 0o600);
  rmSync(folder, { recursive: true });
  const key = randomBytes(32);
  let end = 0;
  /** Encrypts, and decrypts what is encrypted: no two blocks begin at one place, so that none shares its stream of bits with another. */
  const crypt = (bytes: Buffer, start: number): Buffer => {
    const counter = Buffer.alloc(16);
    counter.writeUIntBE(start, 0, 6);
    return createCipheriv('aes-256-ctr', key, counter).update(bytes);
  };
  return {
    append: (bytes) => {
      const block = { start: end, length: bytes.length };
      const sealed = crypt(bytes, end);
      for (let written = 0; written < sealed.length; ) written += writeSync(file, sealed, written);
      end += sealed.length;
      return block;
    },
    read: (blocks) => Buffer.concat(blocks.map((block) => crypt(readBlock(file, block), block.start))),
    close: () => closeSync(file),
  };
}

function readBlock(file: number, { start, length }: Block): Buffer {
  const bytes = Buffer.allocUnsafeSlow(length);
  for (let read = 0; read < length; ) read += readSync(file, bytes, read, length - read, start + read);
  return bytes;
}
