// Loaded before a program (`--import`): its clock goes wrong by BIOTOPE_CLOCK_SHIFT milliseconds.
const shift = Number(process.env.BIOTOPE_CLOCK_SHIFT ?? 0);
const Real = globalThis.Date;
const now = Real.now;

Real.now = () => now() + shift;
globalThis.Date = new Proxy(Real, {
  construct: (target, given, asked) => Reflect.construct(target, given.length === 0 ? [target.now()] : given, asked),
  apply: (target) => new target(target.now()).toString(),
});
