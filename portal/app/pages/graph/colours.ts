const NAMES = ['data', 'compute', 'tool', 'training', 'knowledge', 'standard', 'other', 'term', 'organisation', 'ink', 'paper', 'accent', 'edge', 'line', 'raised'] as const;

/** The stylesheet's colours as the canvas needs them: resolved for the scheme the page stands in. */
export function coloursOf(element: HTMLElement): Record<(typeof NAMES)[number] | 'faded', string> & Record<string, string> {
  const probe = element.ownerDocument.createElement('span');
  element.append(probe);
  const resolved = Object.fromEntries(
    NAMES.map((name) => {
      probe.style.color = `var(--${name})`;
      return [name, getComputedStyle(probe).color];
    }),
  ) as Record<(typeof NAMES)[number], string>;
  probe.remove();
  return { ...resolved, faded: resolved.line };
}
