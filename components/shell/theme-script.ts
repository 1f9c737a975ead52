/** Storage key of the chosen theme; its value is JSON. */
export const themeKey = 'theme';

/** Runs before the first paint, so a dark page never flashes light. Plain ES5: it is not compiled. */
export const themeScript = `(function () {
  var chosen = null;
  try { chosen = JSON.parse(localStorage.getItem('${themeKey}')); } catch (e) {}
  var dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.toggle('dark', dark);
})();`;
