/** Properties that a mail may set on its own elements: type, colour, boxes and tables; nothing that leaves its place. */
const PROPERTIES = [
  "background",
  "background-color",
  "border",
  "border-bottom",
  "border-bottom-color",
  "border-bottom-style",
  "border-bottom-width",
  "border-collapse",
  "border-color",
  "border-left",
  "border-left-color",
  "border-left-style",
  "border-left-width",
  "border-radius",
  "border-right",
  "border-right-color",
  "border-right-style",
  "border-right-width",
  "border-spacing",
  "border-style",
  "border-top",
  "border-top-color",
  "border-top-style",
  "border-top-width",
  "border-width",
  "box-sizing",
  "caption-side",
  "clear",
  "color",
  "direction",
  "display",
  "empty-cells",
  "float",
  "font",
  "font-family",
  "font-size",
  "font-style",
  "font-variant",
  "font-weight",
  "height",
  "letter-spacing",
  "line-height",
  "list-style-type",
  "margin",
  "margin-bottom",
  "margin-left",
  "margin-right",
  "margin-top",
  "max-height",
  "max-width",
  "min-height",
  "min-width",
  "opacity",
  "overflow",
  "overflow-wrap",
  "padding",
  "padding-bottom",
  "padding-left",
  "padding-right",
  "padding-top",
  "table-layout",
  "text-align",
  "text-decoration",
  "text-decoration-color",
  "text-decoration-line",
  "text-indent",
  "text-overflow",
  "text-transform",
  "vertical-align",
  "visibility",
  "white-space",
  "width",
  "word-break",
  "word-spacing",
  "word-wrap",
];

/**
 * A value holds words, numbers, colours and quoted font names, and no function but colours and calc(). So
 * url(), image-set(), var(), attr(), expression(), comments, escapes and at-rules have no way in, under
 * whatever spelling. The length bounds the matching too.
 */
const VALUE =
  /^(?=.{0,300}$)(?:[a-z0-9#%.,\s'"+*!-]|\/(?!\*)|\b(?:rgba?|hsla?|calc)\([a-z0-9%.,\s+*-]*\))*$/i;

/** For sanitize-html's `allowedStyles`, which parses the declarations with PostCSS. */
export const ALLOWED_STYLES = {
  "*": Object.fromEntries(PROPERTIES.map((property) => [property, [VALUE]])),
};

/** Whether a style or a colour attribute gives the mail colours of its own. */
export function setsColours(attributes: Readonly<Record<string, string>>): boolean {
  if (attributes["bgcolor"] !== undefined || attributes["color"] !== undefined) return true;
  return /(?:^|[;\s])(?:background(?:-color)?|color)\s*:/i.test(attributes["style"] ?? "");
}
