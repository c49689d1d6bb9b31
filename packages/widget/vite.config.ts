import preact from '@preact/preset-vite'
import { defineConfig } from 'vite'

// The app in its frame. The server gives the page its address, so its files have absolute ones.
export default defineConfig({
  plugins: [preact()],
  base: '/',
  build: {
    rolldownOptions: { input: 'frame.html' },
    assetsDir: 'widget-assets',
    // Beside the loader, which was built before.
    emptyOutDir: false,
    target: 'es2022',
    modulePreload: { polyfill: false },
  },
})
