import react from "@vitejs/plugin-react";
import { defineConfig, loadEnv } from "vite";

export default defineConfig(({ mode }) => {
  const port = loadEnv(mode, import.meta.dirname, "POPGATE_")["POPGATE_DEV_PORT"] ?? "8080";
  return {
    root: import.meta.dirname,
    // The path it is served under is known at run time only; the gateway rewrites `<base href>`.
    base: "./",
    plugins: [react()],
    resolve: { conditions: ["source", "module", "browser", "development|production"] },
    server: { proxy: { "/api": { target: `http://127.0.0.1:${port}`, ws: true } } },
    build: {
      outDir: "dist/app",
      emptyOutDir: true,
      target: "es2023",
      // Older ones would get a copy of light-dark() that cannot follow a subtree's color-scheme.
      cssTarget: ["chrome123", "firefox121", "safari17.5"],
      // `data:` is not a font or script source under the page's CSP, and small files gain nothing.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  };
});
