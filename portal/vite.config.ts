import { reactRouter } from '@react-router/dev/vite';
import { defineConfig } from 'vite';

/**
 * The server build is one self-contained module: React is compiled in its production form whatever NODE_ENV the node
 * runs under, and the node needs none of the portal's packages at run time.
 */
export default defineConfig({
  plugins: [reactRouter()],
  build: { assetsInlineLimit: 0 },
  environments: { ssr: { resolve: { noExternal: true }, build: { rollupOptions: { input: './server/handle.ts' } } } },
});
