import { defineConfig } from 'vite';

// What is built is served, also where a test builds it.
process.env['NODE_ENV'] = 'production';

// The dashboard. Its addresses are relative, so that it also works below a path of a proxy.
export default defineConfig({
  root: 'src/dashboard',
  base: './',
  logLevel: 'warn',
  build: {
    outDir: '../../dist/dashboard',
    emptyOutDir: true,
    target: 'es2022',
    // The page's Content-Security-Policy takes nothing from addresses of data.
    assetsInlineLimit: 0,
    // Each of the two scripts, the page and the charts, is well below what the first view may load.
    chunkSizeWarningLimit: 600,
    modulePreload: { polyfill: false },
    license: { fileName: 'licenses.md' },
  },
});
