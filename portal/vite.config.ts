import { reactRouter } from '@react-router/dev/vite';
import { defineConfig, type Plugin } from 'vite';

/** Every browser this page is for reads WOFF2; the older form of each font would only double the build. */
const woff2Only: Plugin = {
  name: 'woff2-only',
  enforce: 'pre',
  transform: (code, id) => (id.includes('@fontsource') && id.includes('.css') ? code.replaceAll(/,\s*url\([^)]+\.woff\) format\('woff'\)/g, '') : undefined),
};

/**
 * The server build is one self-contained module: React is compiled in its production form whatever NODE_ENV the node
 * runs under, and the node needs none of the portal's packages at run time.
 */
export default defineConfig(({ command }) => ({
  plugins: [woff2Only, reactRouter()],
  build: { assetsInlineLimit: 0 },
  define: command === 'build' ? { 'process.env.NODE_ENV': JSON.stringify('production') } : {},
  environments: { ssr: { resolve: { noExternal: true }, build: { rollupOptions: { input: './server/handle.ts' } } } },
}));
