declare module 'virtual:react-router/server-build';
declare module '*.css';
declare module '*.css?url' {
  const address: string;
  export default address;
}
declare module '@tabler/icons-react/dist/esm/icons/*.mjs' {
  import type { FunctionComponent, SVGProps } from 'react';
  const Icon: FunctionComponent<Omit<SVGProps<SVGSVGElement>, 'stroke'> & { size?: number | string; stroke?: number | string }>;
  export default Icon;
  /** The drawing itself: element name and attributes of each part. */
  export const __iconNode: [string, Record<string, string>][];
}
