/**
 * A disk in memory that behaves as badly as a real disk may. Content is durable only after its file was synced, and a
 * name only after its folder was synced. After a crash, any part of what was not durable may remain. At any operation
 * the disk can crash, fail, or write fewer bytes than requested.
 */
import * as path from 'node:path';
import type { FileSystem } from '../disk/file-system.js';

/** Thrown when the process crashes. Its clean-up code can no longer change the disk. */
export class Crash extends Error {}

interface Inode {
  now: Uint8Array;
  durable: Uint8Array;
}

type Entry = Inode | Folder;

interface Folder {
  now: Map<string, Entry>;
  durable: Map<string, Entry>;
}

export interface Fault {
  /** Number of the operation that fails; 1 is the first that changes the disk. */
  readonly at: number;
  /** `crash` stops the process before or during the operation. Any other value is the code of a system error. */
  readonly kind: 'crash' | 'ENOSPC' | 'EIO' | 'EACCES';
}

export class CrashDisk implements FileSystem {
  operations = 0;
  fault: Fault | undefined;
  /** Maximum number of bytes that one write accepts. */
  shortWrites = Infinity;
  readonly #random: () => number;
  #root: Folder;
  #crashed = false;
  #descriptors = new Map<number, Inode>();
  #lastDescriptor = 2;

  constructor(random: () => number, root: Folder = { now: new Map(), durable: new Map() }) {
    this.#random = random;
    this.#root = root;
  }

  get crashed(): boolean {
    return this.#crashed;
  }

  /** The disk after a power failure: a random part of what was not durable has survived. */
  restart(): CrashDisk {
    return new CrashDisk(this.#random, this.#survive(this.#root));
  }

  open(file: string, flags: 'wx' | 'a'): number {
    this.#operate();
    const folder = this.#folder(path.dirname(file));
    const name = path.basename(file);
    const existing = folder.now.get(name);
    if (existing !== undefined && flags === 'wx') throw systemError('EEXIST', file);
    const inode: Inode =
      existing !== undefined && isFile(existing)
        ? existing
        : { now: new Uint8Array(0), durable: new Uint8Array(0) };
    folder.now.set(name, inode);
    this.#lastDescriptor += 1;
    this.#descriptors.set(this.#lastDescriptor, inode);
    return this.#lastDescriptor;
  }

  write(descriptor: number, bytes: Uint8Array): number {
    const inode = this.#inode(descriptor);
    const taken = bytes.subarray(0, Math.min(bytes.length, this.shortWrites));
    this.#operate(() =>
      append(inode, taken.subarray(0, Math.floor(this.#random() * taken.length))),
    );
    append(inode, taken);
    return taken.length;
  }

  sync(descriptor: number): void {
    const inode = this.#inode(descriptor);
    this.#operate();
    inode.durable = inode.now;
  }

  close(descriptor: number): void {
    this.#descriptors.delete(descriptor);
  }

  rename(from: string, to: string): void {
    this.#operate();
    const entry = this.#entry(from);
    this.#folder(path.dirname(from)).now.delete(path.basename(from));
    this.#folder(path.dirname(to)).now.set(path.basename(to), entry);
  }

  link(from: string, to: string): void {
    this.#operate();
    const folder = this.#folder(path.dirname(to));
    if (folder.now.has(path.basename(to))) throw systemError('EEXIST', to);
    folder.now.set(path.basename(to), this.#entry(from));
  }

  syncFolder(target: string): void {
    this.#operate();
    const folder = this.#folder(target);
    folder.durable = new Map(folder.now);
  }

  makeFolder(target: string): void {
    this.#operate();
    let folder = this.#root;
    for (const name of parts(target)) {
      const next = folder.now.get(name) ?? { now: new Map(), durable: new Map() };
      if (isFile(next)) throw systemError('EEXIST', target);
      folder.now.set(name, next);
      folder = next;
    }
  }

  remove(target: string): void {
    this.#operate();
    const entry = this.#folder(path.dirname(target)).now.get(path.basename(target));
    if (entry === undefined) return;
    // Remove one name after the other, as rm -r does. A crash may come between any two of them.
    if (!isFile(entry)) {
      for (const name of entry.now.keys()) this.remove(path.join(target, name));
    }
    this.#folder(path.dirname(target)).now.delete(path.basename(target));
  }

  read(file: string): Uint8Array {
    this.#refuseIfCrashed();
    const entry = this.#entry(file);
    if (!isFile(entry)) throw systemError('EISDIR', file);
    return entry.now.slice();
  }

  list(folder: string): readonly string[] {
    this.#refuseIfCrashed();
    return [...this.#folder(folder).now.keys()];
  }

  #operate(halfDone: () => void = () => undefined): void {
    this.#refuseIfCrashed();
    this.operations += 1;
    if (this.fault?.at !== this.operations) return;
    if (this.fault.kind !== 'crash') {
      halfDone();
      throw systemError(this.fault.kind, 'the disk');
    }
    halfDone();
    this.#crashed = true;
    throw new Crash('crash');
  }

  #refuseIfCrashed(): void {
    if (this.#crashed) throw new Crash('crash');
  }

  #inode(descriptor: number): Inode {
    const inode = this.#descriptors.get(descriptor);
    if (inode === undefined) throw systemError('EBADF', String(descriptor));
    return inode;
  }

  #entry(target: string): Entry {
    const entry = this.#folder(path.dirname(target)).now.get(path.basename(target));
    if (entry === undefined) throw systemError('ENOENT', target);
    return entry;
  }

  #folder(target: string): Folder {
    let folder = this.#root;
    for (const name of parts(target)) {
      const next = folder.now.get(name);
      if (next === undefined || isFile(next)) throw systemError('ENOENT', target);
      folder = next;
    }
    return folder;
  }

  #survive(folder: Folder): Folder {
    const names = new Set([...folder.now.keys(), ...folder.durable.keys()]);
    const survivors = new Map<string, Entry>();
    for (const name of names) {
      const [now, durable] = [folder.now.get(name), folder.durable.get(name)];
      const entry = this.#random() < 0.5 ? now : durable;
      if (entry !== undefined) survivors.set(name, this.#surviveEntry(entry));
    }
    return { now: survivors, durable: new Map(survivors) };
  }

  #surviveEntry(entry: Entry): Entry {
    if (!isFile(entry)) return this.#survive(entry);
    const content = this.#random() < 0.5 ? this.#tear(entry) : entry.durable;
    return { now: content, durable: content };
  }

  /** A page that was not synced may be on the disk, be missing, or contain zeros. */
  #tear({ now, durable }: Inode): Uint8Array {
    const end = durable.length + Math.floor(this.#random() * (now.length - durable.length + 1));
    const torn = now.slice(0, Math.max(end, durable.length));
    if (this.#random() < 0.3) torn.fill(0, Math.floor(durable.length + (end - durable.length) / 2));
    return torn;
  }
}

function append(inode: Inode, bytes: Uint8Array): void {
  const joined = new Uint8Array(inode.now.length + bytes.length);
  joined.set(inode.now);
  joined.set(bytes, inode.now.length);
  inode.now = joined;
}

function isFile(entry: Entry): entry is Inode {
  return entry.now instanceof Uint8Array;
}

function parts(target: string): string[] {
  return target.split(path.sep).filter((part) => part !== '' && part !== '.');
}

function systemError(code: string, target: string): Error {
  return Object.assign(new Error(`${code}: ${target}`), { code });
}
