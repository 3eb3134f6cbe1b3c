import { closeSync, fsyncSync, mkdirSync, openSync, readSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';

const CHUNK = 1 << 20;

/** Writes a file piece by piece under another name, and gives it its own when it is whole and on the disk. */
export class SnapshotWriter {
  readonly #path: string;
  readonly #file: number;
  #buffer = Buffer.allocUnsafe(CHUNK);
  #used = 0;
  #sum = 0;

  constructor(path: string) {
    mkdirSync(dirname(path), { recursive: true });
    this.#path = path;
    this.#file = openSync(`${path}.new`, 'w', 0o600);
  }

  number(value: number): void {
    if (this.#used + 4 > CHUNK) this.#flush();
    this.#used = this.#buffer.writeUInt32LE(value, this.#used);
  }

  bytes(bytes: Uint8Array): void {
    this.number(bytes.byteLength);
    for (let at = 0; at < bytes.byteLength;) {
      if (this.#used === CHUNK) this.#flush();
      const part = bytes.subarray(at, at + CHUNK - this.#used);
      this.#buffer.set(part, this.#used);
      this.#used += part.byteLength;
      at += part.byteLength;
    }
  }

  text(text: string): void {
    this.bytes(Buffer.from(text));
  }

  column(values: Uint32Array | Int32Array | Float32Array | Float64Array, length: number): void {
    this.bytes(new Uint8Array(values.buffer, values.byteOffset, Math.min(length, values.length) * values.BYTES_PER_ELEMENT));
  }

  finish(): void {
    this.#flush();
    const sum = Buffer.alloc(4);
    sum.writeUInt32LE(this.#sum);
    writeSync(this.#file, sum);
    fsyncSync(this.#file);
    closeSync(this.#file);
    renameSync(`${this.#path}.new`, this.#path);
  }

  abandon(): void {
    closeSync(this.#file);
    rmSync(`${this.#path}.new`, { force: true });
  }

  #flush(): void {
    const part = this.#buffer.subarray(0, this.#used);
    for (let at = 0; at < part.byteLength;) at += writeSync(this.#file, part, at);
    this.#sum = crc32(part, this.#sum);
    this.#used = 0;
  }
}

/** Reads such a file; throws where it is short or its sum does not hold. Trust nothing read before `finish`. */
export class SnapshotReader {
  readonly #file: number;
  readonly #size: number;
  #buffer = Buffer.alloc(0);
  #at = 0;
  #read = 0;
  #sum = 0;

  constructor(path: string) {
    this.#file = openSync(path, 'r');
    this.#size = statSync(path).size - 4;
  }

  number(): number {
    if (this.#at + 4 > this.#buffer.byteLength) return this.#take(4).readUInt32LE(0);
    this.#at += 4;
    return this.#buffer.readUInt32LE(this.#at - 4);
  }

  /** Valid until the next call. */
  bytes(): Buffer {
    return this.#take(this.number());
  }

  text(): string {
    return this.bytes().toString('utf8');
  }

  column<T extends Uint32Array | Int32Array | Float32Array | Float64Array>(kind: { new (buffer: ArrayBuffer): T; BYTES_PER_ELEMENT: number }): T {
    const bytes = this.bytes();
    const own = new ArrayBuffer(bytes.byteLength);
    new Uint8Array(own).set(bytes);
    return new kind(own);
  }

  finish(): void {
    if (this.#read !== this.#size || this.#at !== this.#buffer.byteLength) throw new Error('it holds more than it says');
    const sum = Buffer.alloc(4);
    readSync(this.#file, sum, 0, 4, this.#size);
    if (sum.readUInt32LE(0) !== this.#sum) throw new Error('its checksum does not hold');
  }

  close(): void {
    closeSync(this.#file);
  }

  #take(length: number): Buffer {
    const left = this.#buffer.byteLength - this.#at;
    if (length > left) {
      if (length - left > this.#size - this.#read) throw new Error('it ends too early');
      const wanted = Math.min(Math.max(CHUNK, length - left), this.#size - this.#read);
      const next = Buffer.allocUnsafe(left + wanted);
      this.#buffer.copy(next, 0, this.#at);
      for (let got = 0; got < wanted;) {
        const count = readSync(this.#file, next, left + got, wanted - got, this.#read + got);
        if (count === 0) throw new Error('it ends too early');
        got += count;
      }
      this.#sum = crc32(next.subarray(left), this.#sum);
      this.#read += wanted;
      this.#buffer = next;
      this.#at = 0;
    }
    this.#at += length;
    return this.#buffer.subarray(this.#at - length, this.#at);
  }
}
