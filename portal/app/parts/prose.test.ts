import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Prose } from './prose.tsx';

const shown = (text: string) => renderToStaticMarkup(createElement(Prose, { text }));

describe('a description', () => {
  it.each([
    ['<script>alert(1)</script>', /&lt;script&gt;/],
    ['<img src=x onerror=alert(1)>', /&lt;img/],
    ['[click](javascript:alert(1))', /^<p>\[click\]\(javascript:alert\(1\)\)<\/p>$/],
    ['<a href="javascript:alert(1)">here</a>', /^<p>\[here\]/],
    ['&lt;script&gt;alert(1)&lt;/script&gt;', /&lt;script&gt;/],
  ])('%s stays text', (text, expected) => {
    expect(shown(text)).toMatch(expected);
    expect(shown(text)).not.toMatch(/<script|<img|href="javascript/i);
  });

  it('keeps paragraphs, lists and links', () => {
    const html = shown('First see [the site](https://example.org/a).\n\n- one\n- two\n\nSecond, at https://example.org/b.');
    expect(html.match(/<p>/g)).toHaveLength(2);
    expect(html.match(/<li>/g)).toHaveLength(2);
    expect(html).toContain('href="https://example.org/a"');
    expect(html).toContain('href="https://example.org/b"');
  });
});
