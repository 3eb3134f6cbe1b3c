import { Fragment, type ReactNode } from 'react';
import { OutLink } from './out-link.tsx';

/**
 * Descriptions come as plain text, Markdown or with scraps of HTML, from strangers. This shows the little that carries
 * meaning (paragraphs, lists, links, code, emphasis) and never puts their markup into the page: everything ends up as text.
 */
export function Prose({ text }: { text: string }) {
  const blocks = plain(text)
    .split(/\n\s*\n/)
    .map((block) => block.trim())
    .filter(Boolean);
  const [shown, rest] = split(blocks);
  return (
    <>
      {shown.map(renderBlock)}
      {rest.length > 0 && (
        <details className="rest">
          <summary aria-label="…">…</summary>
          {rest.map(renderBlock)}
        </details>
      )}
    </>
  );
}

/** Beyond so many characters a description folds: it would bury the rest of the page. */
const LONG = 4000;

function split(blocks: string[]): [string[], string[]] {
  let length = 0;
  const end = blocks.findIndex((block) => (length += block.length) > LONG);
  return end <= 0 ? [blocks, []] : [blocks.slice(0, end), blocks.slice(end)];
}

function plain(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/<a\s[^>]*?href=["']?([^"'\s>]+)["']?[^>]*>(.*?)<\/a>/gis, '[$2]($1)')
    .replaceAll(/<br\s*\/?>|<\/li>/gi, '\n')
    .replaceAll(/<li[^>]*>/gi, '- ')
    .replaceAll(/<\/?(p|ul|ol|div|h[1-6])\b[^>]*>/gi, '\n\n')
    .replaceAll(/<\/?(b|i|em|strong|sub|sup|span|code|u|small|font|center|tt)\b[^>]*>/gi, '')
    .replaceAll('&amp;', '&')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"');
}

function renderBlock(block: string): ReactNode {
  const heading = /^#{1,6}\s+(.+)$/.exec(block);
  if (heading?.[1]) {
    return (
      <p key={block}>
        <b>{inline(heading[1])}</b>
      </p>
    );
  }
  const lines = block.split('\n');
  const first = lines.findIndex((line) => /^\s*[-*•]\s+/.test(line));
  if (first < 0) return <p key={block}>{inline(block)}</p>;
  const items = lines
    .slice(first)
    .join('\n')
    .split(/\n?^\s*[-*•]\s+/m)
    .filter((item) => item.trim());
  return (
    <Fragment key={block}>
      {first > 0 && <p>{inline(lines.slice(0, first).join('\n'))}</p>}
      <ul className="bullets">
        {items.map((item) => (
          <li key={item}>{inline(item)}</li>
        ))}
      </ul>
    </Fragment>
  );
}

const INLINE = /\[([^\]]+)\]\((https?:\/\/[^)\s]+)\)|(https?:\/\/[^\s<>()]+[^\s<>().,;:!?'"])|\*\*([^*]+)\*\*|`([^`]+)`/g;

function inline(text: string): ReactNode[] {
  const parts: ReactNode[] = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    parts.push(text.slice(from, match.index));
    const [, label, target, address, strong, code] = match;
    if (label && target)
      parts.push(
        <OutLink key={match.index} to={target}>
          {label}
        </OutLink>,
      );
    else if (address) parts.push(<OutLink key={match.index} to={address} />);
    else if (strong) parts.push(<b key={match.index}>{strong}</b>);
    else parts.push(<code key={match.index}>{code}</code>);
    from = match.index + match[0].length;
  }
  parts.push(text.slice(from));
  return parts;
}
