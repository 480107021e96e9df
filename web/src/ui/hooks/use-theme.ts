import { useCallback, useState } from "react";
import { useMedia } from "./use-media.ts";

export type Theme = "light" | "dark" | "system";

const KEY = "popgate-theme";

/** What the person chose on this device. */
export function storedTheme(): Theme {
  const value = stored();
  return value === "light" || value === "dark" ? value : "system";
}

/** tokens.css follows the attribute; without it, the system. */
export function applyTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}

/** The choice, and what it comes to now. */
export function useTheme(): {
  theme: Theme;
  shown: "light" | "dark";
  setTheme: (theme: Theme) => void;
} {
  const [theme, setState] = useState(storedTheme);
  const isSystemDark = useMedia("(prefers-color-scheme: dark)");
  const setTheme = useCallback((next: Theme) => {
    applyTheme(next);
    setState(next);
    try {
      localStorage.setItem(KEY, next);
    } catch {
      // Storage is blocked or full: the choice holds until the page is left.
    }
  }, []);
  const shown = theme === "system" ? (isSystemDark ? "dark" : "light") : theme;
  return { theme, shown, setTheme };
}

function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
