/**
 * Texts of the tablet, cut out of the server's one gettext catalogue (STACK: one catalogue for all faces).
 *
 * Runs before every build, test and check; writes `src/generated/texts.<language>.json` (msgid → text), sorted, so that the
 * same catalogue gives the same bytes. Left out: what only the office and the public pages say. An empty translation is left
 * out as well: the app then shows the msgid, which is ugly on purpose.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import gettext from "gettext-parser";

const LANGUAGES = ["mn", "en"];
const NOT_THE_TABLETS = /^(office|public|data|log|follow|register|document|message|mail|cli|flask_security)\./;
const here = new URL(".", import.meta.url);

/** The texts of one language, msgid → text; empty while the catalogue is not there. */
export function readTexts(language) {
  const path = fileURLToPath(new URL(`../server/translations/${language}/LC_MESSAGES/messages.po`, here));
  if (!existsSync(path)) return {};
  const entries = Object.values(gettext.po.parse(readFileSync(path)).translations[""] ?? {});
  const wanted = entries.filter(({ msgid, msgstr }) => /^[a-z_]+\./.test(msgid) && !NOT_THE_TABLETS.test(msgid) && msgstr[0]);
  return Object.fromEntries(wanted.map(({ msgid, msgstr }) => [msgid, msgstr[0]]).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Write both files where they changed; returns whether any did. */
export function writeTexts() {
  mkdirSync(new URL("src/generated/", here), { recursive: true });
  let changed = false;
  for (const language of LANGUAGES) {
    const file = new URL(`src/generated/texts.${language}.json`, here);
    const next = `${JSON.stringify(readTexts(language), null, 1)}\n`;
    if (existsSync(file) && readFileSync(file, "utf8") === next) continue;
    writeFileSync(file, next);
    changed = true;
  }
  return changed;
}

/** The same as a step of Vite. */
export function texts() {
  return { name: "yavuul-texts", buildStart: writeTexts };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) writeTexts();
