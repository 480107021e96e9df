import { Component, type ReactNode } from "react";
import { crashWords } from "../lib/messages/crash-words.ts";
import { Button } from "../ui/controls/button.tsx";
import { EmptyNote } from "../ui/notices/empty-note.tsx";

interface CrashBoundaryProps {
  readonly children: ReactNode;
}

/**
 * Stands where the page could not be rendered: without it React takes all of it away, and an empty window says
 * nothing. React itself writes the error to the console. React knows error boundaries as classes alone.
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

/** Of nothing that needs the page's state: that may be what broke. */
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
