/**
 * What somebody may discover, as a filter that queries carry. Resources fall into classes by what discovery depends on
 * (`visibilityOf`); nearly all are of the class `public`. A class is decided once for an asker, never a row.
 */
export interface Sight {
  /** Names it: two askers with the same key, at the same moment, see the same. */
  key: string;
  /** Classes seen while their resources are shown (between `shown_from` and `shown_until`). */
  classes: 'all' | readonly string[];
  /** Classes seen whatever the clock says. */
  anytime: 'all' | readonly string[];
  /** Resources seen one by one, whatever their class. */
  resources: readonly string[];
  /** The instant at which it looks, for resources that are shown for a time only; the present where left out. */
  at?: Date | undefined;
}

/** Whether a sight is that of everybody, which queries answer the fastest way. */
export const isPublicSight = ({ classes, anytime, resources }: Sight): boolean =>
  resources.length === 0 && classes.length === 1 && classes[0] === PUBLIC_CLASS && anytime !== 'all' && anytime.every((name) => name === PUBLIC_CLASS);

export const PUBLIC_CLASS = 'public';

/** What everybody sees. */
export const PUBLIC_SIGHT: Sight = { key: 'public', classes: [PUBLIC_CLASS], anytime: [PUBLIC_CLASS], resources: [] };
/** Everything but what is withdrawn. */
export const FULL_SIGHT: Sight = { key: 'full', classes: 'all', anytime: 'all', resources: [] };

/**
 * Who may discover a published resource, from the widest: everybody; who signed in at this node or at a hub it belongs to
 * and shares its group's resources with; who signed in here; members of its organisation; those named (by role or grant).
 */
export const DISCOVERY = ['public', 'group', 'signed-in', 'organisation', 'named'] as const;
export type Discovery = (typeof DISCOVERY)[number];

export interface Visibility {
  status: 'draft' | 'in-review' | 'published' | 'deprecated' | 'withdrawn';
  discovery: Discovery;
  /** Of the providing organisation (`org:…`), where discovery depends on it. */
  organisation?: string | undefined;
  /** Shown for a time only (embargo on discovery, a certificate that expires). */
  timed: boolean;
}

/**
 * The class of a resource: `public` where everybody always sees it, else state, discovery, organisation and whether
 * the clock matters, such as `shown organisation org:ror-012345678 timed`. Withdrawn resources keep the class they had
 * in life: a tombstone is seen by whoever could see the resource.
 */
export function visibilityOf({ status, discovery, organisation, timed }: Visibility): string {
  const state = status === 'draft' || status === 'in-review' ? 'unpublished' : 'shown';
  if (state === 'shown' && discovery === 'public' && !timed) return PUBLIC_CLASS;
  return [state, discovery, organisation ?? '-', timed ? 'timed' : 'always'].join(' ');
}
