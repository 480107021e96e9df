import "../ui/tokens.css";
import "../ui/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { prepareFormats } from "../lib/dates.ts";
import { followAttention } from "../state/operations/attention.ts";
import { followMarks } from "../state/operations/follow-marks.ts";
import { followEvents } from "../state/operations/live-events.ts";
import { startPage } from "../state/operations/start-page.ts";
import { createPage } from "../state/page.ts";
import { PageContext } from "../state/use-page.ts";
import { App } from "./app.tsx";
import { CrashBoundary } from "./crash-screen.tsx";
import { applyTheme, storedTheme } from "../ui/hooks/use-theme.ts";
import { fetchLater, whenIdle } from "../ui/notices/later.tsx";

applyTheme(storedTheme());

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

// The gateway writes the path it is served under into <base href>.
const page = createPage(document.baseURI);
followEvents(page);
followMarks(page);
followAttention(page);
void startPage(page);

createRoot(root).render(
  <StrictMode>
    <CrashBoundary>
      <PageContext value={page}>
        <App />
      </PageContext>
    </CrashBoundary>
  </StrictMode>,
);

fetchLater();
whenIdle(prepareFormats);
