import type { Action } from "./actions.ts";
import { INITIAL_STATE, type PageState } from "./page-state.ts";
import { reduce } from "./reducer.ts";

export interface Store {
  readonly state: () => PageState;
  readonly dispatch: (action: Action) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

/** One function changes the state, one notify follows; nothing is told when nothing changed. */
export function createStore(initial: PageState = INITIAL_STATE): Store {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    state: () => state,
    dispatch(action) {
      const next = reduce(state, action);
      if (next === state) return;
      state = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
