/** What the office says over the catalogue's: texts that citizens meet, and what categories are called and look like (O17). */
import type { App } from "../../app";
import type { RecordView } from "../../view";
import { sayInstead, type Language } from "../../i18n";
import { categoriesOf, wear } from "./categories";

type Texts = Record<string, string>;

/** Take over what has come; asked after every change of the app, before anything is drawn. */
export function sayAsOffice(app: App): void {
  if (app.stage !== "open") return;
  const categories = app.list("category");
  sayInstead({ mn: textsIn("mn", categories, app.list("wording")), en: textsIn("en", categories, app.list("wording")) });
  wear(new Map(categoriesOf(categories).map(({ slug, icon }) => [slug, icon])));
}

export function textsIn(language: Language, categories: readonly RecordView[], wordings: readonly RecordView[]): Texts {
  const found: Texts = {};
  for (const { values } of categories) {
    const name = values.get(`name/${language}`) ?? values.get("name/mn");
    if (typeof name === "string") found[`category.${String(values.get("slug"))}`] = name;
  }
  for (const { values } of wordings) {
    const [key, text] = [values.get("key"), values.get("text")];
    if (values.get("language") === language && typeof key === "string" && typeof text === "string") found[key] = text;
  }
  return found;
}
