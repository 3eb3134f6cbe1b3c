import { DISCOVERY, PUBLIC_CLASS, type Discovery } from '../sight.ts';

/** A class of resources that everybody may discover alike; its name is made by `visibilityOf`. */
export interface VisibilityClass {
  name: string;
  state: 'unpublished' | 'shown';
  discovery: Discovery;
  /** Of the providing organisation (`org:…`). */
  organisation?: string | undefined;
  /** Shown for a time only. */
  timed: boolean;
}

/** What a class's name says. Throws where it is none: a class nobody understands must not be shown to anybody. */
export function classOf(name: string): VisibilityClass {
  if (name === PUBLIC_CLASS) return { name, state: 'shown', discovery: 'public', timed: false };
  const [state, discovery, organisation, time, ...rest] = name.split(' ');
  const known = DISCOVERY.find((it) => it === discovery);
  if ((state !== 'unpublished' && state !== 'shown') || !known || !organisation || (time !== 'timed' && time !== 'always') || rest.length > 0)
    throw new Error(`"${name}" is no class of visibility`);
  return { name, state, discovery: known, organisation: organisation === '-' ? undefined : organisation, timed: time === 'timed' };
}
