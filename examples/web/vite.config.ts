import { defineConfig } from "vite";

/** Paths that the development server proxies to the API server. */
const api = ["/auth", "/user", "/post", "/timeline", "/notification", "/admin/", "/docs", "/openapi.json"];
const server = "http://127.0.0.1:3000";

/** No inlined assets: the Content-Security-Policy allows only files of the server. */
// biome-ignore lint/style/noDefaultExport: Vite requires it.
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
