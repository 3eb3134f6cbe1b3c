import { RoaringBitmap32 } from 'roaring-wasm';

/**
 * The bitmaps made while one query runs. They lie in WebAssembly memory, which the garbage collector does not see in
 * time, so the query frees them all when it ends, also by an error.
 */
export class Scope {
  readonly #made: RoaringBitmap32[] = [];

  own(bitmap: RoaringBitmap32): RoaringBitmap32 {
    this.#made.push(bitmap);
    return bitmap;
  }

  free(): void {
    for (const bitmap of this.#made) bitmap.dispose();
    this.#made.length = 0;
  }

  and(a: RoaringBitmap32, b: RoaringBitmap32): RoaringBitmap32 {
    return this.own(RoaringBitmap32.and(a, b));
  }

  andNot(a: RoaringBitmap32, b: RoaringBitmap32): RoaringBitmap32 {
    return this.own(RoaringBitmap32.andNot(a, b));
  }

  or(bitmaps: RoaringBitmap32[]): RoaringBitmap32 {
    const [first, second] = bitmaps;
    if (!first) return this.own(new RoaringBitmap32());
    if (!second) return first;
    return this.own(bitmaps.length === 2 ? RoaringBitmap32.or(first, second) : RoaringBitmap32.orMany(bitmaps));
  }

  of(values: readonly number[] | Uint32Array): RoaringBitmap32 {
    return this.own(new RoaringBitmap32(values));
  }
}
