export { showingOf } from './shown.ts';
export { openSights } from './sights.ts';
