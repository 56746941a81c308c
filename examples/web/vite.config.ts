import { defineConfig } from "vite";

/** Everything the page needs is a file of this server, so that its policy can forbid all else: no inlined images either. */
// biome-ignore lint/style/noDefaultExport: Vite looks for it.
export default defineConfig({
  build: {
    outDir: "../../dist/web",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: false,
    target: "es2023",
  },
});
