/**
 * uPlot asks for number formats in the browser's language when it is loaded, and fails where that is no language, such as
 * `en-US@posix` of a browser in a container.
 */
export function mendBrowserLanguage(): void {
  try {
    Intl.getCanonicalLocales(navigator.language);
  } catch {
    Object.defineProperty(navigator, "language", { value: "en", configurable: true });
  }
}
