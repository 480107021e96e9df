import { Component, type ReactNode } from "react";
import { crashWords } from "../lib/messages/crash-words.ts";
import { Button } from "../ui/controls/button.tsx";
import { EmptyNote } from "../ui/notices/empty-note.tsx";

interface CrashBoundaryProps {
  readonly children: ReactNode;
}

/**
 * Shows a screen of its own where the page could not be rendered: without it React removes everything and leaves an
 * empty window. React itself writes the error to the console. Only a class can be an error boundary.
 */
export class CrashBoundary extends Component<CrashBoundaryProps, { readonly hasCrashed: boolean }> {
  override state = { hasCrashed: false };

  static getDerivedStateFromError(): { hasCrashed: boolean } {
    return { hasCrashed: true };
  }

  override render(): ReactNode {
    return this.state.hasCrashed ? <CrashScreen /> : this.props.children;
  }
}

/** Uses nothing of the page's state, which may be what broke. */
function CrashScreen(): ReactNode {
  return (
    <main role="alert">
      <EmptyNote title={crashWords.title} text={crashWords.text}>
        <Button
          look="primary"
          onClick={() => {
            location.reload();
          }}
        >
          {crashWords.reload}
        </Button>
      </EmptyNote>
    </main>
  );
}
