/** What a tablet remembers of taste, in the clear: the language. Nothing of anybody's work. */
import type { Language } from "../../i18n";

const KEY = "yavuul.language";

export function chosenLanguage(): Language {
  return localStorage.getItem(KEY) === "en" ? "en" : "mn";
}

/** Choose another language; the page loads again, from the tablet itself. */
export function chooseLanguage(language: Language): void {
  localStorage.setItem(KEY, language);
  location.reload();
}
