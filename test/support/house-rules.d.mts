/** Every broken rule as one line; an empty list when the house is in order. */
export function houseRules(repository: string): string[];
