import { expect, it } from 'vitest';
import { prefersJson } from './resource-address.ts';

it.each([
  [undefined, false],
  ['*/*', false],
  ['text/html,application/xhtml+xml,*/*;q=0.8', false],
  ['application/json', true],
  ['application/problem+json', true],
  ['application/json;q=0.5, text/html', false],
  ['text/html;q=0.5, application/json', true],
])('Accept: %s asks for JSON: %s', (accept, json) => expect(prefersJson(accept)).toBe(json));
