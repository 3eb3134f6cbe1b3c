type Growable = Uint8Array | Uint32Array | Int32Array | Float32Array | Float64Array;
type Kind<T extends Growable> = new (length: number) => T;

/** A column of numbers, one a slot, that grows by half. */
export class Column<T extends Growable> {
  values: T;
  readonly kind: Kind<T>;

  constructor(kind: Kind<T>) {
    this.kind = kind;
    this.values = new kind(1024);
  }

  set(slot: number, value: number): void {
    if (slot >= this.values.length) this.reserve(Math.ceil(slot * 1.5) + 1);
    this.values[slot] = value;
  }

  get(slot: number): number {
    return this.values[slot] ?? 0;
  }

  /** Makes room for so many slots. */
  reserve(length: number): void {
    if (length <= this.values.length) return;
    const grown = new this.kind(length);
    grown.set(this.values as never);
    this.values = grown;
  }
}
