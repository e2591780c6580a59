// Runs before the first paint, so that a chosen theme or language never flashes.
(() => {
  try {
    const theme = localStorage.getItem('neustream.theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
    const language = localStorage.getItem('neustream.language');
    if (language) document.documentElement.lang = language;
  } catch {
    // Storage can be forbidden; the system's theme is used then.
  }
})();
