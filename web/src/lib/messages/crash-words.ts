/** What the page says where it cannot go on, when no other part of it may still work. */
export const crashWords = {
  title: "This page stopped working.",
  text: "That is a fault of Popgate's, and it deleted nothing: messages leave the server only when you commit. Reload to go on. What went wrong is in the browser's console.",
  reload: "Reload",
};
