import type { CheckFinding } from "@popgate/shared/api/check-up";

/** The facts of a finding by name and kind; what is absent is empty, never invented. */
export interface Facts {
  readonly verdict: CheckFinding["verdict"];
  text(name: string): string | undefined;
  number(name: string): number | undefined;
  is(name: string): boolean;
  list(name: string): readonly string[];
}

export function factsOf({ verdict, facts }: CheckFinding): Facts {
  return {
    verdict,
    text: (name) => {
      const fact = facts[name];
      return typeof fact === "string" && fact !== "" ? fact : undefined;
    },
    number: (name) => {
      const fact = facts[name];
      return typeof fact === "number" ? fact : undefined;
    },
    is: (name) => facts[name] === true,
    list: (name) => {
      const fact = facts[name];
      return Array.isArray(fact) ? fact : [];
    },
  };
}
