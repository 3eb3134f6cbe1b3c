import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../app/look/tokens.css', import.meta.url), 'utf8');
const CATEGORIES = ['data', 'compute', 'tool', 'training', 'knowledge', 'standard', 'other'];
const SCHEMES = ['light', 'dark'] as const;

type Linear = [number, number, number];

function colour(name: string, scheme: (typeof SCHEMES)[number]): Linear {
  const [, light = '', dark = ''] = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(css) ?? [];
  const hex = scheme === 'light' ? light : dark;
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

const luminance = ([r, g, b]: Linear) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
const contrast = (a: Linear, b: Linear) => {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
};

/** Colours as people without long-wave or middle-wave cones see them (Machado, Oliveira & Fernandes 2009, severity 1). */
const SIGHTS: Record<string, [Linear, Linear, Linear]> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};
const times = (rows: [Linear, Linear, Linear], [r, g, b]: Linear): Linear => rows.map(([x, y, z]) => Math.max(0, x * r + y * g + z * b)) as Linear;

/** OKLab (Ottosson 2020): distances in it are as large as they look. */
function lab(given: Linear): Linear {
  const [l, m, s] = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    given,
  ).map(Math.cbrt) as Linear;
  return [0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s, 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s, 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s];
}
const distance = (a: Linear, b: Linear) => Math.hypot(...(lab(a).map((value, i) => value - (lab(b)[i] ?? 0)) as Linear));

describe('the category colours', () => {
  it.each(SCHEMES)('can be read as text on the page and on panels, %s', (scheme) => {
    for (const name of [...CATEGORIES, 'term', 'organisation', 'ink', 'ink-2', 'accent', 'good', 'warn', 'bad']) {
      for (const ground of ['paper', 'raised']) expect(contrast(colour(name, scheme), colour(ground, scheme)), `${name} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each(SCHEMES.flatMap((scheme) => Object.keys(SIGHTS).map((sight) => [scheme, sight] as const)))('can be told apart, %s, %s', (scheme, sight) => {
    const seen = CATEGORIES.map((name) => ({ name, at: times(SIGHTS[sight] as [Linear, Linear, Linear], colour(name, scheme)) }));
    for (const [i, a] of seen.entries()) {
      for (const b of seen.slice(i + 1)) expect(distance(a.at, b.at), `${a.name} and ${b.name}`).toBeGreaterThan(0.06);
    }
  });
});
