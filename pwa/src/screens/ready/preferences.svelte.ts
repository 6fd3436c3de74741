/**
 * What a tablet remembers of taste, in the clear: language, theme, size of text, when it locks by itself. Nothing of anybody's
 * work. Kept per tablet, not per person: it is set before anybody is known, and a borrowed tablet looks as its owner left it.
 */
import type { Language } from "../../i18n";

export const THEMES = ["light", "dark", "sun"] as const;
export const TEXT_SIZES = [100, 115, 130] as const;
export const LOCK_MINUTES = [2, 5, 15, 30] as const;
export type Theme = (typeof THEMES)[number];
export type TextSize = (typeof TEXT_SIZES)[number];

const LANGUAGE = "yavuul.language";
const THEME = "yavuul.theme";
const TEXT = "yavuul.text";
const LOCK = "yavuul.lock_min";

interface Preferences {
  theme: Theme;
  /** the theme that «Наран горим» comes from and goes back to */
  indoors: Exclude<Theme, "sun">;
  text: TextSize;
  lock_min: number;
}

export const preferences = $state<Preferences>({ theme: "light", indoors: "light", text: 100, lock_min: 5 });

export function chosenLanguage(): Language {
  return localStorage.getItem(LANGUAGE) === "en" ? "en" : "mn";
}

/** Choose another language; the page loads again, from the tablet itself. */
export function chooseLanguage(language: Language): void {
  localStorage.setItem(LANGUAGE, language);
  location.reload();
}

/** Read what was chosen and show it; before anything is drawn. */
export function recall(): void {
  const [theme, indoors] = (localStorage.getItem(THEME) ?? "").split(" ");
  preferences.theme = THEMES.find((known) => known === theme) ?? "light";
  preferences.indoors = preferences.theme === "dark" || indoors === "dark" ? "dark" : "light";
  preferences.text = TEXT_SIZES.find((known) => String(known) === localStorage.getItem(TEXT)) ?? 100;
  preferences.lock_min = LOCK_MINUTES.find((known) => String(known) === localStorage.getItem(LOCK)) ?? 5;
  show();
}

export function chooseTheme(theme: Theme): void {
  if (theme !== "sun") preferences.indoors = theme;
  preferences.theme = theme;
  localStorage.setItem(THEME, `${theme} ${preferences.indoors}`);
  show();
}

/** Out into the sun, and back to what it was indoors. */
export function toggleSun(): void {
  chooseTheme(preferences.theme === "sun" ? preferences.indoors : "sun");
}

export function chooseText(size: TextSize): void {
  preferences.text = size;
  localStorage.setItem(TEXT, String(size));
  show();
}

/** The next larger text; after the largest the first. */
export function nextText(): void {
  chooseText(TEXT_SIZES[(TEXT_SIZES.indexOf(preferences.text) + 1) % TEXT_SIZES.length] ?? 100);
}

export function chooseLock(minutes: number): void {
  preferences.lock_min = minutes;
  localStorage.setItem(LOCK, String(minutes));
}

function show(): void {
  const { dataset } = document.documentElement;
  dataset["theme"] = preferences.theme;
  dataset["text"] = String(preferences.text);
  document.documentElement.lang = chosenLanguage() === "en" ? "en" : "mn-Cyrl";
}
