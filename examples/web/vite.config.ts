import { defineConfig } from "vite";

/** What `npm run dev:web` hands on to the server. The pages' own addresses are behind the `#`, so none is among them. */
const api = ["/auth", "/user", "/post", "/timeline", "/notification", "/admin/", "/docs", "/openapi.json"];
const server = "http://127.0.0.1:3000";

/** Everything the page needs is a file of this server, so that its policy can forbid all else: no inlined images either. */
// biome-ignore lint/style/noDefaultExport: Vite looks for it.
export default defineConfig({
  server: { proxy: Object.fromEntries(api.map((path) => [path, server])) },
  build: {
    outDir: "../../dist/web",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: false,
    target: "es2023",
  },
});
