/** The screens that the page must fit: a desk's and a hand's. */
export const SCREENS = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
