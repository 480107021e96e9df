// In development and in tests nothing is built, and a new thread knows no TypeScript by itself.
import { register } from "tsx/esm/api";

register();
await import("./reading-thread.ts");
